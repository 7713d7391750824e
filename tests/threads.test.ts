import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineComputation } from '../src/platform/compute/computation.ts'
import { Threads } from '../src/platform/compute/threads.ts'
import { findCheckoutDir } from '../src/platform/config.ts'

/** Only names and types matter on this side; the thread has the bodies. */
const elsewhere = (): never => {
  throw new Error('ran on the thread of the test')
}
const countTo = defineComputation<number, number, { sum: number; column: Float64Array }>({
  name: 'count_to',
  run: elsewhere,
})
const oneStep = defineComputation<number, number, string>({ name: 'one_step', run: elsewhere })
const hungry = defineComputation<null, number, number>({ name: 'hungry', run: elsewhere })
const failing = defineComputation<null, never, never>({ name: 'failing', run: elsewhere })
const unheardOf = defineComputation<null, never, never>({ name: 'unheard_of', run: elsewhere })

const thread = `
  import { runOnThread } from './src/platform/compute/thread.ts'
  const busy = (ms) => { const until = performance.now() + ms; while (performance.now() < until); }
  export const compute = (task) => runOnThread([
    { name: 'count_to', *run(n) { let sum = 0; for (let i = 1; i <= n; i++) { sum += i; busy(20); yield i } return { sum, column: Float64Array.of(sum) } } },
    { name: 'one_step', *run(ms) { busy(ms); return 'done' } },
    { name: 'hungry', *run() { let kept = null; for (;;) kept = { kept } } },
    { name: 'failing', *run() { throw new RangeError('group 7 is not below 3') } },
  ], task)`

let folder = ''
let threads: Threads
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kurs-threads-'))
  const outfile = join(folder, 'thread.mjs')
  const stdin = { contents: thread, resolveDir: findCheckoutDir() }
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' })
  threads = new Threads(outfile, { heapMiB: 64 })
})
afterAll(async () => {
  await threads.close()
  await rm(folder, { recursive: true, force: true })
})

const quietly = { signal: new AbortController().signal, onStep: () => Promise.resolve() }

test('1 + 2 + … + 20 = 210 on a thread, its steps told in order, while the server answers within 20 ms', async () => {
  const told: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const { sum, column } = await threads.compute(countTo, 20, {
    ...quietly,
    onStep: async (step) => void told.push(step),
  })
  delay.disable()
  expect(sum).toBe(210)
  expect(column).toEqual(Float64Array.of(210))
  expect(told.length).toBeGreaterThan(1)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  // 20 steps of 20 ms: on the server's own thread half of all moments would be late by that much.
  expect(delay.percentile(50) / 1e6).toBeLessThan(20)
})

test('cancelled in the middle of a step of a minute, it ends at once with the reason given', async () => {
  const cancel = new AbortController()
  setTimeout(() => cancel.abort(new Error('the job was cancelled')), 200)
  const startedAtMs = performance.now()
  await expect(threads.compute(oneStep, 60_000, { ...quietly, signal: cancel.signal })).rejects.toThrow(
    'the job was cancelled',
  )
  expect(performance.now() - startedAtMs).toBeLessThan(20_000)
})

test('a listener that throws ends the computation and is what the caller sees', async () => {
  const onStep = (): Promise<void> => Promise.reject(new Error('the lease was lost'))
  await expect(threads.compute(countTo, 100_000, { ...quietly, onStep })).rejects.toThrow('the lease was lost')
})

test('a listener slower than the steps is told the newest, one at a time', async () => {
  let listening = 0
  let most = 0
  const onStep = async (): Promise<void> => {
    most = Math.max(most, ++listening)
    await new Promise((done) => setTimeout(done, 250))
    listening--
  }
  await threads.compute(countTo, 40, { ...quietly, onStep })
  expect(most).toBe(1)
  expect(listening).toBe(0)
})

test('an error of the mathematics reaches the caller with its words', async () => {
  await expect(threads.compute(failing, null, quietly)).rejects.toThrow('group 7 is not below 3')
  await expect(threads.compute(unheardOf, null, quietly)).rejects.toThrow('no computation is called unheard_of')
})

test('a computation that eats all memory fails alone: the next one runs', async () => {
  await expect(threads.compute(hungry, null, quietly)).rejects.toThrow(/memory/i)
  await expect(threads.compute(countTo, 3, quietly)).resolves.toMatchObject({ sum: 6 })
})
