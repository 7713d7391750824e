import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../src/base/errors.ts'
import { accountEntity } from '../src/domains/accounts/index.ts'
import { loadActor } from '../src/platform/actors.ts'
import type { Actor } from '../src/platform/access.ts'
import { inWrite } from '../src/platform/execute.ts'
import { defineJob, type JobContext } from '../src/platform/jobs/job.ts'
import { JobWorker } from '../src/platform/jobs/worker.ts'
import { setUp } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let owner: pg.Client
let actor: Actor
let base = ''
let client: Awaited<ReturnType<typeof setUp>>['client']
let work: (context: JobContext) => Promise<unknown> = () => Promise.resolve(null)
const job = defineJob({ kind: 'trial', payload: z.object({}), run: (context) => work(context) })
const worker = (): JobWorker => new JobWorker(server.runtime, [job], '/nowhere')

beforeAll(async () => {
  server = await startTestServer()
  owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
  const admin = await setUp(server)
  ;({ client, base } = admin)
  const { rows } = await owner.query<{ id: string }>('select id from identity.account_user')
  actor = (await loadActor(
    server.database,
    { kind: 'user', userId: rows[0]?.id ?? '' },
    admin.slug,
    server.runtime.now(),
  )) as Actor
})
afterAll(async () => {
  await owner.end()
  await server.close()
})
afterEach(() => owner.query('delete from jobs.job'))

const enqueue = (maxAttempts = 3): Promise<string> =>
  inWrite(server.runtime, actor, 'test', { source: 'test' }, ({ jobs }) => jobs.enqueue('trial', {}, { maxAttempts }))
const stored = async (id: string) =>
  (await owner.query(`select status, attempt, error, result from jobs.job where id = $1`, [id])).rows[0]
const makeAccount = (context: JobContext, name: string) =>
  context.write(async ({ changes }) => changes.create(accountEntity, randomUUID(), { name }))
const accountsNamed = async (name: string): Promise<number> =>
  Number((await owner.query('select count(*) from kurs.account where name = $1', [name])).rows[0].count)

test('a job that was never committed never runs', async () => {
  let ran = false
  work = async () => (ran = true)
  await expect(
    inWrite(server.runtime, actor, 'test', { source: 'test' }, async ({ jobs }) => {
      await jobs.enqueue('trial', {})
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await worker().drain()
  expect(ran).toBe(false)
})

test('a failure that may pass is tried again with a pause; after the last try the job is kept, failed, and seen', async () => {
  work = () => Promise.reject(new Error('the network'))
  const id = await enqueue(2)
  await worker().drain()
  expect(await stored(id)).toMatchObject({ status: 'queued', attempt: 1 })
  await owner.query(`update jobs.job set run_at = now() - interval '1 minute'`)
  await worker().drain()
  expect(await stored(id)).toMatchObject({ status: 'failed', attempt: 2, error: { code: 'internal' } })
  const list = await client.get<{ items: { id: string; status: string }[] }>(`${base}/jobs`)
  expect(list.body.items).toContainEqual(expect.objectContaining({ id, status: 'failed' }))
})

test('a job given up is told as dead; tried again it has all its tries, does its work once, and is dead no more', async () => {
  const name = `revived ${randomUUID()}`
  work = () => Promise.reject(new Error('the network'))
  const id = await enqueue(1)
  await worker().drain()
  type Listed = { items: { id: string; is_dead: boolean }[] }
  const dead = (await client.get<Listed>(`${base}/jobs?status=failed`)).body.items
  expect(dead).toEqual([expect.objectContaining({ id, is_dead: true })])
  expect((await client.get<Listed>(`${base}/jobs?status=queued`)).body.items).toEqual([])
  work = (context) => makeAccount(context, name)
  const retried = await client.post(`${base}/jobs/${id}/retry`)
  expect([retried.status, retried.body]).toMatchObject([200, { status: 'queued', attempt: 0, is_dead: false }])
  await worker().drain()
  expect(await stored(id)).toMatchObject({ status: 'succeeded', attempt: 1, error: null })
  expect(await accountsNamed(name)).toBe(1)
  const again = await client.post(`${base}/jobs/${id}/retry`)
  expect([again.status, again.body]).toMatchObject([409, { reason: 'job_not_dead', params: { status: 'succeeded' } }])
})

test('a job whose input was wrong failed for good: trying it again is refused', async () => {
  work = () => Promise.reject(new AppError('invalid_input', 'fields', {}))
  const id = await enqueue(3)
  await worker().drain()
  expect((await stored(id)).status).toBe('failed')
  expect((await client.post(`${base}/jobs/${id}/retry`)).status).toBe(409)
})

test('a worker whose lease lapsed writes nothing more; the one that took over does the work once', async () => {
  const name = `fenced ${randomUUID()}`
  const second = worker()
  let turn = 0
  work = async (context) => {
    if (turn++ > 0) return makeAccount(context, name)
    await owner.query(`update jobs.job set leased_until = now() - interval '1 second'`)
    await second.drain()
    return makeAccount(context, name)
  }
  const id = await enqueue()
  await worker().drain()
  expect(await accountsNamed(name)).toBe(1)
  expect(await stored(id)).toMatchObject({ status: 'succeeded', attempt: 2 })
})

test('cancelling stops the work at its next report, rolls back what it had begun, and stays cancelled', async () => {
  const name = `cancelled ${randomUUID()}`
  work = (context) =>
    context.write(async ({ changes }) => {
      changes.create(accountEntity, randomUUID(), { name })
      await changes.flush()
      expect((await client.post(`${base}/jobs/${context.id}/cancel`)).status).toBe(200)
      await context.progress({ step: 'imports.applying', done: 1, total: 2 })
    })
  const id = await enqueue()
  await worker().drain()
  expect(await accountsNamed(name)).toBe(0)
  expect(await stored(id)).toMatchObject({ status: 'cancelled' })
})

test('what a cancelled job says at last is kept; its other writes are not', async () => {
  const [kept, lost] = [`kept ${randomUUID()}`, `lost ${randomUUID()}`]
  work = async (context) => {
    await client.post(`${base}/jobs/${context.id}/cancel`)
    await context.progress({ step: 'imports.applying', done: 1, total: 2 }).catch(() => undefined)
    await context.settle(async ({ changes }) => {
      changes.create(accountEntity, randomUUID(), { name: kept })
      await changes.flush()
    })
    await makeAccount(context, lost)
  }
  const id = await enqueue()
  await worker().drain()
  expect([await accountsNamed(kept), await accountsNamed(lost)]).toEqual([1, 0])
  expect(await stored(id)).toMatchObject({ status: 'cancelled' })
})

test('a job that waits is cancelled at once and never runs', async () => {
  let ran = false
  work = async () => (ran = true)
  const id = await enqueue()
  await client.post(`${base}/jobs/${id}/cancel`)
  await worker().drain()
  expect([ran, (await stored(id)).status]).toEqual([false, 'cancelled'])
})

test('two workers, forty jobs: each is done once', async () => {
  const done: string[] = []
  work = async (context) => void done.push(context.id)
  for (let i = 0; i < 40; i++) await enqueue()
  await Promise.all([worker().drain(), worker().drain()])
  expect([done.length, new Set(done).size]).toEqual([40, 40])
})
