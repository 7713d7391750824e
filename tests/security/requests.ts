import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isPagedList, routeOf, type Operation } from '../../src/platform/operation.ts'
import type { UsedWorkspace } from './used-workspace.ts'

/** A route as the running server has it; `operation` where the catalogue made it. */
export type ServedRoute = { name: string; method: string; url: string; operation: Operation | null }

/** Everything `start` makes a server answer to: asked of the server itself, not of the catalogue. */
export async function recordRoutes<T>(
  start: () => Promise<T>,
  onServer: (server: FastifyInstance) => void = () => undefined,
): Promise<{ started: T; served: { method: string; url: string }[] }> {
  const served: { method: string; url: string }[] = []
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) served.push({ method: one, url })
    })
    onServer(fastify)
  }
  subscribe('fastify.initialization', listen)
  try {
    return { started: await start(), served }
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

const handWritten: Record<string, string> = {
  'POST /api/v1/w/:workspace/files': 'files.create',
  'GET /api/v1/w/:workspace/jobs/:id/events': 'jobs.events',
  'GET /health/live': 'health.live',
  'GET /health/ready': 'health.ready',
  'GET /metrics': 'metrics.scrape',
  'GET /api/v1/openapi.json': 'openapi.get',
}

/** The routes with their names; one that nobody named keeps its method and address, which no table holds. */
export function namedRoutes(
  served: readonly { method: string; url: string }[],
  operations: readonly Operation[],
): ServedRoute[] {
  const byPlace = new Map<string, Operation>(
    operations.map((operation) => {
      const { method, path } = routeOf(operation)
      return [`${method} ${path}`, operation]
    }),
  )
  const exports = new Map<string, Operation>(
    operations.filter(isPagedList).map((list) => [`GET ${routeOf(list).path}/export`, list]),
  )
  return served.map(({ method, url }) => {
    const place = `${method === 'HEAD' ? 'GET' : method} ${url}`
    const operation = byPlace.get(place) ?? null
    const list = exports.get(place)
    const name = operation?.name ?? list?.name.replace(/list$/, 'export') ?? handWritten[place] ?? `${method} ${url}`
    return { name, method, url, operation: operation ?? list ?? null }
  })
}

type Json = { [key: string]: unknown }
export type Schema = Json & {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

export const inputSchema = (operation: Operation): Schema =>
  z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema

/** The fields of a list's records that hold an id: those a list can be narrowed by. */
export function listedIds(list: Operation): string[] {
  const { properties } = z.toJSONSchema(list.output, { unrepresentable: 'any' }) as Schema
  const isId = (schema: Schema): boolean => schema.format === 'uuid' || (schema.anyOf ?? []).some(isId)
  return Object.entries(properties?.items?.items?.properties ?? {}).flatMap(([key, schema]) =>
    isId(schema) ? [key] : [],
  )
}

/** A place of an input that takes an id: its path of keys (`0` is the first of a list) and the kind of record meant. */
export type IdPlace = { keys: string[]; kind: string }

const kindOfField: Record<string, string> = {
  person_id: 'people',
  lead_id: 'people',
  owner_id: 'people',
  team_id: 'teams',
  account_id: 'accounts',
  contact_id: 'contacts',
  product_id: 'products',
  pipeline_id: 'pipelines',
  stage_id: 'stages',
  deal_id: 'deals',
  file_id: 'files',
  user_id: 'members',
  'ends.0.id': 'memberships',
  'stages.0.id': 'stages',
  'archive_stages.0.id': 'stages',
}

/** Every place below the path that takes an id. @throws when the table does not know what a field refers to */
export function idPlaces(operation: Operation): IdPlace[] {
  const noun = operation.name.split('.')[0] ?? ''
  const found: IdPlace[] = []
  const walk = (schema: Schema, keys: string[]): void => {
    if (schema.format === 'uuid') {
      const field = keys.join('.')
      const kind =
        field === 'parent_id' || field === 'items.0.id' ? noun : kindOfField[field.replace(/^items\.0\./, '')]
      if (kind === undefined) throw new Error(`${operation.name}: of what kind is ${field}? Say so in requests.ts`)
      found.push({ keys, kind })
    }
    for (const part of schema.anyOf ?? []) walk(part, keys)
    if (schema.items) walk(schema.items, [...keys, '0'])
    for (const [key, property] of Object.entries(schema.properties ?? {}))
      if (key !== 'id' || keys.length > 0) walk(property, [...keys, key])
  }
  walk(inputSchema(operation), [])
  return found
}

const aim = { metric: 'won_count', granularity: 'month', starts_on: '2026-02-01' }

const texts: Record<string, unknown> = {
  ...aim,
  currency: 'USD',
  quote: 'EUR',
  rated_on: '2026-02-03',
  rate: '1.5',
  email: 'somebody@example.com',
  scopes: ['read'],
  name: 'Приклад',
  at_time: '03:30',
}

/** The least that an operation takes, with records of the workspace itself. */
export function exampleInput(operation: Operation, { ids, spare }: UsedWorkspace): Json {
  const noun = operation.name.split('.')[0] ?? ''
  const schema = inputSchema(operation)
  const required = (schema.required ?? []).filter((key) => key !== 'id')
  const known = (key: string): unknown => {
    if (key === 'stages') return operation.name.endsWith('create_with_stages') ? stagesOf({}) : stagesOf({ ids, spare })
    if (operation.name === 'targets.set_many') return [{ ...aim, starts_on: '2026-03-01', value: null }]
    if (key === 'items') return [{ id: ids[noun], version: 1 }]
    return key === 'parent_id' ? spare[noun] : ids[kindOfField[key] ?? '']
  }
  return Object.fromEntries(
    required.map((key) => [key, known(key) ?? texts[key] ?? exampleOf(schema.properties?.[key] ?? {})]),
  )
}

/** An open stage and a won one: new, or the workspace's own. */
const stagesOf = ({ ids, spare }: Partial<UsedWorkspace>): Json[] =>
  (['open', 'won'] as const).map((kind) => ({
    ...(ids && spare ? { id: kind === 'open' ? ids.stages : spare.stages, version: 1 } : {}),
    name: kind,
    kind,
    probability_ratio: 0.5,
    forecast_category: 'pipeline',
  }))

function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return exampleOf(schema.anyOf[0] ?? {})
  const type = [schema.type].flat()[0]
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 0, 0)
  if (type === 'boolean') return true
  if (type === 'array') return []
  return type === 'object' ? {} : 'приклад'
}

/** `input` with `id` put at the place. */
export function withId(input: Json, { keys }: IdPlace, id: string): Json {
  const copy = structuredClone(input)
  let at: Json = copy
  for (const [i, key] of keys.slice(0, -1).entries()) {
    at[key] ??= /^\d+$/.test(keys[i + 1] ?? '') ? [] : {}
    at = at[key] as Json
  }
  at[keys.at(-1) ?? ''] = id
  return copy
}

export type Request = { method: string; url: string; payload?: string; headers?: Record<string, string> }

/** A call of a route: reads carry their input in the query, writes in the body. */
export function requestOf(route: ServedRoute, slug: string, id: string | null, input: Json): Request {
  const address = route.url.replace(':workspace', slug).replace(':id', id ?? '')
  if (route.name === 'files.create')
    return {
      method: 'POST',
      url: address,
      payload: 'name\nx\n',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'x.csv' },
    }
  if (route.method === 'GET' || route.method === 'HEAD') {
    const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
    const given = Object.fromEntries(Object.entries(input).map(([key, value]) => [key, asText(value)]))
    const query = new URLSearchParams(given).toString()
    return { method: route.method, url: query === '' ? address : `${address}?${query}` }
  }
  return {
    method: route.method,
    url: address,
    payload: JSON.stringify(input),
    headers: { 'content-type': 'application/json' },
  }
}
