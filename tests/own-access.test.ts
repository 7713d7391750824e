import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../src/cli/run.ts'
import { operatorProof, operatorRequest } from '../src/platform/operator-proof.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { Client, password, setUp } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

type Member = { id: string; email: string; role: string }
type Sessions = { items: { id: string; device: string; is_this: boolean }[] }

let server: TestServer
let admin: { client: Client; slug: string; base: string }
const nextPassword = 'entirely new words'

beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
})
afterAll(() => server.close())

const members = async (): Promise<Member[]> =>
  (await admin.client.get<{ items: Member[] }>(`${admin.base}/members`)).body.items
const memberOf = async (role: string): Promise<Member> =>
  (await members()).filter((one) => one.role === role).at(-1) as Member
const signIn = async (email: string, secret: string): Promise<Client> => {
  const client = new Client(server.app)
  await client.call('POST', '/api/v1/session', { email, password: secret }, { 'user-agent': 'Device of a test' })
  return client
}
const isIn = async (client: Client): Promise<boolean> =>
  (await client.get<{ user: unknown }>('/api/v1/session')).body.user !== null

test('own sessions: this one first, one ends, all others end; another’s cannot be seen or ended', async () => {
  const first = await joinAs(server, admin, 'viewer')
  const { email } = await memberOf('viewer')
  const second = await signIn(email, password)
  const third = await signIn(email, password)
  const seen = (await second.get<Sessions>('/api/v1/sessions')).body.items
  expect(seen.map(({ is_this }) => is_this)).toEqual([true, false, false])
  expect(seen[0]?.device).toBe('Device of a test')
  const thirds = (await third.get<Sessions>('/api/v1/sessions')).body.items[0]?.id
  expect((await admin.client.post(`/api/v1/sessions/${thirds}/end`)).status).toBe(404)
  expect(await isIn(third)).toBe(true)
  expect((await second.post(`/api/v1/sessions/${thirds}/end`)).body).toEqual({ ended_count: 1 })
  expect(await isIn(third)).toBe(false)
  expect((await second.post('/api/v1/sessions/end-others')).body).toEqual({ ended_count: 1 })
  expect([await isIn(first), await isIn(second)]).toEqual([false, true])
  expect((await new Client(server.app).get('/api/v1/sessions')).status).toBe(401)
})

test('the language is the user’s own: said once, told at the next sign-in', async () => {
  const client = await joinAs(server, admin, 'viewer')
  const who = await client.get<{ user: { email: string } }>('/api/v1/session')
  const { email } = who.body.user
  expect((await client.patch('/api/v1/profile', { language: 'en', name: 'Зоя' })).status).toBe(200)
  const elsewhere = await signIn(email, password)
  const { body } = await elsewhere.get<{ user: { language: string; name: string } }>('/api/v1/session')
  expect([body.user.language, body.user.name]).toEqual(['en', 'Зоя'])
})

test('an administrator’s reset link works once, ends every session, and is stored only as a hash', async () => {
  const client = await joinAs(server, admin, 'seller')
  const { id, email } = await memberOf('seller')
  const made = await admin.client.post<{ token: string }>(`${admin.base}/members/${id}/reset-password`)
  expect(made.status).toBe(200)
  const stored = await server.database.transaction('kurs_identity', null, (db) =>
    db.query<{ row: string }>(sql`select cast(r as text) as row from identity.password_reset r`),
  )
  expect(stored).toHaveLength(1)
  expect(stored[0]?.row).not.toContain(made.body.token)
  const visitor = new Client(server.app)
  const used = { token: made.body.token, password: nextPassword }
  expect((await visitor.post('/api/v1/password/reset', { ...used, password: 'short' })).status).toBe(400)
  expect((await visitor.post('/api/v1/password/reset', used)).status).toBe(200)
  expect([await isIn(visitor), await isIn(client)]).toEqual([true, false])
  expect((await new Client(server.app).post('/api/v1/password/reset', used)).status).toBe(403)
  expect(await isIn(await signIn(email, password))).toBe(false)
  expect(await isIn(await signIn(email, nextPassword))).toBe(true)
  const log = await admin.client.get<{ items: { operation: string; actor: { name: string } }[] }>(`${admin.base}/audit`)
  const told = log.body.items.map(({ operation, actor }) => `${operation} ${actor.name}`)
  expect(told).toContain('members.reset_password Олена')
  expect(told).toContain('password.reset seller')
})

test('a link too old, and one replaced by a newer, are refused', async () => {
  const { id } = await memberOf('seller')
  const make = async () =>
    (await admin.client.post<{ token: string }>(`${admin.base}/members/${id}/reset-password`)).body.token
  const replaced = await make()
  const old = await make()
  await server.database.transaction(
    'kurs_identity',
    null,
    (db) => db.query(sql`update identity.password_reset set expires_at = now() - interval '1 second'`),
    { access: 'write' },
  )
  for (const token of [replaced, old]) {
    const answer = await new Client(server.app).post('/api/v1/password/reset', { token, password: nextPassword })
    expect([answer.status, answer.body.reason]).toEqual([403, 'reset_link'])
  }
})

test('an administrator cannot take over a user who is in another workspace too: neither now nor by a link made before', async () => {
  const { id, email } = await memberOf('seller')
  const early = await admin.client.post<{ token: string }>(`${admin.base}/members/${id}/reset-password`)
  const second = await admin.client.post<{ workspaces: { slug: string }[] }>('/api/v1/workspaces', { name: 'Друга' })
  const foreign = `/api/v1/w/${second.body.workspaces.find(({ slug }) => slug !== admin.slug)?.slug}`
  const invited = await admin.client.post<{ token: string }>(`${foreign}/invitations`, { email, role: 'viewer' })
  const accepted = { token: invited.body.token, name: 'x', password: nextPassword }
  expect((await new Client(server.app).post('/api/v1/invitations/accept', accepted)).status).toBe(200)
  const refused = await admin.client.post(`${admin.base}/members/${id}/reset-password`)
  expect([refused.status, refused.body.reason]).toEqual([403, 'member_elsewhere'])
  const late = await new Client(server.app).post('/api/v1/password/reset', {
    token: early.body.token,
    password: 'taken over now',
  })
  expect(late.status).toBe(403)
  expect(await isIn(await signIn(email, nextPassword))).toBe(true)
})

test('a removed member loses the workspace and its keys at once; the last administrator stays', async () => {
  const client = await joinAs(server, admin, 'operations')
  const { id } = await memberOf('operations')
  const key = await client.post<{ token: string }>(`${admin.base}/api_keys`, { name: 'k', scopes: ['read'] })
  const program = new Client(server.app)
  program.apiKey = key.body.token
  expect((await program.get(`${admin.base}/deals`)).status).toBe(200)
  expect((await admin.client.post(`${admin.base}/members/${id}/remove`)).status).toBe(200)
  expect((await program.get(`${admin.base}/deals`)).status).toBe(401)
  expect((await client.get(`${admin.base}/deals`)).status).toBe(404)
  const olena = await memberOf('administrator')
  const last = await admin.client.post(`${admin.base}/members/${olena.id}/remove`)
  expect([last.status, last.body.reason]).toEqual([409, 'last_administrator'])
})

test('kurs user reset-password: a link for whoever can read the data folder, refused to anybody else', async () => {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.app.server.address() as AddressInfo
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-operator-'))
  const kurs = async (auditKey: string | null) => {
    await rm(dataDir, { recursive: true, force: true })
    await mkdir(dataDir)
    const secrets = { owner_password: 'a'.repeat(32), app_password: 'a'.repeat(32), audit_key: auditKey }
    if (auditKey !== null) await writeFile(join(dataDir, 'secrets.json'), JSON.stringify(secrets))
    const out: string[] = []
    const code = await run(['user', 'reset-password', 'Olena@example.com', '--json'], {
      out: (text) => void out.push(text),
      write: () => undefined,
      err: () => undefined,
      isTerminal: false,
      language: 'en',
      env: { KURS_URL: `http://127.0.0.1:${port}`, KURS_DATA_DIR: dataDir, KURS_CONFIG_DIR: dataDir },
      readInput: () => Promise.resolve(''),
    })
    return { code, out: out.join('') }
  }
  try {
    expect((await kurs(null)).code).toBe(4)
    expect((await kurs('0'.repeat(64))).code).toBe(4)
    const made = await kurs(server.runtime.auditKey.toString('hex'))
    expect(made.code).toBe(0)
    const { link } = JSON.parse(made.out) as { link: string }
    const token = link.split('#token=')[1]
    expect(
      (await new Client(server.app).post('/api/v1/password/reset', { token, password: nextPassword })).status,
    ).toBe(200)
    expect(await isIn(await signIn('olena@example.com', nextPassword))).toBe(true)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('a proof is good for one address and one minute', async () => {
  const email = 'olena@example.com'
  const ask = (asked_at: string, about: string) => {
    const proof = operatorProof(server.runtime.auditKey, operatorRequest(about, asked_at))
    return new Client(server.app).post('/api/v1/users/reset-password', { email, asked_at, proof })
  }
  const now = new Date().toISOString()
  const old = new Date(Date.now() - 61_000).toISOString()
  expect((await ask(old, email)).status).toBe(403)
  expect((await ask(now, 'other@example.com')).status).toBe(403)
  expect((await ask(now, email)).status).toBe(200)
})
