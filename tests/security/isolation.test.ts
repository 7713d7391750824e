import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../src/catalog.ts'
import { notFound, AppError } from '../../src/base/errors.ts'
import { everyone } from '../../src/platform/access.ts'
import type { Operation, ReadOperation, WriteOperation } from '../../src/platform/operation.ts'
import type { DatabaseRole } from '../../src/platform/postgres/database.ts'
import { sql, type Sql } from '../../src/platform/postgres/query.ts'
import { gaps, probesOf, shortened } from './matrix.ts'
import { runProbes } from './run-probes.ts'
import {
  exampleInput,
  idPlaces,
  inputSchema,
  namedRoutes,
  recordRoutes,
  requestOf,
  withId,
  type IdPlace,
  type ServedRoute,
} from './requests.ts'
import { openTwoWorkspaces, type TwoWorkspaces } from './two-workspaces.ts'

let world: TwoWorkspaces
beforeAll(async () => void (world = await openTwoWorkspaces()), 120_000)
afterAll(() => world.close())

test('every route of the running server stands in the table of rights, and the table names no other', () => {
  expect(gaps(world.routes)).toEqual([])
  expect(world.routes.length).toBeGreaterThan(200)
})

test('route × caller × foreign id, 10,000 probes and more: each denied as it must be, nothing told, nothing written', async () => {
  const { server, watch, routes, place, secrets } = world
  const before = await watch.checksum()
  const every = probesOf(routes, place)
  const probes = process.env.KURS_FUZZ ? every : shortened(every, 10_000)
  expect(await runProbes(server.app, watch, probes, secrets)).toEqual([])
  expect(probes.length).toBeGreaterThanOrEqual(10_000)
  expect(await watch.checksum()).toEqual(before)
}, 600_000)

test('a foreign id takes as long as one that does not exist: medians of 100 asked in turn differ by less than 5 ms', async () => {
  const { place, administrator } = world
  const times: Record<string, number[]> = { foreign: [], unknown: [] }
  for (let i = 0; i < 100; i++) {
    for (const [kind, id] of Object.entries({ foreign: place.theirs.ids.deals, unknown: randomUUID() })) {
      const begun = performance.now()
      expect((await administrator.get(`${place.own.base}/deals/${id}`)).status).toBe(404)
      times[kind]?.push(performance.now() - begun)
    }
  }
  const median = (values: number[] = []): number => values.toSorted((a, b) => a - b)[50] ?? 0
  expect(Math.abs(median(times.foreign) - median(times.unknown))).toBeLessThan(5)
})

test('the same calls with records of the workspace itself are taken: so the denials above came from the ids', async () => {
  const refused: string[] = []
  for (const route of world.routes) {
    if (route.method === 'GET' || route.method === 'HEAD' || !route.url.includes(':workspace')) continue
    if (route.operation === null || route.name === 'members.remove') continue
    for (const input of ownInputs(route.operation)) {
      const { statusCode, payload } = await callOwn(route, route.operation, input)
      // A conflict with the record's own state is an answer about what was found.
      const mayConflict = /^(imports\.|sample\.|jobs\.retry$)/.test(route.name)
      const isTaken = statusCode === 200 || (statusCode === 409 && mayConflict)
      if (!isTaken) refused.push(`${route.name} ${JSON.stringify(input)}: ${statusCode} ${payload}`)
    }
  }
  expect(refused).toEqual([])
  expect(await world.watch.written()).toContain('insert kurs.change_set')
})

/** The least an operation takes, and that with an own record in each place that takes an id. */
function ownInputs(operation: Operation): Record<string, unknown>[] {
  const { ids, spare } = world.place.own
  const input = exampleInput(operation, world.place.own)
  const ownOf = ({ keys, kind }: IdPlace): string => (keys[0] === 'parent_id' ? spare[kind] : ids[kind]) ?? ''
  const places = idPlaces(operation).filter(({ keys }) => keys[0] !== 'ends' && keys[0] !== 'archive_stages')
  return [input, ...places.map((at) => withId(input, at, ownOf(at)))]
}

async function inPresentVersions(noun: string, records: { id?: string }[]): Promise<unknown[]> {
  const { place, administrator } = world
  const present = records.map(async (record) => {
    if (record.id === undefined) return record
    const { body } = await administrator.get<{ version: number }>(`${place.own.base}/${noun}/${record.id}`)
    return { ...record, version: body.version }
  })
  return Promise.all(present)
}

async function callOwn(route: ServedRoute, operation: Operation, input: Record<string, unknown>) {
  const { server, place, administrator } = world
  const noun = route.name.split('.')[0] ?? ''
  const id = route.url.includes(':id') ? (place.own.ids[noun] ?? '') : null
  const isVersioned = 'version' in (inputSchema(operation).properties ?? {})
  const seen = isVersioned
    ? await administrator.get<{ version: number }>(`${place.own.base}/${noun}${id ? `/${id}` : ''}`)
    : null
  const versions = {
    ...(seen && { version: seen.body.version }),
    ...(Array.isArray(input.stages) && {
      stages: await inPresentVersions('stages', input.stages as { id?: string }[]),
    }),
    ...(Array.isArray(input.items) && { items: await inPresentVersions(noun, input.items as { id?: string }[]) }),
  }
  const request = requestOf(route, place.own.slug, id, { ...input, ...versions })
  return server.app.inject({ ...request, headers: { ...request.headers, cookie: administrator.cookie ?? '' } } as never)
}

const broken: Readonly<Record<string, (operation: ReadOperation | WriteOperation) => object>> = {
  // The predicate on the workspace is forgotten.
  'invitations.revoke': () => ({
    run: ({ identity }: { identity: (work: unknown) => unknown }, { id }: { id: string }) =>
      identity((db: { first: (fragment: unknown) => unknown }) =>
        db.first(sql`update identity.invitation set revoked_at = now() where id = ${id}
          returning id, email, role, person_id, created_at, expires_at, accepted_at, revoked_at`),
      ),
  }),
  // Written first, refused afterwards.
  'api_keys.revoke': () => ({
    run: async (_context: unknown, { id }: { id: string }) => {
      await aside('kurs_identity', sql`update identity.api_key set revoked_at = now() where id = ${id}`)
      throw notFound('api_key', id)
    },
  }),
  // A right too many.
  'members.list': () => ({ allow: everyone }),
  // Says that there is such a thing, elsewhere.
  'jobs.get': ({ run }) => ({
    run: async (context: never, input: { id: string }) => {
      const found = await aside('kurs_jobs', sql`select 1 from jobs.job where id = ${input.id}`)
      return run(context, input).catch((error: Error) => {
        throw found.length === 1 ? new AppError('not_found', 'elsewhere', { entity: 'job', id: input.id }) : error
      })
    },
  }),
}

const aside = (role: DatabaseRole, statement: Sql): Promise<unknown[]> =>
  world.server.database.transaction(role, null, (db) => db.query(statement), { access: 'write' })

test('control: a forgotten predicate, a write before the refusal, a right too many and a telling refusal are each found', async () => {
  const spoilt = operations.map((operation) => ({
    ...operation,
    ...broken[operation.name]?.(operation as unknown as ReadOperation),
  })) as unknown as Operation[]
  const { started: app, served } = await recordRoutes(() => world.server.openDoor(spoilt))
  const routes = namedRoutes(served, spoilt).filter(({ name }) => Object.hasOwn(broken, name))
  const found = await runProbes(app, world.watch, probesOf(routes, world.place), world.secrets)
  await app.close()
  const finding = (caller: string, what: RegExp): boolean =>
    found.some((sentence) => sentence.startsWith(caller) && what.test(sentence))
  expect(finding('administrator: POST', /\/revoke \(id of invitations\): 200 instead of 404/)).toBe(true)
  expect(finding('administrator: POST', /\/revoke \(id of invitations\): tells the other workspace’s words/)).toBe(true)
  expect(finding('administrator: POST', /\/revoke \(id of invitations\): wrote \(update identity.invitation\)/)).toBe(
    true,
  )
  expect(finding('seller: POST', /api_keys.*id of api_keys\): wrote \(update identity.api_key\)/)).toBe(true)
  expect(finding('viewer: GET', /\/members \(right\): 200 instead of 403/)).toBe(true)
  expect(finding('seller: GET', /jobs.*not answered as an id that does not exist/)).toBe(true)
})

test('control: a route that nobody wrote rights down for is found, whoever made it', async () => {
  const { started: app, served } = await recordRoutes(
    () => world.server.openDoor(operations.slice(1)),
    (fastify) => void fastify.get('/api/v1/w/:workspace/drafts/:id', () => 'anything'),
  )
  await app.close()
  expect(gaps(namedRoutes(served, operations.slice(1)))).toEqual([
    'no rights written down for GET /api/v1/w/:workspace/drafts/:id',
    'no rights written down for HEAD /api/v1/w/:workspace/drafts/:id',
    'no route for the rights of setup.get',
  ])
})
