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
const jobOf = async (id: string) =>
  (await client.get<{ status: string; error: unknown; result: unknown }>(`${base}/jobs/${id}`)).body

describe('the sample company', () => {
  test('loads through files, in ten steps: 2,000 accounts, over 6,000 deals, over 20,000 activities', async () => {
    expect(await status()).toMatchObject({ state: 'none', can_load: true, done_count: 0, step_count: 10 })
    const began = performance.now()
    const { body, status: code } = await client.post<{ job_id: string }>(`${base}/sample/load`, { end_on: endOn })
    expect(code).toBe(200)
    await server.worker.drain()
    console.info(`loading: ${Math.round(performance.now() - began)} ms`)
    expect(await jobOf(body.job_id)).toMatchObject({ status: 'succeeded', error: null })
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

  test('a second loading is refused', async () => {
    const answer = await client.post<{ reason: string }>(`${base}/sample/load`)
    expect([answer.status, answer.body.reason]).toEqual([409, 'sample_loaded'])
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
