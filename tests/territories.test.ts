import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { usualTerritorySettings, type TerritoryStep } from '../src/core/planning/balance-territories.ts'
import { territoryComputation } from '../src/domains/planning/computation.ts'
import { Threads } from '../src/platform/compute/threads.ts'
import { territoryGround } from '../bench/ground/territory-ground.ts'

let threads: Threads
beforeAll(() => {
  threads = new Threads(inject('threadPath'))
})
afterAll(() => threads.close())

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
