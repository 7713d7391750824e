import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../src/base/errors.ts'
import { operations } from '../../src/catalog.ts'
import { routeOf, type Operation, type ReadContext } from '../../src/platform/operation.ts'
import { sql } from '../../src/platform/postgres/query.ts'
import { setUp, type Client } from '../client.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { fuzzRequests, type FuzzRequest, type Ground, type OpenApi } from './fuzz-requests.ts'
import { canary } from './hostile.ts'
import { exampleInput, inputSchema, type Schema } from './requests.ts'
import { watchRows, type RowWatch } from './row-watch.ts'
import { listenToStatements } from './statements.ts'
import { useWorkspace } from './used-workspace.ts'

/** `npm run test:fuzz -- --cases 50000 --seed 7`; npm test sends the same few thousand each time. */
const caseCount = Number(process.env.KURS_FUZZ ?? 5000)
const seed = Number(process.env.KURS_FUZZ_SEED ?? 20_261_123)
const longestMs = 15_000

let server: TestServer
let watch: RowWatch
let admin: Client
let openApi: OpenApi
let ground: Ground
const statuses = new Map<number, number>()
const heard = new Set<string>()
let stopListening: () => void

beforeAll(async () => {
  server = await startTestServer()
  const first = await setUp(server)
  admin = first.client
  const used = await useWorkspace(server, first, 'own')
  openApi = (await admin.get<OpenApi>('/api/v1/openapi.json')).body
  const metrics = await admin.get<{ items: { id: string }[] }>(`${first.base}/metrics`)
  ground = { ...used, metrics: metrics.body.items.map(({ id }) => id), fields: fieldsOf(openApi) }
  watch = await watchRows(server.ownerUrl)
  stopListening = listenToStatements((text) => void (text.includes(canary) && heard.add(text)))
}, 60_000)
afterAll(async () => {
  stopListening?.()
  await watch?.close()
  await server.close()
})

/** Everything that anything can be filtered and sorted by, and a few that nothing can. */
const fieldsOf = (described: OpenApi): string[] => [
  ...new Set(JSON.stringify(described).match(/(?<=")[a-z]+(_[a-z]+)*(?=":\{)/g)),
  'owner',
  'stage',
  'account.region',
  'id',
]

const prototypes = [Object, Array, Function, String, Number, Promise].map((one) => one.prototype as object)
const shapeOf = (): string =>
  JSON.stringify(prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).sort()))
const shape = shapeOf()

/** Endings of sessions and of memberships, which the caller of all other requests must not meet. */
const endings = new Set(['session.end', 'sessions.end', 'sessions.end_others', 'password.change', 'members.remove'])
/** Refusals that are themselves written down. */
const toldOf = new Set(['session.create'])

async function problemsOf(app: TestServer['app'], { operation, ...request }: FuzzRequest): Promise<string[]> {
  const cookie = endings.has(operation) ? {} : { cookie: admin.cookie ?? '' }
  let late: NodeJS.Timeout | undefined
  const timeout = new Promise<null>((done) => (late = setTimeout(() => done(null), longestMs)))
  const answer = await Promise.race([
    app.inject({ ...request, headers: { ...request.headers, ...cookie } } as never),
    timeout,
  ])
  clearTimeout(late)
  if (answer === null) return ['no answer']
  const { statusCode, payload } = answer
  statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
  const written = await watch.written()
  const statements = [...heard]
  heard.clear()
  return [
    ...(statusCode >= 500 ? [`${statusCode} ${payload}`] : []),
    ...(statusCode >= 400 && written.length > 0 && !toldOf.has(operation)
      ? [`${statusCode}, and wrote ${written.join(', ')}`]
      : []),
    ...(shapeOf() === shape && ({} as { polluted?: unknown }).polluted === undefined
      ? []
      : ['a prototype was changed']),
    ...statements.map((text) => `what was sent is in the text of a statement: ${text.slice(0, 500)}`),
  ]
}

const property = (app: TestServer['app'], from: fc.Arbitrary<FuzzRequest>) =>
  fc.asyncProperty(from, async (request) => {
    const problems = await problemsOf(app, request)
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })

test(`${caseCount} hostile requests, seed ${seed}: no 5xx, no hang, nothing written by what is refused, no prototype and no statement changed`, async () => {
  statuses.clear()
  await fc.assert(property(server.app, fuzzRequests(openApi, ground)), { numRuns: caseCount, seed })
  // Else it would be the doorkeeper alone that was tried.
  expect((statuses.get(200) ?? 0) / caseCount).toBeGreaterThan(0.2)
}, 3_600_000)

test('what a caller may not set is refused in every write, and nothing is written', async () => {
  const taken: string[] = []
  for (const operation of operations.filter((one): one is typeof one & Operation => one.kind === 'write')) {
    for (const key of protectedKeys(operation)) {
      const { method, path } = routeOf(operation)
      const url = path
        .replace(':workspace', ground.slug)
        .replace(':id', ground.ids[operation.name.split('.')[0] ?? ''] ?? '')
      const payload = JSON.stringify({
        ...exampleInput(operation, ground),
        [key]: key === 'version' ? 7 : ground.ids.people,
      })
      const headers = { 'content-type': 'application/json', cookie: admin.cookie ?? '' }
      const { statusCode } = await server.app.inject({ method, url, payload, headers })
      if (statusCode !== 400) taken.push(`${operation.name} ${key}: ${statusCode}`)
    }
  }
  expect(taken).toEqual([])
  expect(await watch.written()).toEqual([])
})

/** Columns of what a write answers, and of every table, that are not in its input. */
function protectedKeys(operation: Operation): string[] {
  const { properties = {} } = z.toJSONSchema(operation.output, { unrepresentable: 'any' }) as Schema
  const own = new Set(Object.keys(inputSchema(operation).properties ?? {}))
  const every = [...Object.keys(properties), 'workspace_id', 'user_id', 'seq', 'set_from', 'created_by', 'role']
  return [...new Set(every)].filter((key) => !own.has(key))
}

test('half a million keys, and brackets ten thousand deep: refused within 10 s', async () => {
  const bodies = [
    `{${Array.from({ length: 450_000 }, (_, i) => `"${i}":1`).join(',')}}`,
    `{"attributes":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
    `{"name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  ]
  for (const payload of bodies) {
    const begun = performance.now()
    const headers = { 'content-type': 'application/json', cookie: admin.cookie ?? '' }
    const url = `/api/v1/w/${ground.slug}/people`
    const { statusCode } = await server.app.inject({ method: 'POST', url, payload, headers })
    expect([payload.slice(0, 30), statusCode]).toEqual([payload.slice(0, 30), 400])
    expect(performance.now() - begun).toBeLessThan(10_000)
  }
})

const broken: Readonly<Record<string, { run: object; found: RegExp }>> = {
  // A field to sort by is put into the statement as it came.
  'accounts.list': {
    run: ({ db }: ReadContext, input: { sort?: string; search?: string }) =>
      db.query(sql`select name from kurs.account order by ${sql.raw(input.sort ?? '1')}`).catch(() => {
        throw new AppError('invalid_input', 'sort_field')
      }),
    found: /what was sent is in the text of a statement/,
  },
  'people.list': {
    run: () => {
      Object.assign(Object.prototype, { polluted: 'yes' })
      throw new AppError('invalid_input', 'filter')
    },
    found: /a prototype was changed/,
  },
  'teams.archive': {
    run: async () => {
      await server.database.transaction(
        'kurs_identity',
        null,
        (db) => db.query(sql`update identity.workspace set created_at = created_at`),
        { access: 'write' },
      )
      throw new AppError('invalid_input', 'too_late')
    },
    found: /400, and wrote update identity.workspace/,
  },
  'products.get': {
    run: ({ db }: ReadContext, { as_of }: { as_of?: string }) =>
      db.query(sql`select cast(${as_of ?? '2026-01-01'} as uuid)`),
    found: /500/,
  },
}

test.each(Object.entries(broken))('control: a broken %s is found', async (name, { run, found }) => {
  const spoilt = operations.map((one) => (one.name === name ? { ...one, run } : one)) as unknown as Operation[]
  const door = await server.openDoor(spoilt)
  const only = Object.entries(openApi.paths).flatMap(([path, methods]) => {
    const kept = Object.entries(methods).filter(([, { operationId }]) => operationId === name)
    return kept.length > 0 ? [[path, Object.fromEntries(kept)] as const] : []
  })
  const requests = fuzzRequests({ paths: Object.fromEntries(only) }, ground)
  const { failed, errorInstance } = await fc.check(property(door, requests), { numRuns: 500, seed, endOnFailure: true })
  delete (Object.prototype as { polluted?: unknown }).polluted
  await door.close()
  heard.clear()
  expect(failed).toBe(true)
  expect((errorInstance as Error).message).toMatch(found)
})
