import * as fc from 'fast-check'
import { hostileText, hostileValue, strangeBody, strangeKey } from './hostile.ts'
import type { Request, Schema } from './requests.ts'
import type { UsedWorkspace } from './used-workspace.ts'

type Parameter = {
  name: string
  in: string
  required: boolean
  schema?: Schema
  content?: Record<string, { schema: Schema }>
}
type Described = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
export type OpenApi = { paths: Record<string, Record<string, Described>> }
export type FuzzRequest = Request & { operation: string; headers: Record<string, string> }

/** What makes the likelier half of a request be taken: records that exist, metrics, fields. */
export type Ground = UsedWorkspace & { metrics: readonly string[]; fields: readonly string[] }

/**
 * Requests made from our own description of the interface: each input mostly as its schema says, and in places as a
 * hostile sender would have it.
 */
export function fuzzRequests(document: OpenApi, ground: Ground): fc.Arbitrary<FuzzRequest> {
  const every = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
  )
  const inWorkspace = every.filter(({ path }) => path.includes('{workspace}'))
  const outside = every.filter(({ path }) => !path.includes('{workspace}'))
  const of = (chosen: typeof every): fc.Arbitrary<FuzzRequest>[] => chosen.map((one) => requestsOf(one, ground))
  // Signing in works out a hash of a password, which is slow by design.
  if (outside.length === 0) return fc.oneof(...of(inWorkspace))
  return fc.oneof(
    { weight: 40, arbitrary: fc.oneof(...of(inWorkspace)) },
    { weight: 1, arbitrary: fc.oneof(...of(outside)) },
    { weight: 1, arbitrary: uploads(ground) },
  )
}

function requestsOf(
  { path, method, described }: { path: string; method: string; described: Described },
  ground: Ground,
): fc.Arbitrary<FuzzRequest> {
  const noun = described.operationId.split('.')[0] ?? ''
  const query = entriesOf(
    Object.fromEntries((described.parameters ?? []).filter((p) => p.in === 'query').map((p) => [p.name, schemaOf(p)])),
    (described.parameters ?? []).filter((p) => p.in === 'query' && p.required).map((p) => p.name),
    ground,
  )
  const schema = described.requestBody?.content['application/json']?.schema ?? { properties: {} }
  const body = fc.oneof(
    { weight: 15, arbitrary: entriesOf(schema.properties ?? {}, schema.required ?? [], ground).map(asJson) },
    { weight: 1, arbitrary: strangeBody },
  )
  const address = fc
    .tuple(slugs(ground), ids(noun, ground))
    .map(([slug, id]) => path.replace('{workspace}', encode(slug)).replace('{id}', encode(id)))
  const carried =
    method === 'GET' ? query.map((entries) => ({ query: asQuery(entries) })) : body.map((payload) => ({ payload }))
  return fc.tuple(address, carried, headersOf(method)).map(([url, given, headers]) => ({
    operation: described.operationId,
    method,
    url: 'query' in given && given.query !== '' ? `${url}?${given.query}` : url,
    ...('payload' in given ? { payload: given.payload } : {}),
    headers,
  }))
}

const schemaOf = (parameter: Parameter): Schema =>
  parameter.schema ?? parameter.content?.['application/json']?.schema ?? {}

const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

const slugs = ({ slug }: Ground): fc.Arbitrary<string> =>
  fc.oneof({ weight: 40, arbitrary: fc.constant(slug) }, { weight: 1, arbitrary: hostileText })

const ids = (noun: string, { ids: own }: Ground): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 10, arbitrary: fc.constant(own[noun] ?? Object.values(own)[0] ?? '') },
    { weight: 2, arbitrary: fc.constantFrom(...Object.values(own)) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: hostileText },
  )

const headersOf = (method: string): fc.Arbitrary<Record<string, string>> => {
  const printable = hostileText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 300))
  const plain: Record<string, string> = method === 'GET' ? {} : { 'content-type': 'application/json' }
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant(plain) },
    { weight: 1, arbitrary: printable.map((text) => ({ ...plain, 'if-match': text })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('"1"', '2', '"999999999"').map((text) => ({ ...plain, 'if-match': text })),
    },
    {
      weight: 1,
      arbitrary: fc.string({ minLength: 1, maxLength: 3 }).map((key) => ({ ...plain, 'idempotency-key': encode(key) })),
    },
    { weight: 1, arbitrary: printable.map((text) => ({ ...plain, 'idempotency-key': text })) },
    { weight: 1, arbitrary: printable.map((text) => ({ 'content-type': text })) },
    {
      weight: 1,
      arbitrary: printable.map((text) => ({ ...plain, 'x-kurs-client': text, 'user-agent': text, accept: text })),
    },
  )
}

const uploads = ({ slug }: Ground): fc.Arbitrary<FuzzRequest> =>
  fc.tuple(hostileText, hostileText).map(([name, payload]) => ({
    operation: 'files.create',
    method: 'POST',
    url: `/api/v1/w/${slug}/files`,
    payload,
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encode(name) },
  }))

type Entries = [string, unknown][]

/** Fields as their schemas say, some of them hostile instead, seldom one more that nobody asked for. */
function entriesOf(
  properties: Record<string, Schema>,
  required: readonly string[],
  ground: Ground,
): fc.Arbitrary<Entries> {
  const fields = Object.entries(properties).map(([key, schema]) => {
    const value = fc.oneof(
      { weight: 8, arbitrary: valueOf(schema, key, ground) },
      { weight: 1, arbitrary: hostileValue },
    )
    const isThere = required.includes(key) ? 40 : 1
    return fc.oneof(
      { weight: isThere, arbitrary: value.map((given): Entries => [[key, given]]) },
      { weight: 1, arbitrary: fc.constant<Entries>([]) },
    )
  })
  const more = fc.oneof(
    { weight: 20, arbitrary: fc.constant<Entries>([]) },
    { weight: 1, arbitrary: fc.tuple(strangeKey, hostileValue).map((entry): Entries => [entry]) },
  )
  return fc.tuple(...fields, more).map((parts) => parts.flat())
}

const asJson = (entries: Entries): string =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`

const asQuery = (entries: Entries): string =>
  new URLSearchParams(
    entries.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as [string, string]),
  ).toString()

/** A value that the schema takes, or nearly: patterns tell nothing of the days that a calendar has. */
function valueOf(schema: Schema, key: string, ground: Ground): fc.Arbitrary<unknown> {
  const known = knownValues(key, ground)
  if (known) return fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: hostileText })
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((part) => valueOf(part, key, ground)))
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => valueOf({ ...schema, type }, key, ground)))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numbers(schema)
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, key, ground), { maxLength: 3 })
    case 'object':
      return objects(schema, ground)
    case 'string':
      return strings(schema, ground)
    default:
      return hostileValue
  }
}

const days = fc.oneof(
  fc.constantFrom('2026-01-31', '2026-11-23', '0001-01-01', '9999-12-31', '2024-02-29'),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10)),
)

const instants = fc.oneof(
  fc.constantFrom(
    '2026-01-31T22:00:00Z',
    '2026-11-23T07:10:57.123456Z',
    '1000-01-01T00:00Z',
    '8999-12-31T23:59:59.999999Z',
  ),
  days.map((day) => `${day}T12:00:00Z`),
)

function knownValues(key: string, { metrics, fields }: Ground): fc.Arbitrary<unknown> | null {
  if (key === 'version') return fc.integer({ min: 1, max: 5 })
  if (key === 'rate') return fc.constantFrom('1.5', '9999999999.9999999999', '0.0000000001', '0', 42)
  if (key === 'currency' || key === 'quote') return fc.constantFrom('USD', 'UAH', 'JPY', 'CLF', 'ZZZ')
  if (key === 'metric') return fc.constantFrom(...metrics)
  if (key === 'field' || key === 'sort') return fc.constantFrom(...fields)
  if (key.endsWith('_at')) return instants
  if (key === 'as_of' || key === 'known_as_of') return fc.oneof(days, instants)
  if (key.endsWith('_on') || key === 'from' || key === 'to') return days
  return null
}

function numbers({ minimum, maximum, type }: Schema & { maximum?: number }): fc.Arbitrary<unknown> {
  const least = Math.max(minimum ?? -1000, -1e15)
  const most = Math.min(maximum ?? 1000, 1e15)
  const within =
    type === 'integer' ? fc.integer({ min: least, max: most }) : fc.double({ min: least, max: most, noNaN: true })
  return fc.oneof(within, fc.constantFrom(least, most, 1, 2))
}

const objects = (schema: Schema, ground: Ground): fc.Arbitrary<unknown> => {
  const more = schema['additionalProperties']
  const free =
    typeof more === 'object'
      ? fc.dictionary(fc.constantFrom('region', 'b_2', 'a'), valueOf(more as Schema, '', ground))
      : null
  const named = entriesOf(schema.properties ?? {}, schema.required ?? [], ground).map(
    (entries) => JSON.parse(asJson(entries)) as unknown,
  )
  return free && !schema.properties ? free : named
}

function strings(
  { format, pattern, maxLength }: Schema & { pattern?: string; maxLength?: number },
  ground: Ground,
): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.constantFrom(...Object.values(ground.ids), ...Object.values(ground.spare))
  if (format === 'email') return fc.constantFrom('a@example.com', 'olena@example.com', 'b+c@example.org')
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return fc.oneof(
    fc.constantFrom('Приклад', 'USD', 'uk', 'Europe/Kyiv', 'account.region', '1.5', '2026-01-05'),
    fc.string({ unit: 'grapheme', maxLength: Math.min(maxLength ?? 30, 30) }),
    days,
  )
}
