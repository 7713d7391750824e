import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, password, setUp } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

type Entry = {
  seq: number
  operation: string
  actor: { kind: string; user_id: string | null; name: string }
  changes: { entity: string; before: Record<string, unknown> | null; after: Record<string, unknown> }[]
}
type Verification = {
  status: string
  result: {
    is_whole: boolean
    misfit: { reason: string; seq: number; entity: string | null } | null
    set_count: number
    change_count: number
    head_seq: number
    head_hmac: string
  }
}

let server: TestServer
let admin: { client: Client; slug: string; base: string }
let owner: pg.Client

beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await server.close()
})

const entries = async (query = ''): Promise<Entry[]> =>
  (await admin.client.get<{ items: Entry[] }>(`${admin.base}/audit?limit=200${query}`)).body.items

async function verify(known: object = {}): Promise<Verification> {
  const { status, body } = await admin.client.post<{ id: string }>(`${admin.base}/audit/verify`, known)
  expect(status).toBe(200)
  await server.worker.drain()
  const answer = await admin.client.get<Verification>(`${admin.base}/audit/${body.id}`)
  expect(answer.body.status).toBe('succeeded')
  return answer.body
}

/** As a database's owner could: past the trigger and row-level security. Taken back afterwards. */
async function tampered(statements: string[], work: () => Promise<void>): Promise<void> {
  const tables = ['change', 'change_set', 'retraction', 'chain_head']
  const keep = tables.map((table) => `create table public.kept_${table} as table kurs.${table}`)
  const open = tables.map((table) => `alter table kurs.${table} no force row level security`)
  const quiet = tables.map((table) => `alter table kurs.${table} disable trigger user`)
  for (const statement of [...open, ...quiet, ...keep, ...statements]) await owner.query(statement)
  try {
    await work()
  } finally {
    for (const table of tables) {
      await owner.query(`delete from kurs.${table}`)
      await owner.query(`insert into kurs.${table} select * from public.kept_${table}`)
      await owner.query(`drop table public.kept_${table}`)
      await owner.query(`alter table kurs.${table} force row level security`)
      await owner.query(`alter table kurs.${table} enable trigger user`)
    }
  }
}

test('every change of access is in the log, with who did it and what was before', async () => {
  const invited = await admin.client.post<{ id: string }>(`${admin.base}/invitations`, {
    email: 'withdrawn@example.com',
    role: 'viewer',
  })
  await admin.client.post(`${admin.base}/invitations/${invited.body.id}/revoke`)
  const seller = await joinAs(server, admin, 'seller')
  const members = await admin.client.get<{ items: { id: string; role: string; email: string }[] }>(
    `${admin.base}/members`,
  )
  const member = members.body.items.find(({ role }) => role === 'seller')
  await admin.client.patch(`${admin.base}/members/${member?.id}`, { role: 'manager' })
  const key = await seller.post<{ id: string; token: string }>(`${admin.base}/api_keys`, {
    name: 'script',
    scopes: ['read'],
  })
  await seller.post(`${admin.base}/api_keys/${key.body.id}/revoke`)
  await admin.client.patch(`${admin.base}/settings`, { version: 1, week_start: 7 })
  await new Client(server.app).post('/api/v1/session', { email: member?.email, password: 'not the password' })
  await new Client(server.app).post('/api/v1/session', { email: member?.email, password })
  await seller.post('/api/v1/password/change', { current: password, next: 'another correct horse' })
  await admin.client.post(`${admin.base}/members/${member?.id}/remove`)
  const log = (await entries()).toReversed()
  expect(log.map(({ operation, actor }) => `${operation} ${actor.kind} ${actor.name}`)).toEqual([
    'setup.complete user Олена',
    'invitations.create user Олена',
    'invitations.revoke user Олена',
    'invitations.create user Олена',
    'invitations.accept user seller',
    'members.update user Олена',
    'api_keys.create user seller',
    'api_keys.revoke user seller',
    'settings.update user Олена',
    `session.refuse unknown ${member?.email}`,
    'session.create user seller',
    'password.change user seller',
    'members.remove user Олена',
  ])
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1))
  const roleChange = log[5]?.changes[0]
  expect([roleChange?.before?.role, roleChange?.after.role]).toEqual(['seller', 'manager'])
  expect(JSON.stringify(log)).not.toContain(key.body.token)
  expect((await seller.get(`${admin.base}/settings`)).status).toBe(404)
})

test('filters by who, by kind and by day; pages follow one another without a gap', async () => {
  const all = await entries()
  const olena = all.at(-1)?.actor.user_id
  expect((await entries(`&user_id=${olena}`)).length).toBe(7)
  const kinds = encodeURIComponent(JSON.stringify(['members', 'session.refuse']))
  expect((await entries(`&kinds=${kinds}`)).map(({ operation }) => operation)).toEqual([
    'members.remove',
    'session.refuse',
    'members.update',
  ])
  expect(await entries('&to=2020-01-01')).toEqual([])
  expect((await entries('&from=2020-01-01')).length).toBe(all.length)
  const seqs: number[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { body: { items: Entry[]; next_cursor: string | null } } = await admin.client.get(
      `${admin.base}/audit?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`,
    )
    seqs.push(...page.body.items.map(({ seq }) => seq))
    cursor = page.body.next_cursor
  }
  expect(seqs).toEqual(all.map(({ seq }) => seq))
})

test('the untouched chain is whole: 13 sets; an entry in another workspace is not in it', async () => {
  await admin.client.post('/api/v1/workspaces', { name: 'Друга' })
  const { result } = await verify()
  expect(result).toMatchObject({ is_whole: true, misfit: null, set_count: 13, change_count: 13, head_seq: 13 })
  expect(result.head_hmac).toMatch(/^[0-9a-f]{64}$/)
  const latest = await admin.client.get<{ verification: Verification }>(`${admin.base}/audit/latest`)
  expect(latest.body.verification.result).toEqual(result)
})

const inFirst = `workspace_id = (select workspace_id from kurs.chain_head order by seq desc limit 1)`
const setOf = (seq: number): string => `(select set_id from kurs.change_set where ${inFirst} and seq = ${seq})`
const cut = (seq: number): string[] => [
  `delete from kurs.change where ${inFirst} and set_id = ${setOf(seq)}`,
  `delete from kurs.change_set where ${inFirst} and seq = ${seq}`,
]
const headBackTo = (
  seq: number,
): string => `update kurs.chain_head h set seq = s.seq, hmac = s.hmac, recorded_at = s.recorded_at
  from kurs.change_set s where h.${inFirst} and s.workspace_id = h.workspace_id and s.seq = ${seq}`

test.each([
  [
    'a payload',
    [`update kurs.change set after = after || '{"role": "administrator"}' where ${inFirst} and set_id = ${setOf(6)}`],
    'payload',
    6,
  ],
  [
    'the moment of a change',
    [`update kurs.change set valid_at = valid_at - interval '1 day' where ${inFirst} and set_id = ${setOf(9)}`],
    'payload',
    9,
  ],
  [
    'a payload with its digest',
    [`update kurs.change set digest = sha256('x'), after = '{}' where ${inFirst} and set_id = ${setOf(6)}`],
    'payload',
    6,
  ],
  [
    'who a set says did it',
    [`update kurs.change_set set actor = actor || '{"name": "Інша"}' where ${inFirst} and seq = 4`],
    'set',
    4,
  ],
  [
    'an added change',
    [
      `insert into kurs.change select workspace_id, entity, gen_random_uuid(), version, ord, set_id, kind, valid_at, before, after, salt, digest
    from kurs.change where ${inFirst} and set_id = ${setOf(7)}`,
    ],
    'payload',
    7,
  ],
  ['a removed change', [`delete from kurs.change where ${inFirst} and set_id = ${setOf(7)}`], 'changes', 7],
  ['a set removed from the middle', cut(5), 'missing', 5],
  [
    'a set removed from the middle and the rest renumbered',
    [...cut(5), `update kurs.change_set set seq = seq - 1 where ${inFirst} and seq > 5`],
    'link',
    5,
  ],
  ['the first set removed', cut(1), 'missing', 1],
  ['a set removed from the end', cut(13), 'end', 13],
  ['sets removed from the end, and the head put back', [...cut(13), ...cut(12), headBackTo(11)], 'end', 12],
  [
    'the head put back and its seal emptied',
    [...cut(13), headBackTo(12), `update kurs.chain_head set seal = '' where ${inFirst}`],
    'end',
    13,
  ],
  [
    'something taken back by nobody',
    [
      `insert into kurs.retraction select workspace_id, entity, entity_id, set_id, set_id from kurs.change where ${inFirst} and set_id = ${setOf(9)}`,
    ],
    'retraction',
    9,
  ],
] as const)('tampered, and found: %s', async (_what, statements, reason, seq) => {
  await tampered([...statements], async () => {
    expect((await verify()).result).toMatchObject({ is_whole: false, misfit: { reason, seq } })
  })
  expect((await verify()).result.is_whole).toBe(true)
})

test('after the end was cut off, writing goes on and the chain still tells', async () => {
  await tampered([...cut(13), headBackTo(12)], async () => {
    await admin.client.post(`${admin.base}/api_keys`, { name: 'later', scopes: ['read'] })
    expect((await verify()).result).toMatchObject({ is_whole: false, misfit: { reason: 'end', seq: 14 } })
  })
})

test('a link noted earlier must still be there: a whole chain from an old copy of the database does not hold it', async () => {
  const noted = (await verify()).result
  expect((await verify({ seq: noted.head_seq, hmac: noted.head_hmac })).result.is_whole).toBe(true)
  expect((await verify({ seq: 99, hmac: noted.head_hmac })).result).toMatchObject({
    is_whole: false,
    misfit: { reason: 'unknown_end', seq: 99 },
  })
  expect((await admin.client.post(`${admin.base}/audit/verify`, { seq: 3 })).status).toBe(400)
})
