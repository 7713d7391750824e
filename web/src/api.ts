import type { z } from 'zod'
import type { operations } from '../../src/catalog.ts'
import { ApiProblem, problemFrom } from './problem.ts'

/** Every operation of the catalogue, known here by its types alone: no server code reaches the browser. */
type Operation = (typeof operations)[number]
type Kind = 'read' | 'write'
type In<Realm extends Operation['realm'], K extends Kind> = Extract<Operation, { realm: Realm; kind: K }>
type Named<Name extends string> = Extract<Operation, { name: Name }>
export type WorkspaceRead = In<'workspace', 'read'>['name']
export type WorkspaceWrite = In<'workspace', 'write'>['name']
export type IdentityRead = Extract<Operation, { realm: 'identity' }>['name']
export type IdentityWrite = IdentityRead
export type OperationName = Operation['name']
export type Input<Name extends OperationName> = z.input<Named<Name>['input']>
export type Output<Name extends OperationName> = z.output<Named<Name>['output']>

type Arguments = Record<string, unknown>

/** The catalogue's own rule (routeOf in platform/operation.ts), from the name and the input at hand. */
function addressOf(base: string, name: string, kind: Kind, input: Arguments): { method: string; path: string } {
  const [noun = '', verb = ''] = name.split('.')
  const root = `${base}/${noun}`
  const item =
    typeof input['id'] === 'string' && verb !== 'create' ? `${root}/${encodeURIComponent(input['id'])}` : root
  if (verb === 'list') return { method: 'GET', path: root }
  if (verb === 'get') return { method: 'GET', path: item }
  if (verb === 'create') return { method: 'POST', path: root }
  if (verb === 'update') return { method: 'PATCH', path: item }
  return { method: kind === 'read' ? 'GET' : 'POST', path: `${item}/${verb.replaceAll('_', '-')}` }
}

/** Scalars as they are, lists and objects as JSON; what is undefined is not sent. */
function queryOf(input: Arguments): string {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined && value !== null)
  const pairs = entries.map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)])
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`
}

async function send(base: string, name: string, kind: Kind, input: Arguments, signal?: AbortSignal): Promise<unknown> {
  const { method, path } = addressOf(base, name, kind, input)
  const { id, ...rest } = input
  const body = path.includes(`/${encodeURIComponent(String(id))}`) ? rest : input
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } }
  if (signal) init.signal = signal
  if (method === 'GET') return answerOf(await reach(path + queryOf(body), init))
  init.headers = { ...init.headers, 'content-type': 'application/json', 'idempotency-key': newKey() }
  init.body = JSON.stringify(body)
  return answerOf(await insist(path, init))
}

const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const pausesMs = [300, 1500]

/** A write whose answer got lost is asked again: its key makes that one effect. */
async function insist(address: string, init: RequestInit): Promise<Response> {
  for (const pauseMs of pausesMs) {
    try {
      return await reach(address, init)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.reason !== 'network') throw error
      await new Promise((done) => setTimeout(done, pauseMs))
    }
  }
  return reach(address, init)
}

/** A request that got no answer at all is the network's fault, unless the screen itself gave it up. */
export async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem(0, 'unavailable', 'network')
  }
}

export async function answerOf(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body: unknown = isJson ? await response.json() : null
  if (!response.ok) throw problemFrom(response.status, body)
  return body
}

export const workspaceBase = (slug: string): string => `/api/v1/w/${encodeURIComponent(slug)}`

/** Asks inside a workspace: `read('w', 'deals.list', { limit: 50 })`. */
export const read = <Name extends WorkspaceRead>(
  slug: string,
  name: Name,
  input: Input<Name>,
  signal?: AbortSignal,
): Promise<Output<Name>> => send(workspaceBase(slug), name, 'read', input as Arguments, signal) as Promise<Output<Name>>

/** Says `begun` when a write of this screen began long work, so that what shows it need not ask for ever. */
export const longWork = new EventTarget()

const tellsOfWork = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  ('job_id' in answer || 'last_job_id' in answer || 'attempt' in answer)

/** Changes something inside a workspace. */
export async function write<Name extends WorkspaceWrite>(
  slug: string,
  name: Name,
  input: Input<Name>,
): Promise<Output<Name>> {
  const answer = await send(workspaceBase(slug), name, 'write', input as Arguments)
  if (tellsOfWork(answer)) longWork.dispatchEvent(new Event('begun'))
  return answer as Output<Name>
}

/** Asks outside any workspace: who am I, where may I go. */
export const readIdentity = <Name extends IdentityRead>(
  name: Name,
  input: Input<Name>,
  signal?: AbortSignal,
): Promise<Output<Name>> => send('/api/v1', name, 'read', input as Arguments, signal) as Promise<Output<Name>>

export const writeIdentity = <Name extends IdentityWrite>(name: Name, input: Input<Name>): Promise<Output<Name>> =>
  send('/api/v1', name, 'write', input as Arguments) as Promise<Output<Name>>

/** Where a whole list lies as a file; see src/http/list-export.ts. */
export function exportAddress(workspace: string, name: WorkspaceRead, input: Arguments): string {
  const { path } = addressOf(workspaceBase(workspace), name, 'read', input)
  return `${path}/export${queryOf(input)}`
}
