import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findCheckoutDir } from '../src/platform/config.ts'
import { backupJobs } from '../src/platform/backup/backup-jobs.ts'
import { noteInLedger, readLedger } from '../src/platform/backup/ledger.ts'
import { Scheduler } from '../src/platform/jobs/scheduler.ts'
import { JobWorker } from '../src/platform/jobs/worker.ts'
import { setUp, type Client } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

type Schedule = {
  kind: string
  next_at: string | null
  missed_count: number
  last_status: string | null
  is_paused: boolean
}
type Backup = {
  state: string
  file_name: string
  bytes: number
  is_encrypted: boolean
  compared: {
    tables: { table: string; saved_count: number; restored_count: number }[]
    head: { seq: number } | null
  } | null
}
let server: TestServer
let owner: pg.Client
let admin: { client: Client; base: string }
let folder = ''
beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
  folder = await mkdtemp(join(tmpdir(), 'kurs-backups-'))
})
afterAll(async () => {
  await owner.end()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})
afterEach(async () => {
  await owner.query('delete from jobs.job')
  await owner.query('delete from jobs.schedule')
})

/** A clock that goes on by a millisecond whenever it is looked at: work of one look has an order, as it does in life. */
const at = (now: string) => {
  let ms = Date.parse(now)
  return { ...server.runtime, now: () => new Date(ms++).toISOString() }
}
const schedules = async (): Promise<Schedule[]> =>
  (await admin.client.get<{ items: Schedule[] }>(`${admin.base}/schedules`)).body.items
const of = async (kind: string) => (await schedules()).find((one) => one.kind === kind)
const jobCount = async (): Promise<number> => Number((await owner.query('select count(*) from jobs.job')).rows[0].count)
const startsAt = (now: string) => owner.query('update jobs.schedule set since_at = $1', [now])
const state = async () =>
  (
    await admin.client.get<{ state: string; file_name: string | null; took_s: number | null }>(
      `${admin.base}/backups/latest`,
    )
  ).body

test.each([
  ['2027-03-28', '2027-03-28T01:30:00.000Z'],
  ['2026-10-25', '2026-10-25T00:30:00.000Z'],
])('Kyiv, %s, 03:30, three schedulers that look every quarter of an hour: one job, at %s', async (day, moment) => {
  await admin.client.post(`${admin.base}/schedules/set`, { kind: 'audit_verify', at_time: '03:30' })
  const begin = Date.parse(`${day}T00:00:00Z`) - 5 * 3_600_000
  await startsAt(new Date(begin).toISOString())
  const found: string[] = []
  for (let quarter = 0; quarter < 25 * 4; quarter++) {
    const now = new Date(begin + quarter * 900_000).toISOString()
    const three = [1, 2, 3].map(() => new Scheduler(at(now)))
    await owner.query(`update jobs.schedule set is_paused = kind <> 'audit_verify'`)
    for (const count of await Promise.all(three.map((one) => one.look())))
      if (count > 0) found.push(...Array<string>(count).fill(now))
    if (quarter === 0) await owner.query(`update jobs.schedule set is_paused = true where kind <> 'audit_verify'`)
  }
  expect(found).toEqual([moment])
  expect(await jobCount()).toBe(1)
})

test('three days without Kurs: one job makes up for three slots, 2 of them missed, and says so; a pause is not made up', async () => {
  await admin.client.post(`${admin.base}/schedules/set`, { kind: 'audit_verify', at_time: '03:30' })
  await startsAt('2026-11-20T12:00:00Z')
  await owner.query(`update jobs.schedule set since_at = '2026-11-20T12:00:00Z'`)
  const scheduler = new Scheduler(at('2026-11-23T12:00:00.000Z'))
  await owner.query(`insert into jobs.schedule (workspace_id, kind, at_time, since_at, is_paused)
    select workspace_id, k, '03:30', now(), true from jobs.schedule, unnest(array['backup', 'backup_trial']) k`)
  expect(await scheduler.look()).toBe(1)
  expect(await scheduler.look()).toBe(0)
  expect(await of('audit_verify')).toMatchObject({ missed_count: 2, last_status: 'queued' })
  await server.worker.drain()
  expect(await of('audit_verify')).toMatchObject({ last_status: 'succeeded' })
  await admin.client.post(`${admin.base}/schedules/pause`, { kind: 'audit_verify' })
  expect(await of('audit_verify')).toMatchObject({ is_paused: true, next_at: null })
  expect(await new Scheduler(at('2099-01-01T12:00:00.000Z')).look()).toBe(0)
  await admin.client.post(`${admin.base}/schedules/resume`, { kind: 'audit_verify' })
  expect(await new Scheduler(server.runtime).look()).toBe(0)
})

test('from the start a backup is made each night and tried each week; only in the first workspace, only by operators', async () => {
  await new Scheduler(server.runtime).look()
  expect((await schedules()).map(({ kind }) => kind)).toEqual(['backup', 'backup_trial'])
  const manager = await joinAs(server, admin, 'manager')
  expect((await manager.get(`${admin.base}/schedules`)).status).toBe(403)
  expect((await manager.get(`${admin.base}/backups/latest`)).status).toBe(403)
  await admin.client.post('/api/v1/workspaces', {
    name: 'Друга',
    slug: 'second',
    currency: 'UAH',
    time_zone: 'Europe/Kyiv',
  })
  const second = '/api/v1/w/second'
  const refused = await admin.client.post(`${second}/schedules/set`, { kind: 'backup', at_time: '03:30' })
  expect(refused.status).toBe(403)
  expect((await admin.client.get<{ state: null }>(`${second}/backups/latest`)).body.state).toBeNull()
})

/** Noon of a day, in UTC, so many days from the last noon that is over: what is judged old is judged by the clock on the wall. */
const noon = (days: number): string => {
  const last = Math.floor(Date.now() / 86_400_000 - 0.5) + 0.5
  return new Date((last + days) * 86_400_000).toISOString()
}
const backupOf = (moment: string): string => `kurs-${moment.slice(0, 19).replaceAll(/[T:]/g, '-')}.backup`

test('with 2 kept, three nights leave two encrypted backups and a file of somebody’s own; a trial restores the newest and says what it compared', async () => {
  await writeFile(join(folder, 'mine.backup'), 'mine')
  const target = {
    ownerUrl: server.ownerUrl,
    appLogin: 'kurs_app_login',
    migrationsFolder: join(findCheckoutDir(), 'db', 'migrations'),
  }
  const passphrase = 'a passphrase of the night'
  const place = { folder, keepCount: 2, dataDir: server.dataDir, auditKey: 'ab'.repeat(32), passphrase, target }
  await new Scheduler(server.runtime).look()
  expect((await state()).state).toBe('waiting')
  const night = async (now: string) => {
    const runtime = at(now)
    await new Scheduler(runtime).look()
    await new JobWorker(runtime, backupJobs(place), server.dataDir).drain()
  }
  await owner.query('update jobs.schedule set since_at = $1, week_day = null', [noon(-3)])
  for (const ago of [-2, -1, 0]) await night(noon(ago))
  const newest = join(folder, backupOf(noon(0)))
  expect((await readdir(folder)).sort()).toEqual([backupOf(noon(-1)), backupOf(noon(0)), 'mine.backup'])
  const { rows } = await owner.query(`select kind, status, error from jobs.job order by kind, run_at`)
  expect(rows.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
    ...Array<string>(3).fill('backup succeeded'),
    ...Array<string>(3).fill('backup_trial succeeded'),
  ])
  const { tried } = await readLedger(server.dataDir)
  expect(tried?.file).toBe(newest)
  expect(tried?.took_s).toBeGreaterThan(0)
  const { body } = await admin.client.get<Backup>(`${admin.base}/backups/latest`)
  expect(body).toMatchObject({ state: 'good', file_name: backupOf(noon(0)), is_encrypted: true })
  expect(body.bytes).toBe((await stat(newest)).size)
  const people = body.compared?.tables.find(({ table }) => table === 'identity.account_user')
  const { count } = (await owner.query('select count(*)::int as count from identity.account_user')).rows[0] as {
    count: number
  }
  expect(people).toEqual({ table: 'identity.account_user', saved_count: count, restored_count: count })
  const head = await owner.query(
    `select seq::int as seq from kurs.change_set where workspace_id = $1 order by seq desc limit 1`,
    [(await owner.query('select id from identity.workspace order by created_at limit 1')).rows[0].id],
  )
  expect(body.compared?.head?.seq).toBe(head.rows[0].seq)
  // A control: a backup that is damaged is not a good drill, and says why.
  const bytes = await readFile(newest)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff
  await writeFile(newest, bytes)
  await owner.query(`update jobs.schedule set is_paused = kind = 'backup'`)
  await night(noon(1))
  const failed = await owner.query(`select error from jobs.job where status = 'failed'`)
  expect(failed.rows[0].error).toMatchObject({ code: 'conflict', reason: 'backup_bad' })
  expect((await readLedger(server.dataDir)).tried?.at).toBe(tried?.at)
  expect((await state()).state).toBe('trial_failed')
  // Another control: with another passphrase nothing opens.
  await owner.query('delete from jobs.job')
  const runtime = at(noon(2))
  await new Scheduler(runtime).look()
  await new JobWorker(runtime, backupJobs({ ...place, passphrase: 'another' }), server.dataDir).drain()
  expect((await owner.query(`select error->>'reason' as reason from jobs.job`)).rows).toEqual([
    { reason: 'backup_bad' },
  ])
})

test('27 hours after the last backup, and 9 days after the last good drill, it is a fault; without a schedule a notice', async () => {
  await new Scheduler(server.runtime).look()
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const ready = async () => {
    await new Promise((done) => setTimeout(done, 1100))
    return (await admin.client.get<{ parts: { backups: object } }>('/health/ready')).body.parts.backups
  }
  const after = async (made: number, tried: number) => {
    await noteInLedger(server.dataDir, { made: { at: ago(made), file: '/b' }, tried: { at: ago(tried), file: '/b' } })
    return (await state()).state
  }
  expect(await after(25, 24 * 7)).toBe('good')
  expect(await ready()).toEqual({ state: 'up' })
  expect(await after(1, 24 * 9)).toBe('trial_old')
  expect(await after(27, 1)).toBe('old')
  expect(await ready()).toEqual({ state: 'down', reason: 'old' })
  await admin.client.post(`${admin.base}/schedules/pause`, { kind: 'backup' })
  expect((await state()).state).toBe('unscheduled')
})

test('asked for now: one job however often it is asked while it waits; the slots stay as they were', async () => {
  await admin.client.post(`${admin.base}/schedules/set`, { kind: 'audit_verify', at_time: '03:30' })
  const before = await of('audit_verify')
  const run = () => admin.client.post<Schedule>(`${admin.base}/schedules/run`, { kind: 'audit_verify' })
  expect((await run()).body.last_status).toBe('queued')
  expect((await run()).status).toBe(200)
  expect(await jobCount()).toBe(1)
  await server.worker.drain()
  expect(await of('audit_verify')).toMatchObject({ last_status: 'succeeded', next_at: before?.next_at })
  expect((await admin.client.post(`${admin.base}/schedules/run`, { kind: 'backup' })).status).toBe(404)
})
