import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../src/platform/log.ts'
import { password, setUp, type Client } from './client.ts'
import { Imports } from './imports.ts'
import { startTestServer, type TestServer } from './server.ts'

const metricsKey = 'a-key-for-prometheus-only'
const lines: string[] = []
let server: TestServer
let client: Client
let base = ''
let slug = ''

beforeAll(async () => {
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  server = await startTestServer({ metricsKey, log, slowMs: 0 })
  ;({ client, base, slug } = await setUp(server))
}, 60_000)
afterAll(() => server.close())

const scrape = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  server.app.inject({ url: '/metrics', headers, remoteAddress })
const withKey = async (): Promise<string> => (await scrape({ authorization: `Bearer ${metricsKey}` })).body
const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')
      .at(-1) ?? Number.NaN,
  )

test('the figures need the key, wherever one asks from; a session and another key do not open them', async () => {
  expect((await scrape({})).statusCode).toBe(401)
  expect((await scrape({ authorization: 'Bearer a-key-for-prometheus-onlz' })).statusCode).toBe(401)
  expect((await client.get('/metrics')).status).toBe(401)
  expect((await scrape({ authorization: `Bearer ${metricsKey}` }, '192.0.2.7')).statusCode).toBe(200)
})

test('without a key only this machine reads them, and nobody whom a proxy speaks for', async () => {
  const open = await startTestServer()
  const ask = async (remoteAddress: string, headers: Record<string, string> = {}) =>
    (await open.app.inject({ url: '/metrics', headers, remoteAddress })).statusCode
  expect(await ask('127.0.0.1')).toBe(200)
  expect(await ask('192.0.2.7')).toBe(401)
  expect(await ask('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' })).toBe(401)
  await open.close()
}, 60_000)

test('three lists and one refused: 3 of status 200 and 1 of status 400; an import adds its tries; no part says a name', async () => {
  for (let i = 0; i < 3; i++) await client.get(`${base}/accounts`)
  await client.get(`${base}/accounts?limit=many`)
  await new Imports(client, base, () => server.worker.drain()).apply('a.csv', 'Account Name\nCanaryCorp\n')
  const text = await withKey()
  const count = (status: number) =>
    valueOf(text, `kurs_request_duration_seconds_count{operation="accounts.list",status="${status}"}`)
  expect([count(200), count(400)]).toEqual([3, 1])
  expect(valueOf(text, 'kurs_job_duration_seconds_count{kind="import_apply",outcome="succeeded"}')).toBe(1)
  expect(valueOf(text, 'kurs_jobs{state="queued"}')).toBe(0)
  expect(valueOf(text, 'kurs_jobs{state="succeeded"}')).toBeGreaterThanOrEqual(1)
  expect(valueOf(text, 'kurs_part_up{part="database"}')).toBe(1)
  const connections = (state: string) => valueOf(text, `kurs_database_connections{state="${state}"}`)
  expect(connections('lent') + connections('free')).toBeGreaterThanOrEqual(1)
  expect(connections('lent') + connections('free')).toBeLessThanOrEqual(16)
  expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(0)
  expect(text).not.toMatch(new RegExp(`CanaryCorp|${slug}`))
})

test('the replica lags by as many change sets as were written since it was asked: 2, and 0 when asked again', async () => {
  const ask = () =>
    client.get(
      `${base}/metrics/query?metric=deals_created&period=${encodeURIComponent('{"granularity":"month","count":1}')}`,
    )
  const asked = await ask()
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  for (const name of ['One', 'Two']) expect((await client.post(`${base}/accounts`, { name })).status).toBe(200)
  expect(valueOf(await withKey(), 'kurs_replica_lag_seq')).toBe(2)
  await ask()
  expect(valueOf(await withKey(), 'kurs_replica_lag_seq')).toBe(0)
})

test('with a threshold of 0 ms every statement is logged with its operation; no secret and no value is in the log', async () => {
  const key = await client.post<{ token: string }>(`${base}/api-keys`, { name: 'canary key', scopes: ['read'] })
  await client.get(`${base}/accounts?search=CanarySearched`)
  await client.post('/api/v1/session', { email: 'nobody@example.com', password: 'CanaryWrongPassword' })
  await client.post(`${base}/accounts`, { name: 'CanaryAccountName' })
  // Something unexpected: a table that is gone while it is asked for.
  const owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
  await owner.query('alter table kurs.product rename to product_away')
  expect((await client.get(`${base}/products?search=CanaryUnexpected`)).status).toBe(500)
  await owner.query('alter table kurs.product_away rename to product')
  await owner.end()
  const log = lines.join('')
  expect(/"operation":"accounts\.list"/.test(log)).toBe(true)
  expect(/"operation":"session\.create"/.test(log)).toBe(true)
  expect(/"engine":"duckdb"/.test(log)).toBe(true)
  expect(/unexpected error/.test(log)).toBe(true)
  const secrets = [
    password,
    key.body.token,
    client.cookie?.split('=')[1] ?? '',
    server.runtime.auditKey.toString('hex'),
    metricsKey,
    new URL(server.ownerUrl).password,
  ].filter((text) => text !== '')
  expect(secrets.length).toBeGreaterThanOrEqual(5)
  expect([...secrets, 'Canary'].filter((secret) => log.includes(secret))).toEqual([])
})

test('control: a log that repeats what an error of PostgreSQL quotes would be caught', () => {
  const said: string[] = []
  const log = createLog('info', { write: (line) => void said.push(line) })
  const error = Object.assign(new Error('invalid input syntax for type date: "CanaryValue"'), {
    severity: 'ERROR',
    code: '22007',
    detail: 'Key (email)=(CanaryValue)',
  })
  log.error({ err: error }, 'x')
  expect(said.join('')).toContain('invalid input syntax')
  expect(said.join('')).not.toContain('CanaryValue')
  log.info({ said: 'CanaryValue' }, 'y')
  expect(said.join('')).toContain('CanaryValue')
})
