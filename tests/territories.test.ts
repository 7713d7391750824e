import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { usualTerritorySettings, type TerritoryStep } from '../src/core/planning/balance-territories.ts'
import { territoryComputation } from '../src/domains/planning/computation.ts'
import { Threads } from '../src/platform/compute/threads.ts'
import { findCheckoutDir } from '../src/platform/config.ts'
import { territoryGround } from '../bench/ground/territory-ground.ts'

let folder = ''
let threads: Threads
beforeAll(async () => {
  // Inside node_modules, so that the solver, which is left out of the bundle, is found.
  folder = await mkdtemp(join(findCheckoutDir(), 'node_modules', '.kurs-territories-'))
  const outfile = join(folder, 'worker.mjs')
  const entryPoints = [join(findCheckoutDir(), 'src', 'worker', 'main.ts')]
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  threads = new Threads(outfile)
})
afterAll(async () => {
  await threads.close()
  await rm(folder, { recursive: true, force: true })
})

const input = (accountCount: number, sellerCount: number) => ({
  problem: territoryGround(accountCount, sellerCount, 3).problem,
  settings: usualTerritorySettings,
})

test('400 accounts and 6 sellers on the thread of the server: all 6 in band, within 2 % of the bound', async () => {
  const steps: TerritoryStep[] = []
  const result = await threads.compute(territoryComputation, input(400, 6), {
    signal: new AbortController().signal,
    onStep: async (step) => void steps.push(step),
  })
  if (result.kind !== 'plan') throw new Error(result.kind)
  expect(result.sellersInBand).toBe(6)
  expect(result.gapRatio).toBeLessThan(0.02)
  expect(steps.length).toBeGreaterThan(0)
})

test('Stopping ends the thread within a second, in the middle of the solver', async () => {
  const stop = new AbortController()
  const running = threads.compute(territoryComputation, input(4_000, 40), {
    signal: stop.signal,
    onStep: async () => {},
  })
  const stopped = new Promise<number>((resolve) => {
    setTimeout(() => {
      const at = performance.now()
      stop.abort(new Error('enough'))
      running.catch(() => resolve(performance.now() - at))
    }, 1_500)
  })
  await expect(running).rejects.toThrow('enough')
  expect(await stopped).toBeLessThan(1_000)
})
