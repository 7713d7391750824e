import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { SolveLinear } from '../../base/linear-model.ts'
import { loadSolver } from '../../platform/solver/highs.ts'
import { assignmentCosts } from './assignment-costs.ts'
import { balanceOf, bySeller, movesBetween } from './balance-measures.ts'
import { balanceTerritories, type TerritoryResult, type TerritoryStep } from './balance-territories.ts'
import { assignmentCost, sellersInBand, type TerritoryProblem } from './territory-problem.ts'
import { priceBound } from './territory-prices.ts'

let solve: SolveLinear
beforeAll(async () => {
  solve = await loadSolver()
})

function run(p: TerritoryProblem): { steps: TerritoryStep[]; result: TerritoryResult } {
  const steps: TerritoryStep[] = []
  const work = balanceTerritories(p, solve)
  for (let next = work.next(); ; next = work.next()) {
    if (next.done) return { steps, result: next.value }
    steps.push(next.value)
  }
}

const problem = (
  potential: number[],
  target: number[],
  cost: number[],
  rest: Partial<TerritoryProblem> = {},
): TerritoryProblem => ({
  accountCount: potential.length,
  sellerCount: target.length,
  potential: Float64Array.from(potential),
  target: Float64Array.from(target),
  cost: Float64Array.from(cost),
  bandRatio: 0.1,
  outsidePrice: 1000,
  ...rest,
})

/** The cheapest of all assignments, by trying every one. */
function cheapest(p: TerritoryProblem): number {
  const assignment = new Int32Array(p.accountCount)
  let least = Infinity
  for (let code = 0; code < p.sellerCount ** p.accountCount; code++) {
    let rest = code
    for (let i = 0; i < p.accountCount; i++) {
      assignment[i] = rest % p.sellerCount
      rest = Math.floor(rest / p.sellerCount)
    }
    least = Math.min(least, assignmentCost(p, assignment))
  }
  return least
}

test('Four accounts of 10 for two sellers of 20, all nearest to the first: two must go over, the cheapest, 1 + 2 + 6 + 5 = 14; split it were 10 + 2·1.8 = 13.6', () => {
  const { result } = run(problem([10, 10, 10, 10], [20, 20], [1, 9, 2, 9, 4, 6, 3, 5]))
  expect(result).toMatchObject({ kind: 'plan', cost: 14, sellersInBand: 2, changeCount: 0 })
  expect(result.kind === 'plan' && result.bound).toBeCloseTo(13.6, 9)
  expect(result.kind === 'plan' && [...result.assignment]).toEqual([0, 0, 1, 1])
})

test('The bound at prices 0 and 2 of that problem: −11 − 11 − 14 − 15 + 2·18 = −15', () => {
  // min(1, 9−20) + min(2, 9−20) + min(4, 6−20) + min(3, 5−20) = −11 − 11 − 14 − 15 = −51; low of the second is 18: + 36.
  const p = problem([10, 10, 10, 10], [20, 20], [1, 9, 2, 9, 4, 6, 3, 5])
  expect(priceBound(p, Float64Array.of(0, 2))).toBe(-15)
})

test('Bands of 10 % around 20 and accounts of 30, 5 and 5: no seller can take the 30, its own upper end is 22', () => {
  const { result } = run(problem([30, 5, 5], [20, 20], [1, 1, 1, 1, 1, 1]))
  expect(result).toEqual({
    kind: 'infeasible',
    obstacles: [{ kind: 'account_above_every_band', account: 0, potential: 30, highest: 22 }],
  })
})

test('What cannot hold is named: an account nobody may have, a total of 30 for bands that need 36, a seller who may reach only 10 of 18', () => {
  const none = Infinity
  const { result } = run(problem([10, 10, 10], [20, 20], [1, 1, 1, none, none, none]))
  expect(result).toEqual({
    kind: 'infeasible',
    obstacles: [
      { kind: 'total_below_bands', total: 30, needed: 36 },
      { kind: 'account_without_seller', account: 2 },
      { kind: 'seller_below_band', seller: 1, reachable: 10, needed: 18 },
    ],
  })
})

test('Three accounts of 15 for targets of 22.5: one seller has 30 (5.25 above 24.75), the other 15 (5.25 below 20.25), and is told', () => {
  const { result } = run(problem([15, 15, 15], [22.5, 22.5], [0, 1, 0, 1, 0, 1]))
  expect(result).toMatchObject({
    kind: 'bands_not_met',
    misses: [
      { seller: 0, outside: expect.closeTo(5.25, 9) },
      { seller: 1, outside: expect.closeTo(-5.25, 9) },
    ],
  })
})

test('No number, or a number below zero, is named by its place', () => {
  const { result } = run(problem([10, NaN], [20, -1], [1, 1, NaN, 1], { bandRatio: 1 }))
  expect(result).toEqual({
    kind: 'infeasible',
    obstacles: [
      { kind: 'bad_number', field: 'potential', at: 1 },
      { kind: 'bad_number', field: 'target', at: 1 },
      { kind: 'bad_number', field: 'cost', at: 2 },
      { kind: 'bad_number', field: 'bandRatio', at: 0 },
    ],
  })
})

const tiny = fc
  .record({
    n: fc.integer({ min: 2, max: 6 }),
    m: fc.integer({ min: 2, max: 3 }),
    bandRatio: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
  })
  .chain(({ n, m, bandRatio }) =>
    fc
      .record({
        potential: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: n, maxLength: n }),
        cost: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: n * m, maxLength: n * m }),
      })
      .map(({ potential, cost }) => {
        const target = potential.reduce((a, b) => a + b, 0) / m
        return problem(
          potential,
          Array.from({ length: m }, () => target),
          cost,
          { bandRatio },
        )
      }),
  )

test(
  'On tiny problems the bound is below the cheapest of all assignments, and what is found is not below it',
  { timeout: 60_000 },
  () => {
    let exact = 0
    let planned = 0
    fc.assert(
      fc.property(tiny, (p) => {
        const { result } = run(p)
        const plan = result.kind === 'bands_not_met' ? result.plan : result
        if (plan.kind !== 'plan') return result.kind === 'infeasible'
        const least = cheapest(p)
        planned++
        if (plan.cost <= least + 1e-6) exact++
        expect(plan.cost).toBeCloseTo(assignmentCost(p, plan.assignment), 6)
        expect(plan.bound).toBeLessThanOrEqual(least + 1e-6 * (1 + Math.abs(least)))
        expect(plan.cost).toBeGreaterThanOrEqual(least - 1e-6)
        expect(plan.sellersInBand).toBe(sellersInBand(p, plan.assignment))
        return true
      }),
      { numRuns: 80, seed: 11 },
    )
    expect(planned).toBeGreaterThan(30)
    expect(exact / planned).toBeGreaterThan(0.6)
  },
)

test('Every assignment shown on the way is whole, and none costs more than the one before', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(tiny, (p) => {
      let last = Infinity
      for (const step of run(p).steps) {
        if (step.stage !== 'search') continue
        expect([...step.assignment].every((seller) => seller >= 0 && seller < p.sellerCount)).toBe(true)
        expect(step.cost).toBeLessThanOrEqual(last + 1e-6)
        last = step.cost
      }
    }),
    { numRuns: 30, seed: 12 },
  )
})

test('2, 4 and 6: mean 4, variation √(8/3)/4 = 0.408, 6 to 2 is 3; a nought has no max to min', () => {
  expect(balanceOf(Float64Array.of(2, 4, 6))).toEqual({
    mean: 4,
    variationRatio: Math.sqrt(8 / 3) / 4,
    maxToMinRatio: 3,
  })
  expect(balanceOf(Float64Array.of(0, 4))?.maxToMinRatio).toBeNull()
  expect(balanceOf(Float64Array.of())).toBeNull()
})

test('Owners 0, 1, none, 1 become 0, 0, 1, 1: one moves, worth 20; the first has 2 accounts worth 30', () => {
  const [owner, now] = [Int32Array.of(0, 1, -1, 1), Int32Array.of(0, 0, 1, 1)]
  const worth = Float64Array.of(10, 20, 30, 40)
  expect(movesBetween(owner, now, worth)).toEqual({ moveCount: 1, movedPotential: 20 })
  expect([...bySeller(now, 2, null)]).toEqual([2, 2])
  expect([...bySeller(now, 2, worth)]).toEqual([30, 70])
})

test('Kyiv to Lviv is 469 km by great circle: two visits cost 938, and 100 more when the owner changes', () => {
  const accounts = {
    latitude: Float64Array.of(50.45, NaN),
    longitude: Float64Array.of(30.523, 20),
    visits: Float64Array.of(2, 2),
    owner: Int32Array.of(1, -1),
  }
  const cost = assignmentCosts(
    accounts,
    { latitude: Float64Array.of(49.84, 50.45), longitude: Float64Array.of(24.03, 30.523) },
    100,
  )
  expect(cost[0]! - 100).toBeGreaterThan(930)
  expect(cost[0]! - 100).toBeLessThan(945)
  expect(cost[1]).toBe(0)
  expect(cost[2]).toBeCloseTo((cost[0]! - 100) / 2, 9)
})
