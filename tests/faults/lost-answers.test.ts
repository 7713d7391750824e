import { randomUUID } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, setUp } from '../client.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { ask, emptyLog, readBack, type AckLog, type Target } from './writers.ts'

/** Long form: `npm run test:faults -- --kills 200` cuts a thousand answers off. */
const cuts = 5 * Number(process.env['KURS_KILLS'] ?? 12)

let server: TestServer
let proxy: Server
let client: Client
let base = ''
let target: Target
let cutCount = 0
beforeAll(async () => {
  server = await startTestServer()
  const { port } = await listening(server.app.listen({ host: '127.0.0.1', port: 0 }).then(() => server.app.server))
  const administrator = await setUp(server)
  ;({ client, base } = administrator)
  proxy = cuttingProxy(port, () => cutCount++ % 2 === 0)
  const cutting = await listening(new Promise<Server>((done) => proxy.listen(0, '127.0.0.1', () => done(proxy))))
  target = {
    url: () => `http://127.0.0.1:${cutting.port}`,
    cookie: client.cookie ?? '',
    workspace: administrator.slug,
  }
})
afterAll(async () => {
  proxy.close()
  await server.close()
})

const listening = async (of: Promise<{ address: () => unknown }>): Promise<AddressInfo> =>
  (await of).address() as AddressInfo

/** Hands requests on whole; of the answers it cuts some off at their first byte, when the server has long committed. */
function cuttingProxy(port: number, isCut: () => boolean): Server {
  return createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const end = (): void => [near, far].forEach((socket: Socket) => void socket.destroy())
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => (isCut() ? end() : near.write(bytes)))
    near.on('error', end).on('close', end)
    far.on('error', end).on('close', end)
  })
}

async function createAll(keys: 'named' | 'unnamed'): Promise<AckLog> {
  const log = emptyLog()
  for (let i = 0; i < cuts; i++) {
    const name = `cut ${randomUUID()}`
    const key = keys === 'named' ? randomUUID() : undefined
    for (;;) {
      const said = await ask(target, { method: 'POST', path: '/accounts', body: { name }, key }).catch(() => null)
      if (said === null) {
        log.retries++
        continue
      }
      expect(said.status).toBe(200)
      log.acked.set(name, String(said.body['id']))
      break
    }
  }
  return log
}

test(`${cuts} writes, answers cut off after COMMIT and asked again with their keys: one effect each, the id as told`, async () => {
  const log = await createAll('named')
  expect(log.retries).toBeGreaterThan(cuts / 3)
  expect(await readBack({ ...target, url: () => direct() }, log)).toMatchObject({
    lost: [],
    doubled: [],
    changedId: [],
  })
}, 300_000)

test('control: the same without keys writes some records twice', async () => {
  const log = await createAll('unnamed')
  expect((await readBack({ ...target, url: () => direct() }, log)).doubled.length).toBeGreaterThan(0)
}, 300_000)

const direct = (): string => `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`

const create = (key: string, body: unknown, path = '/accounts') =>
  client.call('POST', `${base}${path}`, body, { 'idempotency-key': key })

test('a key given to another request is refused; a refusal leaves the key free; another caller’s key is another key', async () => {
  const key = randomUUID()
  const first = await create(key, { name: 'Перша' })
  expect((await create(key, { name: 'Перша' })).body).toEqual(first.body)
  expect(await create(key, { name: 'Друга' })).toMatchObject({ status: 409, body: { reason: 'key_reused' } })
  const second = randomUUID()
  expect((await create(second, { name: '' })).status).toBe(400)
  expect((await create(second, { name: 'Тепер добре' })).status).toBe(200)
  expect(await create('a b', { name: 'x' })).toMatchObject({ status: 400, body: { reason: 'idempotency_key' } })
})

test('an answer that holds a secret is told once and stored nowhere', async () => {
  const key = randomUUID()
  const made = await create(key, { name: 'ключ', scopes: ['read'] }, '/api_keys')
  expect(made.status).toBe(200)
  expect(await create(key, { name: 'ключ', scopes: ['read'] }, '/api_keys')).toMatchObject({
    status: 409,
    body: { reason: 'told_once' },
  })
})

test('ten at once with one key: one record', async () => {
  const key = randomUUID()
  const said = await Promise.all(Array.from({ length: 10 }, () => create(key, { name: 'Одна на всіх' })))
  const ids = new Set(said.filter(({ status }) => status === 200).map(({ body }) => body['id']))
  expect(ids.size).toBe(1)
  for (const { status, body } of said) if (status !== 200) expect(body['reason']).toBe('busy')
})
