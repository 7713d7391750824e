import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../src/platform/postgres/query.ts'
import { businessExport } from './business-export.ts'
import { type Client, setUp } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

type Status = { state: string; can_load: boolean; done_count: number; step_count: number; end_on: string | null }
const endOn = '2025-11-20'

let server: TestServer
let client: Client
let base = ''
let workspaceId = ''
let emptyExport = ''
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  const row = await server.database.transaction('kurs_identity', null, (db) =>
    db.first<{ id: string }>(sql`select id from identity.workspace`),
  )
  workspaceId = row?.id ?? ''
  await client.post(`${base}/people`, { name: 'Власна Людина' })
  emptyExport = await businessExport(server.database, workspaceId)
}, 60_000)
afterAll(() => server.close())

const status = async (): Promise<Status> => (await client.get<Status>(`${base}/sample`)).body
type Row = { keys: (string | null)[]; labels: (string | null)[]; value: number | null; count: number }
const metric = async (id: string, period: { from: string; to: string }, by: string): Promise<Row[]> => {
  const query = new URLSearchParams({
    metric: id,
    period: JSON.stringify(period),
    by: JSON.stringify([by]),
    as_of: endOn,
  })
  const { status: code, body } = await client.get<{ rows: Row[] }>(`${base}/metrics/query?${query.toString()}`)
  expect([code, code === 200 ? {} : body]).toEqual([200, {}])
  return body.rows
}
const load = async (): Promise<string> => {
  const { body, status: code } = await client.post<{ job_id: string }>(`${base}/sample/load`, { end_on: endOn })
  expect(code).toBe(200)
  return body.job_id
}
const jobOf = async (id: string) =>
  (await client.get<{ status: string; error: unknown; result: unknown }>(`${base}/jobs/${id}`)).body

describe('the sample company', () => {
  test('loads through files, in ten steps, on from where it was cancelled: 2,000 accounts, over 6,000 deals, over 20,000 activities', async () => {
    expect(await status()).toMatchObject({ state: 'none', can_load: true, done_count: 0, step_count: 10 })
    const began = performance.now()
    const cancelled = await load()
    const working = server.worker.drain()
    await expect.poll(async () => (await status()).done_count, { timeout: 120_000 }).toBeGreaterThanOrEqual(4)
    await client.post(`${base}/jobs/${cancelled}/cancel`)
    await working
    const { done_count: kept, ...rest } = await status()
    expect(rest).toMatchObject({ state: 'partial', can_load: true, job_id: null })
    expect(kept).toBeGreaterThanOrEqual(4)
    expect(kept).toBeLessThan(10)
    const jobId = await load()
    await server.worker.drain()
    console.info(`loading: ${Math.round(performance.now() - began)} ms`)
    expect(await jobOf(jobId)).toMatchObject({ status: 'succeeded', error: null })
    expect(await status()).toMatchObject({ state: 'loaded', can_load: false, done_count: 10, end_on: endOn })
    expect(existsSync(join(server.dataDir, 'files', workspaceId, 'sample'))).toBe(false)
    const count = async (table: string) =>
      server.database.transaction('kurs_app', workspaceId, async (db) =>
        Number((await db.first<{ n: number }>(sql`select count(*) as n from ${sql.table(`kurs.${table}`)}`))?.n),
      )
    expect(await count('account')).toBe(2000)
    expect(await count('contact')).toBe(3000)
    expect(await count('pipeline')).toBe(4)
    expect(await count('deal')).toBeGreaterThan(6000)
    expect(await count('activity')).toBeGreaterThan(20_000)
  }, 300_000)

  test('in its last whole quarter the company, its five teams and their people had targets; the teams’ came to more than the company’s', async () => {
    type Reached = {
      rows: {
        kind: string
        target_value: number | null
        attainment_ratio: number | null
        people_target_value: number | null
      }[]
    }
    const { body } = await client.get<Reached>(`${base}/targets/attainment?as_of=2025-09-30`)
    const of = (kind: string) => body.rows.filter((row) => row.kind === kind && row.target_value !== null)
    expect([of('company').length, of('team').length]).toEqual([1, 5])
    expect(of('person').length).toBeGreaterThan(20)
    const teams = of('team').reduce((sum, { target_value }) => sum + (target_value ?? 0), 0)
    expect(teams).toBeGreaterThan(of('company')[0]?.target_value ?? Infinity)
    for (const { attainment_ratio } of [...of('company'), ...of('team')]) {
      expect(attainment_ratio).toBeGreaterThan(0.3)
      expect(attainment_ratio).toBeLessThan(2)
    }
  })

  test('every account has its keeper; the partners’ team stood under another one until day 560, and by itself since', async () => {
    type Listed<T> = { items: T[] }
    const { body } = await client.get<Listed<{ owner_id: string | null }>>(`${base}/accounts?limit=100`)
    expect(body.items.map(({ owner_id: owner }) => typeof owner)).toEqual(Array(100).fill('string'))
    const teams = async (asOf: string) =>
      (await client.get<Listed<{ id: string; name: string; parent_id: string | null }>>(`${base}/teams?as_of=${asOf}`))
        .body.items
    const above = async (asOf: string): Promise<string | undefined> => {
      const all = await teams(asOf)
      const parentId = all.find(({ name }) => name === 'Партнери')?.parent_id
      return all.find(({ id }) => id === parentId)?.name
    }
    expect(await above('2024-06-01')).toBe('Розвиток клієнтів')
    expect(await above('2024-06-04')).toBe('Комерційний департамент')
  })

  test('a second loading is refused', async () => {
    const answer = await client.post<{ reason: string }>(`${base}/sample/load`)
    expect([answer.status, answer.body.reason]).toEqual([409, 'sample_loaded'])
  })

  test('its stories show in the metrics: the spring by source, the seller with the shortest cycle, the region', async () => {
    const spring = (by: string) => metric('close_rate', { from: '2025-03-01', to: '2025-06-01' }, by)
    const bySource = await spring('source')
    const campaign = bySource.find(({ labels, keys }) => (labels[0] ?? keys[0]) === 'Реклама в соцмережах')
    expect(campaign?.count).toBeGreaterThan(30)
    expect(campaign?.value).toBeLessThan(0.15)
    const years = { from: '2022-11-20', to: '2025-11-20' }
    const cycles = (await metric('sales_cycle_median', years, 'owner')).filter(
      ({ count, value }) => count > 20 && value,
    )
    const shortest = cycles.sort((a, b) => Number(a.value) - Number(b.value)).map(({ labels }) => labels[0])
    expect(shortest.slice(0, 12)).toContain('Остап Гнатюк')
    const regions = await metric('deals_created', { from: '2024-11-20', to: '2025-11-20' }, 'account.регіон')
    const most = regions.sort((a, b) => Number(b.value) - Number(a.value))[0]
    expect(most?.labels[0] ?? most?.keys[0]).toBe('Захід')
    expect((await metric('won_value', years, 'team')).map(({ labels }) => labels[0])).toContain('Південь і Схід')
  }, 120_000)

  test('nobody can sign in as its people: no user but the first', async () => {
    const users = await server.database.transaction('kurs_identity', null, (db) =>
      db.query(sql`select email from identity.account_user union all select email from identity.invitation`),
    )
    expect(users).toHaveLength(1)
  })

  test('removed, the business export is what it was before, byte by byte', async () => {
    expect((await businessExport(server.database, workspaceId)).length).toBeGreaterThan(1_000_000)
    const began = performance.now()
    const { body } = await client.post<{ job_id: string }>(`${base}/sample/remove`)
    await server.worker.drain()
    console.info(`removing: ${Math.round(performance.now() - began)} ms`)
    expect(await jobOf(body.job_id)).toMatchObject({ status: 'succeeded', error: null })
    expect(await businessExport(server.database, workspaceId)).toBe(emptyExport)
    expect(await status()).toMatchObject({ state: 'none', can_load: true, done_count: 0 })
  }, 300_000)
})
