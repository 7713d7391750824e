import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildProgram, Program } from './program.ts'
import { checkChain, emptyLog, readBack, signUp, writeUntil, type AckLog, type Target } from './writers.ts'

/** `npm run test:faults -- --kills 200` is the long form; a run of all tests kills a few times. */
const kills = Number(process.env['KURS_KILLS'] ?? 3)
const writerCount = 20
const readyWithinMs = 5000
const healedWithinMs = 10_000
/** Promises are for a quiet machine; tests share theirs. The long form holds them to the letter. */
const slowness = process.env['KURS_KILLS'] === undefined ? 4 : 1

let path = ''
let program: Program
let target: Target
beforeAll(async () => {
  path = await buildProgram()
})
afterAll(() => rm(path, { force: true }))
beforeEach(async () => {
  program = await Program.create(path)
  await program.start()
  target = await signUp(program)
}, 90_000)
afterEach(() => program.remove())

/** Lets 20 writers write while `fault` happens again and again at random moments. */
async function underWriters(times: number, fault: () => Promise<void>, keys?: 'unnamed'): Promise<AckLog> {
  const log = emptyLog()
  const stop = new AbortController()
  const writers = Array.from({ length: writerCount }, () => writeUntil(stop.signal, target, log, keys))
  for (let i = 0; i < times; i++) {
    await pause(150 + Math.random() * 700)
    await fault()
  }
  await pause(300)
  stop.abort()
  await Promise.all(writers)
  return log
}

async function answersAgain(): Promise<number> {
  const begun = performance.now()
  while (
    !(await fetch(`${program.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (performance.now() - begun > 60_000) throw new Error(`it does not heal:\n${program.lastWords()}`)
    await pause(25)
  }
  return performance.now() - begun
}

test(
  `kill -9 of the server ${kills} times under ${writerCount} writers: nothing acknowledged is lost or done twice`,
  async () => {
    const readyMs: number[] = []
    const log = await underWriters(kills, async () => {
      await program.kill()
      readyMs.push(await program.start())
    })
    const verdict = await readBack(target, log)
    console.info(
      `server: ${log.acked.size} acknowledged, ${log.retries} asked again, ready after ${Math.max(...readyMs).toFixed(0)} ms at most`,
    )
    expect(log.acked.size).toBeGreaterThan(kills)
    expect(log.retries).toBeGreaterThan(0)
    expect([...log.strange], program.surprises()).toEqual([])
    expect(verdict).toMatchObject({ lost: [], doubled: [], changedId: [] })
    expect(Math.max(...readyMs)).toBeLessThan(readyWithinMs * slowness)
    expect(await checkChain(target)).toMatchObject({ status: 'succeeded', result: { is_whole: true } })
  },
  60_000 + kills * 10_000,
)

test(
  `kill -9 of PostgreSQL ${kills} times under ${writerCount} writers: Kurs heals by itself, and says 503 meanwhile`,
  async () => {
    const healedMs: number[] = []
    const log = await underWriters(kills, async () => {
      await program.killDatabase()
      healedMs.push(await answersAgain())
    })
    const verdict = await readBack(target, log)
    console.info(
      `database: ${log.acked.size} acknowledged, ${log.retries} asked again, healed after ${Math.max(...healedMs).toFixed(0)} ms at most`,
    )
    expect([...log.strange], program.surprises()).toEqual([])
    expect(verdict).toMatchObject({ lost: [], doubled: [], changedId: [] })
    expect(Math.max(...healedMs)).toBeLessThan(healedWithinMs * slowness)
    expect(await checkChain(target)).toMatchObject({ status: 'succeeded', result: { is_whole: true } })
  },
  60_000 + kills * 15_000,
)

test('control: commits that do not wait for the disk are lost with the database, and the read-back sees it', async () => {
  const owner = new pg.Client({ connectionString: await program.ownerUrl() })
  await owner.connect()
  await owner.query('alter system set synchronous_commit = off')
  await owner.query("alter system set wal_writer_delay = '10s'")
  await owner.query('select pg_reload_conf()')
  await owner.end()
  await pause(300)
  let lost = 0
  for (let tries = 0; tries < 5 && lost === 0; tries++) {
    const log = await underWriters(1, async () => {
      await program.killDatabase()
      await answersAgain()
    })
    lost += (await readBack(target, log)).lost.length
  }
  expect(lost).toBeGreaterThan(0)
}, 180_000)

test('control: without keys, answers lost to a kill make some writes twice, and the read-back sees it', async () => {
  let doubled = 0
  for (let tries = 0; tries < 10 && doubled === 0; tries++) {
    const log = await underWriters(
      2,
      async () => {
        await program.kill()
        await program.start()
      },
      'unnamed',
    )
    doubled += (await readBack(target, log)).doubled.length
  }
  expect(doubled).toBeGreaterThan(0)
}, 240_000)
