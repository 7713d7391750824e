import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, password, setUp } from './client.ts'
import { watchRows, type RowWatch } from './security/row-watch.ts'
import { useWorkspace, type Administrator } from './security/used-workspace.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

let server: TestServer
let watch: RowWatch
let admin: Administrator
let ids: Record<string, string>
const clients: Record<string, Client> = {}

beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  const used = await useWorkspace(server, admin, 'own')
  const other = await admin.client.post<{ id: string }>(`${admin.base}/people`, { name: 'Інша' })
  ids = { ...used.ids, wonStage: used.spare.stages ?? '', otherPerson: other.body.id }
  for (const role of ['manager', 'seller']) clients[role] = await joinAs(server, admin, role, other.body.id)
  watch = await watchRows(server.ownerUrl)
}, 60_000)
afterAll(async () => {
  await watch.close()
  await server.close()
})

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

test('an activity of a deal beyond one’s reach: not made (404); one that is there already can still be edited', async () => {
  const seller = clients.seller as Client
  const activity = { kind: 'call', subject: 'Дзвінок', owner_id: ids.otherPerson, deal_id: ids.deals }
  expect((await seller.post(`${admin.base}/activities`, activity)).status).toBe(404)
  const made = await admin.client.post<{ id: string; version: number }>(`${admin.base}/activities`, activity)
  const edit = { version: made.body.version, deal_id: ids.deals, subject: 'Передзвонити' }
  expect((await seller.patch(`${admin.base}/activities/${made.body.id}`, edit)).status).toBe(200)
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
  const before = await watch.checksum()
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
    'as_of=2026-02-30T10:00Z',
    'known_as_of=2026-01-01T25:00Z',
    'known_as_of=0000-01-01T00:00Z',
    'search=%00',
    'filter=[{"field":"changed_at","op":"gt","value":"2026-02-30T00:00Z"}]',
    'filter=[{"field":"name","op":"contains","value":"\u0000"}]',
    `sort=changed_at&cursor=${Buffer.from(`["never","${randomUUID()}"]`).toString('base64url')}`,
    'filter={"a":1}',
  ]) {
    expect([query, (await admin.client.get(`${admin.base}/accounts?${query}`)).status]).toEqual([query, 400])
  }
  expect(await watch.checksum()).toEqual(before)
})

test('places in a timeline, addresses and days that there are not: 400 or 404, never 500', async () => {
  for (const cursor of ['x', '-1.-1', '1e9.0', 'NaN.NaN'])
    expect((await admin.client.get(`${admin.base}/deals/${ids.deals}/timeline?cursor=${cursor}`)).status).toBe(400)
  expect((await admin.client.get('/api/v1/w/%00/deals')).status).toBe(404)
  const ask = (query: string) => admin.client.get(`${admin.base}/metrics/query?metric=won_count&${query}`)
  const era = encodeURIComponent('{"from":"1000-01-01","to":"8999-01-01"}')
  expect((await ask(`period=${era}&compare=previous_period`)).status).toBe(400)
  expect((await ask(`period=${encodeURIComponent('{"from":"9999-12-30","to":"9999-12-31"}')}`)).status).toBe(400)
})

test('ten amounts of 10^15 minor units add up to more than 2^53: both engines say so, 400 too_large', async () => {
  for (let i = 0; i < 10; i++)
    await admin.client.post(`${admin.base}/deals`, { name: 'x', stage_id: ids.stages, amount_minor: 1e15 })
  for (const known of ['', '&known_as_of=2999-01-01T00:00Z']) {
    const { status, body } = await admin.client.get(`${admin.base}/metrics/query?metric=open_pipeline${known}`)
    expect([status, body.reason]).toEqual([400, 'too_large'])
  }
})
