import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './server.ts'

type Ready = { status: string; parts: Record<string, { state: string; reason?: string }> }

let server: TestServer
let owner: pg.Client

beforeAll(async () => {
  server = await startTestServer()
  owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await server.close()
})

/** Answers are kept for a second. */
async function ready(): Promise<{ code: number; body: Ready }> {
  await pause(1050)
  const response = await server.app.inject('/health/ready')
  return { code: response.statusCode, body: response.json<Ready>() }
}

test('the process is alive without asking anything; before the worker turns the server is ready but degraded', async () => {
  expect((await server.app.inject('/health/live')).json()).toEqual({ status: 'live' })
  const { code, body } = await ready()
  expect([code, body.status, body.parts.worker]).toEqual([200, 'degraded', { state: 'down', reason: 'stopped' }])
  server.worker.start()
  expect(await ready()).toMatchObject({ code: 200, body: { status: 'ready' } })
})

test('a folder of files where nothing can be written: 503, and files are named; mended: ready again', async () => {
  const folder = join(server.dataDir, 'files')
  await rm(folder, { recursive: true, force: true })
  await writeFile(folder, 'not a folder')
  expect(await ready()).toMatchObject({
    code: 503,
    body: {
      status: 'unavailable',
      parts: { files: { state: 'down', reason: 'not_writable' }, database: { state: 'up' } },
    },
  })
  await rm(folder)
  expect(await ready()).toMatchObject({ code: 200, body: { status: 'ready' } })
})

test('a database that a newer Kurs has migrated: 503, and migrations are named', async () => {
  await owner.query(`insert into public.kurs_migration (number, name, checksum) values (9999, '9999_later.sql', 'x')`)
  expect(await ready()).toMatchObject({
    code: 503,
    body: { parts: { migrations: { state: 'down', reason: 'newer' }, database: { state: 'up' } } },
  })
  await owner.query('delete from public.kurs_migration where number = 9999')
})

test('a database that answers nobody: 503 within 3 s, and the database is named', async () => {
  await owner.query('begin')
  await owner.query('lock table public.kurs_migration in access exclusive mode')
  const startedMs = performance.now()
  expect(await ready()).toMatchObject({ code: 503, body: { parts: { database: { state: 'down' } } } })
  expect(performance.now() - startedMs).toBeLessThan(1050 + 3000)
  await owner.query('rollback')
  expect(await ready()).toMatchObject({ code: 200 })
})
