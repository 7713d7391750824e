import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError, errorTable, type ErrorCode, type ErrorParams } from '../base/errors.ts'
import { routeOf, type Operation } from '../platform/operation.ts'

/** Where the commands go and as whom; flags win over the environment, that over what `kurs login` kept. */
export type Connection = { url: string; apiKey: string | null; workspace: string | null }
export type ConnectionFlags = { url?: string; apiKey?: string; workspace?: string }

const credentialsPath = (env: NodeJS.ProcessEnv): string =>
  join(env.KURS_CONFIG_DIR ?? join(homedir(), '.config', 'kurs'), 'credentials.json')

export function findConnection(flags: ConnectionFlags, env: NodeJS.ProcessEnv): Connection {
  const kept = readJson(credentialsPath(env))
  const running = readJson(join(env.KURS_DATA_DIR ?? '.kurs', 'server.json'))
  return {
    url: flags.url ?? env.KURS_URL ?? running.url ?? kept.url ?? 'http://127.0.0.1:4600',
    apiKey: flags.apiKey ?? env.KURS_API_KEY ?? kept.api_key ?? null,
    workspace: flags.workspace ?? env.KURS_WORKSPACE ?? kept.workspace ?? null,
  }
}

function readJson(path: string): Record<string, string | undefined> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}

/** Keeps the key for the next commands, readable by its owner alone. */
export async function keepCredentials(env: NodeJS.ProcessEnv, connection: Connection): Promise<string> {
  const path = credentialsPath(env)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { url, apiKey, workspace } = connection
  await writeFile(path, `${JSON.stringify({ url, api_key: apiKey, workspace }, null, 2)}\n`, { mode: 0o600 })
  return path
}

type Answer = { body: Record<string, unknown>; sessionToken: string | null }

/** Sends an operation as the HTTP door expects it. Problems come back as the errors they were. */
export async function callOperation(
  connection: Connection,
  operation: Operation,
  input: Record<string, unknown>,
): Promise<Answer> {
  const { method, path, takesId } = routeOf(operation)
  const { id, ...rest } = input
  const address = path
    .replace(':workspace', encodeURIComponent(workspaceOf(connection, operation)))
    .replace(':id', encodeURIComponent(String(id)))
  const body = takesId ? rest : input
  if (method === 'GET') return send(connection, 'GET', `${address}${queryOf(body)}`)
  const key = { 'idempotency-key': randomUUID() }
  return send(connection, method, address, JSON.stringify(body), 'application/json', key)
}

/** Streams what a download route answers, piece by piece. */
export async function download(
  connection: Connection,
  path: string,
  query: Record<string, unknown>,
): Promise<AsyncIterable<Uint8Array>> {
  const response = await ask(
    connection,
    'GET',
    `${path.replace(':workspace', encodeURIComponent(workspaceOf(connection, null)))}${queryOf(query)}`,
  )
  if (!response.ok) throw problemOf(response.status, parse(await response.text()))
  return response.body ?? (async function* () {})()
}

/** Uploads a file's bytes. */
export const upload = (connection: Connection, slug: string, name: string, bytes: Buffer): Promise<Answer> =>
  send(connection, 'POST', `/api/v1/w/${encodeURIComponent(slug)}/files`, bytes, 'application/octet-stream', {
    'x-file-name': encodeURIComponent(name),
  })

export function workspaceOf(connection: Connection, operation: Operation | null): string {
  if (operation?.realm === 'identity') return ''
  if (connection.workspace === null) throw new AppError('invalid_input', 'no_workspace')
  return connection.workspace
}

async function send(
  connection: Connection,
  method: string,
  path: string,
  body?: string | Buffer,
  type?: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const response = await ask(connection, method, path, body, { ...(type && { 'content-type': type }), ...more })
  const text = await response.text()
  const answer = parse(text)
  if (!response.ok) throw problemOf(response.status, answer)
  const cookie = response.headers.getSetCookie().find((line) => /kurs(_session)?=/.test(line))
  return { body: answer, sessionToken: cookie?.split(';')[0]?.split('=')[1] ?? null }
}

const pausesMs = [300, 1500]

/** A request whose answer got lost is asked again: reads change nothing, and a write's key makes it one effect. */
async function ask(
  connection: Connection,
  method: string,
  path: string,
  body?: string | Buffer,
  more: Record<string, string> = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-kurs-client': 'cli', ...more }
  if (connection.apiKey) headers.authorization = `Bearer ${connection.apiKey}`
  const request = {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  }
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(connection.url + path, request)
    } catch (error) {
      const pauseMs = mayAskAgain(error, request) ? pausesMs[tries] : undefined
      if (pauseMs === undefined)
        throw new AppError('unavailable', 'no_server', { url: connection.url, detail: (error as Error).message })
      await pause(pauseMs)
    }
  }
}

/** Nobody listening is not a lost answer. */
function mayAskAgain(
  error: unknown,
  { method, headers }: { method: string; headers: Record<string, string> },
): boolean {
  const { code } = ((error as Error).cause ?? {}) as { code?: string }
  return code !== 'ECONNREFUSED' && (method === 'GET' || 'idempotency-key' in headers)
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

function problemOf(status: number, body: Record<string, unknown>): AppError {
  const code =
    typeof body.code === 'string' && body.code in errorTable
      ? (body.code as ErrorCode)
      : status >= 500
        ? 'unavailable'
        : 'internal'
  return new AppError(code, String(body.reason ?? 'unexpected'), (body.params as ErrorParams | undefined) ?? {})
}

function queryOf(input: Record<string, unknown>): string {
  const pairs = Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]): [string, string] => [key, typeof value === 'string' ? value : JSON.stringify(value)])
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`
}
