import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assumptionAt, type Assumption } from './assumption.ts'
import type { Scenario, ScenarioAssumptions } from './scenario.ts'
import {
  simulateScenario,
  usualSimulationSettings,
  type ScenarioOutcome,
  type SimulationSettings,
} from './simulate-scenario.ts'

const certain: ScenarioAssumptions = {
  winOdds: { kind: 'fixed', value: 1 },
  amountRatio: { kind: 'fixed', value: 1 },
  productivity: { kind: 'fixed', value: 1 },
  attritionRatio: { kind: 'fixed', value: 0 },
  hireDelayMonths: { kind: 'fixed', value: 0 },
  rampStretch: { kind: 'fixed', value: 1 },
}
const scenario = (rest: Partial<Scenario>, assumptions: Partial<ScenarioAssumptions> = {}): Scenario => ({
  monthCount: 3,
  targetMinor: 0,
  deals: { chanceRatio: new Float64Array(), amountMinor: new Float64Array() },
  sellers: [],
  ...rest,
  assumptions: { ...certain, ...assumptions },
})
const deals = (...pairs: [number, number][]) => ({
  chanceRatio: Float64Array.from(pairs, ([chance]) => chance),
  amountMinor: Float64Array.from(pairs, ([, amount]) => amount),
})
function outcome(p: Scenario, settings: Partial<SimulationSettings> = {}): ScenarioOutcome {
  const work = simulateScenario(p, { ...usualSimulationSettings, toleranceRatio: 0, mostRuns: 4_000, ...settings })
  for (let next = work.next(); ; next = work.next())
    if (next.done) {
      if (next.value.kind !== 'outcome') throw new Error(JSON.stringify(next.value))
      return next.value
    }
}

test('100 at ½ and 200 at ¼: mean 100, and 200 is reached in ¼ of the runs', () => {
  const made = outcome(scenario({ deals: deals([0.5, 100], [0.25, 200]), targetMinor: 200 }), { mostRuns: 20_000 })
  expect(Math.abs(made.meanMinor - 100)).toBeLessThanOrEqual(made.halfWidthMinor + 1)
  expect(made.targetChanceInterval.low).toBeLessThan(0.25)
  expect(made.targetChanceInterval.high).toBeGreaterThan(0.25)
})

test('Nothing uncertain: a seller of 100 a month on a ramp 0, ½ and one ramped bring 0 + 50 + 100 + 300, always', () => {
  const sellers = [
    { count: 1, startMonth: 0, ramp: [0, 0.5], monthlyMinor: 100 },
    { count: 1, startMonth: -5, ramp: [0, 0.5], monthlyMinor: 100 },
  ]
  const made = outcome(scenario({ sellers, targetMinor: 450 }), { leastRuns: 100, mostRuns: 100 })
  expect(made).toMatchObject({
    meanMinor: 450,
    halfWidthMinor: 0,
    createdMinor: 450,
    targetChance: 1,
    isConverged: true,
  })
  // One month late: 0 + 50. Twice as slow: 0, 0, then ½.
  expect(outcome(scenario({ sellers }, { hireDelayMonths: { kind: 'fixed', value: 1 } })).meanMinor).toBe(350)
  expect(
    outcome(scenario({ sellers: sellers.slice(0, 1) }, { rampStretch: { kind: 'fixed', value: 2 } })).meanMinor,
  ).toBe(50)
})

test('One in ten leaves at the end of each month: 1 + 0.9 + 0.81 = 2.71 months of 100 each', () => {
  const sellers = [{ count: 20, startMonth: -1, ramp: [], monthlyMinor: 100 }]
  const made = outcome(scenario({ sellers }, { attritionRatio: { kind: 'fixed', value: 0.1 } }))
  expect(Math.abs(made.meanMinor - 20 * 271)).toBeLessThanOrEqual(1.5 * made.halfWidthMinor)
  expect(made.halfWidthMinor).toBeLessThan(30)
})

test('Odds doubled make a chance of ½ to ⅔; certain and impossible deals stay what they are', () => {
  const p = scenario({ deals: deals([0.5, 300], [1, 7], [0, 1000]) }, { winOdds: { kind: 'fixed', value: 2 } })
  const made = outcome(p, { mostRuns: 20_000 })
  expect(Math.abs(made.meanMinor - 207)).toBeLessThanOrEqual(1.5 * made.halfWidthMinor)
})

test('Triangular 0, 0, 1 at chance ¾: 1 − √¼ = ½; log-normal at its median', () => {
  expect(assumptionAt({ kind: 'triangular', low: 0, likely: 0, high: 1 }, 0.75)).toBe(0.5)
  expect(assumptionAt({ kind: 'lognormal', median: 3, sigma: 0.4 }, 0.5)).toBeCloseTo(3, 12)
})

test('What moves the outcome most comes first: productivity 0.5–1.5 of 1,000,000 before amounts 0.9–1.1 of 100,000', () => {
  const sides = (low: number, high: number): Assumption => ({ kind: 'triangular', low, likely: 1, high })
  const p = scenario(
    { deals: deals([1, 100_000]), sellers: [{ count: 1, startMonth: -1, ramp: [], monthlyMinor: 333_333 }] },
    { amountRatio: sides(0.9, 1.1), productivity: sides(0.5, 1.5) },
  )
  const [first, second] = outcome(p).sensitivities
  expect([first!.assumption, second!.assumption]).toEqual(['productivity', 'amountRatio'])
  // The 10 % point of a triangle of half-width w is w·(1 − √0.2) below its middle: 0.5528·w.
  expect(first!.swingMinor).toBeCloseTo(999_999 * 2 * 0.5 * (1 - Math.sqrt(0.2)), -1)
  // The rest of the luck is the same on both sides, so nothing is left of it.
  expect(first!.halfWidthMinor).toBe(0)
})

test('Runs go on until the mean is known to 1 %, or are used up, and it is said which', () => {
  const p = scenario({ deals: deals(...Array.from({ length: 40 }, (): [number, number] => [0.5, 100])) })
  const reached = outcome(p, { toleranceRatio: 0.01 })
  expect(reached).toMatchObject({ isConverged: true, runCount: 1_000 })
  expect(reached.halfWidthMinor).toBeLessThanOrEqual(0.01 * reached.meanMinor)
  expect(outcome(p, { toleranceRatio: 1e-6, mostRuns: 1_100 })).toMatchObject({ isConverged: false, runCount: 1_100 })
})

const share = fc.double({ min: 0, max: 1, noNaN: true })
const around = (most: number): fc.Arbitrary<Assumption> =>
  fc.tuple(share, share, share).map((three) => {
    const [low, likely, high] = three.map((v) => most * v).sort((a, b) => a - b) as [number, number, number]
    return { kind: 'triangular', low, likely, high }
  })
const any = fc
  .record({
    monthCount: fc.integer({ min: 1, max: 12 }),
    targetMinor: fc.integer({ min: 0, max: 5000 }),
    pairs: fc.array(fc.tuple(share, fc.integer({ min: 0, max: 1000 })), { maxLength: 6 }),
    sellers: fc.array(
      fc.record({
        count: fc.integer({ min: 0, max: 3 }),
        startMonth: fc.integer({ min: -6, max: 14 }),
        ramp: fc.array(share, { maxLength: 4 }),
        monthlyMinor: fc.integer({ min: 0, max: 300 }),
      }),
      { maxLength: 3 },
    ),
    assumptions: fc.record({
      winOdds: around(3),
      amountRatio: around(2),
      productivity: around(2),
      attritionRatio: around(1),
      hireDelayMonths: around(5),
      rampStretch: around(3).map((a) => (a.kind === 'triangular' && a.low < 0.1 ? certain.rampStretch : a)),
    }),
  })
  .map(({ pairs, ...rest }): Scenario => ({ ...rest, deals: deals(...pairs) }))

test(
  'Quantiles rise and lie in their bands, a higher target is never likelier, the same seed gives the same digits',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(any, fc.integer(), (p, seed) => {
        const settings = { seed, leastRuns: 100, mostRuns: 100 }
        const made = outcome(p, settings)
        made.quantiles.forEach((q, k) => {
          expect(q.valueMinor).toBeGreaterThanOrEqual(made.quantiles[k - 1]?.valueMinor ?? 0)
          expect(q.lowMinor).toBeLessThanOrEqual(q.valueMinor)
          expect(q.highMinor).toBeGreaterThanOrEqual(q.valueMinor)
        })
        expect(Math.abs(made.openMinor + made.createdMinor - made.meanMinor)).toBeLessThanOrEqual(2)
        expect(outcome({ ...p, targetMinor: p.targetMinor + 500 }, settings).targetChance).toBeLessThanOrEqual(
          made.targetChance,
        )
        expect(outcome(p, settings)).toEqual(made)
      }),
      { numRuns: 150, seed: 12 },
    )
  },
)

test('One more seller leaves the luck of the deals as it was', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(any, (p) => {
      const settings = { seed: 5, leastRuns: 100, mostRuns: 100 }
      const more = { ...p, sellers: [...p.sellers, { count: 1, startMonth: 0, ramp: [], monthlyMinor: 100 }] }
      expect(outcome(more, settings).openMinor).toBe(outcome(p, settings).openMinor)
    }),
    { numRuns: 100, seed: 13 },
  )
})
