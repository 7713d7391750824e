import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../src/catalog.ts'
import { routeOf } from '../src/platform/operation.ts'
import { Client, password, setUp } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

let server: TestServer
let admin: { client: Client; slug: string; base: string }
const ids: Record<string, string> = {}

beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  const make = async (noun: string, body: unknown): Promise<string> => {
    const { status, body: made } = await admin.client.post<{ id: string }>(`${admin.base}/${noun}`, body)
    expect(status, `${noun} ${JSON.stringify(made)}`).toBe(200)
    return (ids[noun] = made.id)
  }
  await make('people', { name: 'Петро' })
  ids.otherPerson = (await admin.client.post<{ id: string }>(`${admin.base}/people`, { name: 'Інша' })).body.id
  await make('teams', { name: 'Київ' })
  await make('memberships', { person_id: ids.people, team_id: ids.teams })
  await make('products', { name: 'Річний план', list_price_minor: 100_00, currency: 'USD' })
  await make('currency_rates', { currency: 'USD', quote: 'UAH', rated_on: '2026-01-01', rate: '42.5' })
  await make('accounts', { name: 'Сонях' })
  await make('contacts', { name: 'Марія', account_id: ids.accounts })
  await make('pipelines', { name: 'Продажі' })
  await make('stages', {
    pipeline_id: ids.pipelines,
    name: 'Лід',
    position: 0,
    kind: 'open',
    probability_ratio: 0.2,
    forecast_category: 'pipeline',
  })
  ids.wonStage = (
    await admin.client.post<{ id: string }>(`${admin.base}/stages`, {
      pipeline_id: ids.pipelines,
      name: 'Виграно',
      position: 1,
      kind: 'won',
      probability_ratio: 1,
      forecast_category: 'closed',
    })
  ).body.id
  await make('deals', {
    name: 'Велика угода',
    stage_id: ids.stages,
    owner_id: ids.people,
    account_id: ids.accounts,
    amount_minor: 5_000_00,
  })
  await make('activities', { kind: 'call', subject: 'Дзвінок', deal_id: ids.deals, owner_id: ids.people })
  await make('api_keys', { name: 'read only', scopes: ['read'] })
  await make('invitations', { email: 'x@example.com', role: 'viewer' })
  const file = await admin.client.call<{ file_id: string }>(
    'POST',
    `${admin.base}/files`,
    Buffer.from('name,sector\nAcme,it\n'),
    {
      'content-type': 'application/octet-stream',
      'x-file-name': 'accounts.csv',
    },
  )
  ids.files = file.body.file_id
  await make('imports', { file_id: ids.files })
  const job = await admin.client.post<{ job_id: string }>(`${admin.base}/imports/${ids.imports}/preview`)
  ids.jobs = job.body.job_id
  await server.worker.drain()
  const run = await admin.client.post<{ id: string }>(`${admin.base}/forecasts`, {})
  ids.forecasts = run.body.id
  ids.audit = (await admin.client.post<{ id: string }>(`${admin.base}/audit/verify`)).body.id
  await server.worker.drain()
  await joinAs(server, admin, 'viewer')
  ids.members =
    (await admin.client.get<{ items: { id: string; role: string }[] }>(`${admin.base}/members`)).body.items.find(
      ({ role }) => role === 'viewer',
    )?.id ?? ''
}, 60_000)
afterAll(() => server.close())

const workspaceRoutes = operations.filter((operation) => operation.realm === 'workspace')

/** Everything stored, but for when sessions and keys were last seen. */
async function checksum(): Promise<string> {
  const client = new pg.Client({ connectionString: server.ownerUrl })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('kurs', 'identity', 'jobs') and tablename not in ('session', 'sign_in_failure', 'api_key') order by 1`)
    const sums: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ sum: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
      )
      sums.push(`${name} ${rows[0]?.sum}`)
    }
    return sums.join('\n')
  } finally {
    await client.end()
  }
}

test('another workspace’s ids on every route that takes one: 404 and nothing changed; a route without an id here fails', async () => {
  const second = await admin.client.post<{ workspaces: { slug: string }[] }>('/api/v1/workspaces', { name: 'Друга' })
  const foreign = `/api/v1/w/${second.body.workspaces.find(({ slug }) => slug !== admin.slug)?.slug}`
  const before = await checksum()
  let probes = 0
  for (const operation of workspaceRoutes) {
    const { method, path, takesId } = routeOf(operation)
    if (!takesId) continue
    const noun = operation.name.split('.')[0] ?? ''
    const id = ids[noun]
    expect(id, `no foreign id of ${noun} in this matrix: add one above`).toBeTruthy()
    const address = path.replace('/api/v1/w/:workspace', foreign).replace(':id', String(id))
    const answer = await admin.client.call(
      method,
      address,
      method === 'GET' ? undefined : 'version' in operation.input.shape ? { version: 1 } : {},
    )
    expect([operation.name, answer.status]).toEqual([operation.name, 404])
    probes++
  }
  expect(probes).toBeGreaterThan(60)
  expect(await checksum()).toBe(before)
})

test('another workspace’s ids inside bodies: 404 and nothing changed', async () => {
  const second = await admin.client.get<{ workspaces: { slug: string }[] }>('/api/v1/session')
  const foreign = `/api/v1/w/${second.body.workspaces.find(({ slug }) => slug !== admin.slug)?.slug}`
  const own = await admin.client.post<{ id: string }>(`${foreign}/pipelines`, { name: 'Own' })
  const before = await checksum()
  const bodies: [string, unknown][] = [
    ['deals', { name: 'x', stage_id: ids.stages }],
    ['contacts', { name: 'x', account_id: ids.accounts }],
    ['accounts', { name: 'x', parent_id: ids.accounts }],
    ['accounts', { name: 'x', owner_id: ids.people }],
    ['teams', { name: 'x', lead_id: ids.people }],
    ['memberships', { person_id: ids.people, team_id: ids.teams }],
    ['activities', { kind: 'call', subject: 'x', deal_id: ids.deals }],
    [
      'stages',
      {
        pipeline_id: ids.pipelines,
        name: 'x',
        position: 0,
        kind: 'open',
        probability_ratio: 0,
        forecast_category: 'pipeline',
      },
    ],
    ['imports', { file_id: ids.files }],
    ['invitations', { email: 'y@example.com', role: 'viewer', person_id: ids.people }],
  ]
  for (const [noun, body] of bodies)
    expect([noun, (await admin.client.post(`${foreign}/${noun}`, body)).status]).toEqual([noun, 404])
  expect(own.status).toBe(200)
  expect(await checksum()).toBe(before)
})

test('without a credential, with a bad token or in an unknown workspace: 401 or 404 on every route', async () => {
  const nobody = new Client(server.app)
  const guesser = new Client(server.app)
  guesser.apiKey = 'kurs_abcdefghijklmnopqrstuvwxyz0123456789abcdefg'
  for (const operation of workspaceRoutes) {
    const { method, path } = routeOf(operation)
    const address = path.replace(':workspace', admin.slug).replace(':id', randomUUID())
    expect([operation.name, (await nobody.call(method, address)).status]).toEqual([operation.name, 401])
    expect([operation.name, (await guesser.call(method, address)).status]).toEqual([operation.name, 401])
  }
  expect((await admin.client.get('/api/v1/w/no-such-place/deals')).status).toBe(404)
})

test('roles: every operation refuses the roles it does not name, and the database stays as it was', async () => {
  const before = await (async () => {
    for (const role of ['operations', 'manager', 'seller', 'viewer'])
      clients[role] = await joinAs(
        server,
        admin,
        role,
        role === 'seller' || role === 'manager' ? ids.otherPerson : null,
      )
    return checksum()
  })()
  for (const operation of workspaceRoutes) {
    for (const role of ['operations', 'manager', 'seller', 'viewer'] as const) {
      if (operation.allow.includes(role)) continue
      const { method, path } = routeOf(operation)
      const noun = operation.name.split('.')[0] ?? ''
      const address = path.replace(':workspace', admin.slug).replace(':id', ids[noun] ?? randomUUID())
      const answer = await clients[role]?.call(method, address, method === 'GET' ? undefined : {})
      expect([operation.name, role, answer?.status]).toEqual([operation.name, role, 403])
    }
  }
  expect(await checksum()).toBe(before)
})
const clients: Record<string, Client> = {}

test('a seller sees own deals only; another’s is as if it did not exist, in list, get, timeline and update', async () => {
  const seller = clients.seller as Client
  const list = await seller.get<{ items: unknown[] }>(`${admin.base}/deals`)
  expect([list.status, list.body.items]).toEqual([200, []])
  expect((await seller.get(`${admin.base}/deals/${ids.deals}`)).status).toBe(404)
  expect((await seller.get(`${admin.base}/deals/${ids.deals}/timeline`)).status).toBe(404)
  expect((await seller.patch(`${admin.base}/deals/${ids.deals}`, { version: 1, name: 'mine' })).status).toBe(404)
  expect(
    (await seller.post(`${admin.base}/deals`, { name: 'x', stage_id: ids.stages, owner_id: ids.people })).status,
  ).toBe(404)
  const own = await seller.post<{ id: string }>(`${admin.base}/deals`, {
    name: 'Власна',
    stage_id: ids.stages,
    owner_id: ids.otherPerson,
  })
  expect(own.status).toBe(200)
  expect((await seller.get<{ items: unknown[] }>(`${admin.base}/deals`)).body.items).toHaveLength(1)
})

test('a manager sees the deals of the teams they lead, and of teams below those', async () => {
  const manager = clients.manager as Client
  expect((await manager.get(`${admin.base}/deals/${ids.deals}`)).status).toBe(404)
  const above = await admin.client.post<{ id: string }>(`${admin.base}/teams`, {
    name: 'Україна',
    lead_id: ids.otherPerson,
  })
  const team = await admin.client.get<{ version: number }>(`${admin.base}/teams/${ids.teams}`)
  await admin.client.patch(`${admin.base}/teams/${ids.teams}`, { version: team.body.version, parent_id: above.body.id })
  expect((await manager.get(`${admin.base}/deals/${ids.deals}`)).status).toBe(200)
})

test('an edit needs the version it saw: none 428, an old one 409 with the record as it stands, the right one 200', async () => {
  const address = `${admin.base}/deals/${ids.deals}`
  const { body } = await admin.client.get<{ version: number }>(address)
  expect((await admin.client.patch(address, { next_step: 'Подзвонити' })).status).toBe(428)
  expect((await admin.client.patch(address, { version: body.version, next_step: 'Подзвонити' })).status).toBe(200)
  const stale = await admin.client.patch<{ params: { current: { next_step: string } } }>(address, {
    version: body.version,
    next_step: 'x',
  })
  expect([stale.status, stale.body.params.current.next_step]).toEqual([409, 'Подзвонити'])
  const match = await admin.client.call(
    'PATCH',
    address,
    { next_step: 'Зустріч' },
    { 'if-match': `"${body.version + 1}"` },
  )
  expect(match.status).toBe(200)
})

test('closing a deal freezes day and rate; its timeline says what changed, when and by whom', async () => {
  const address = `${admin.base}/deals/${ids.deals}`
  const { body } = await admin.client.get<{ version: number }>(address)
  const won = await admin.client.patch<{ status: string; closed_on: string; close_rate: unknown }>(address, {
    version: body.version,
    stage_id: ids.wonStage,
  })
  expect(won.body.status).toBe('won')
  expect(won.body.closed_on).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(Number(won.body.close_rate)).toBe(1)
  const timeline = await admin.client.get<{
    items: { kind: string; actor: { name: string }; after: { status?: string } }[]
  }>(`${address}/timeline`)
  expect(timeline.body.items[0]).toMatchObject({ kind: 'update', actor: { name: 'Олена' }, after: { status: 'won' } })
  expect(timeline.body.items.at(-1)?.kind).toBe('create')
})

test('an API key does what its scopes allow and nothing else, and dies when revoked', async () => {
  const made = await admin.client.post<{ id: string; token: string }>(`${admin.base}/api_keys`, {
    name: 'program',
    scopes: ['read'],
  })
  const program = new Client(server.app)
  program.apiKey = made.body.token
  expect((await program.get(`${admin.base}/deals`)).status).toBe(200)
  expect((await program.post(`${admin.base}/accounts`, { name: 'x' })).status).toBe(403)
  await admin.client.post(`${admin.base}/api_keys/${made.body.id}/revoke`)
  expect((await program.get(`${admin.base}/deals`)).status).toBe(401)
})

test('a page of another origin changes nothing', async () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  expect((await admin.client.call('POST', `${admin.base}/accounts`, { name: 'x' }, foreign)).status).toBe(403)
  expect(
    (await admin.client.call('POST', `${admin.base}/accounts`, { name: 'x' }, { 'sec-fetch-site': 'same-site' }))
      .status,
  ).toBe(403)
  const form = await admin.client.call('POST', `${admin.base}/accounts`, Buffer.from('name=x'), {
    'content-type': 'application/x-www-form-urlencoded',
  })
  expect(form.status).toBe(400)
})

test('the set-up link works once', async () => {
  const again = await new Client(server.app).post('/api/v1/setup/complete', {
    token: await server.setupToken(),
    email: 'z@example.com',
    name: 'Z',
    password,
    workspace: { name: 'Z' },
  })
  expect(again.status).toBe(403)
})

test('ten wrong passwords, and the eleventh try waits; a right password before that opens a session that sign-out ends', async () => {
  const visitor = new Client(server.app)
  expect((await visitor.post('/api/v1/session', { email: 'olena@example.com', password })).status).toBe(200)
  const { cookie } = visitor
  await visitor.post('/api/v1/session/end')
  visitor.cookie = cookie
  expect((await visitor.get(`${admin.base}/deals`)).status).toBe(401)
  const statuses: number[] = []
  for (let i = 0; i < 11; i++)
    statuses.push((await visitor.post('/api/v1/session', { email: 'olena@example.com', password: 'wrong' })).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
})

test('hostile bodies are refused and change nothing', async () => {
  const before = await checksum()
  const hostile: unknown[] = [
    { name: '\u0000' },
    { name: 'x', __proto__x: 1 },
    { name: 'x', workspace_id: randomUUID() },
    { name: 'x', version: 5 },
    { name: '' },
    { name: 'a'.repeat(10_000) },
    { name: '\ud800' },
    [],
    'text',
    5,
    { name: { deep: true } },
  ]
  for (const body of hostile) {
    const { status } = await admin.client.post(`${admin.base}/accounts`, body)
    expect([JSON.stringify(body).slice(0, 60), status]).toEqual([JSON.stringify(body).slice(0, 60), 400])
  }
  const polluted = await admin.client.call(
    'POST',
    `${admin.base}/accounts`,
    Buffer.from('{"name":"x","__proto__":{"a":1}}'),
    { 'content-type': 'application/json' },
  )
  expect(polluted.status).toBe(400)
  for (const query of [
    'sort=id;drop',
    'sort=__proto__',
    'cursor=zzz',
    'limit=0',
    'limit=1e9',
    'filter=[{"field":"constructor","op":"eq","value":1}]',
    'as_of=yesterday',
    'filter={"a":1}',
  ]) {
    expect([query, (await admin.client.get(`${admin.base}/accounts?${query}`)).status]).toEqual([query, 400])
  }
  expect(await checksum()).toBe(before)
})
