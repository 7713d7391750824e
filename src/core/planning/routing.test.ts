import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { SolveLinear } from '../../base/linear-model.ts'
import { loadSolver } from '../../platform/solver/highs.ts'
import { explainRouting } from './explain-routing.ts'
import { routeLeads, type Routing } from './route-leads.ts'
import { eligibility } from './routing-eligibility.ts'
import { routingModel } from './routing-model.ts'
import { gainOf, type RoutingProblem } from './routing-problem.ts'

let solve: SolveLinear
beforeAll(async () => {
  solve = await loadSolver()
})

const problem = (
  values: number[],
  uplift: number[],
  capacity: number[],
  rest: Partial<RoutingProblem> = {},
): RoutingProblem => ({
  leadCount: values.length,
  sellerCount: capacity.length,
  valueMinor: Float64Array.from(values),
  upliftRatio: Float64Array.from(uplift),
  barrier: new Uint8Array(uplift.length),
  capacity: Int32Array.from(capacity),
  given: new Int32Array(capacity.length),
  ...rest,
})
function route(p: RoutingProblem): Routing {
  const made = routeLeads(p)
  if (made.kind !== 'routing') throw new Error(JSON.stringify(made))
  return made
}

test('Two leads of 100, both best with the first (30 and 20 against 25 and 5), who has one place: 25 + 20 = 45, not 30 + 5', () => {
  const p = problem([100, 100], [0.3, 0.25, 0.2, 0.05], [1, 1])
  const made = route(p)
  expect([...made.seller]).toEqual([1, 0])
  // One place more of the first would give 30 + 20: worth 5; the second's place is worth 0 beyond its own.
  expect(made).toMatchObject({ gainMinor: 45, boundMinor: 45, placePriceMinor: Float64Array.of(5, 0) })
  expect(explainRouting(p, made, 0)).toEqual({
    kind: 'better_are_full',
    seller: 1,
    gainMinor: 25,
    better: [{ seller: 0, gainMinor: 30, placePriceMinor: 5 }],
    barred: [],
  })
  expect(explainRouting(p, made, 1)).toEqual({ kind: 'best', seller: 0, gainMinor: 20, barred: [] })
})

test('Six equal leads for three equal sellers go round: 0 1 2 0 1 2; who had two already waits two turns', () => {
  const even = problem(Array(6).fill(100), Array(18).fill(0.1), [9, 9, 9])
  expect([...route(even).seller]).toEqual([0, 1, 2, 0, 1, 2])
  const late = { ...even, given: Int32Array.of(2, 0, 0) }
  expect([...route(late).seller]).toEqual([1, 2, 1, 2, 0, 1])
  expect(explainRouting(late, route(late), 4)).toEqual({
    kind: 'turn',
    seller: 0,
    gainMinor: 10,
    equals: [1, 2],
    barred: [],
  })
})

test('Rules: German is spoken by the second only, and she is full after the first lead; a harmful pair is left', () => {
  const rule = { id: 'language', asked: ['de', 'de', null], had: [new Set(['en']), new Set(['de'])] }
  const p = problem([100, 50, 100], [0.5, 0.5, 0.5, 0.5, -0.1, -0.2], [5, 1], { barrier: eligibility([rule], 3, 2)! })
  const made = route(p)
  expect([...made.seller]).toEqual([1, -1, -1])
  expect(explainRouting(p, made, 1)).toEqual({
    kind: 'left',
    because: 'all_full',
    better: [{ seller: 1, gainMinor: 25, placePriceMinor: 25 }],
    barred: [{ seller: 0, barrier: 1 }],
  })
  expect(explainRouting(p, made, 2)).toEqual({ kind: 'left', because: 'no_gain', barred: [] })
})

const any = fc.record({ n: fc.integer({ min: 0, max: 12 }), m: fc.integer({ min: 0, max: 4 }) }).chain(({ n, m }) => {
  const many = <T>(one: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
    fc.array(one, { minLength: count, maxLength: count })
  return fc
    .record({
      values: many(fc.integer({ min: 0, max: 40 }), n),
      uplift: many(fc.constantFrom(-0.2, 0, 0.1, 0.25, 0.5, 1), n * m),
      barrier: many(fc.constantFrom(0, 0, 0, 1), n * m),
      capacity: many(fc.integer({ min: 0, max: 5 }), m),
      given: many(fc.integer({ min: 0, max: 3 }), m),
    })
    .map((of) =>
      problem(of.values, of.uplift, of.capacity, {
        barrier: Uint8Array.from(of.barrier),
        given: Int32Array.from(of.given),
      }),
    )
})

const loads = (p: RoutingProblem, made: Routing): number[] =>
  Array.from(p.capacity, (_, j) => made.seller.filter((seller) => seller === j).length)
const turns = (p: RoutingProblem, made: Routing): number =>
  loads(p, made).reduce((sum, load, j) => sum + load * p.given[j]! + (load * (load - 1)) / 2, 0)

test('The gain is that of HiGHS, its own bound proves it, and capacities and rules hold', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(any, (p) => {
      const made = route(p)
      expect(made.boundMinor).toBe(made.gainMinor)
      made.seller.forEach((seller, lead) => seller >= 0 && expect(gainOf(p, lead, seller)).toBeGreaterThanOrEqual(0))
      loads(p, made).forEach((load, j) => expect(load).toBeLessThanOrEqual(p.capacity[j]!))
      const model = routingModel(p)
      const answer = solve(model, { absoluteGap: 0, seconds: 10 })
      if (model.cost.length === 0) {
        expect(made.gainMinor).toBe(0)
        return
      }
      if (answer.kind !== 'optimal') throw new Error(answer.kind)
      expect(made.gainMinor).toBeCloseTo(-answer.values.reduce((sum, x, c) => sum + x * model.cost[c]!, 0), 6)
    }),
    { numRuns: 400, seed: 8 },
  )
})

test(
  'Another order of leads gives the same gain and the same sum of turns; one place more never less gain',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(any, fc.nat(), (p, which) => {
        const made = route(p)
        const order = Array.from({ length: p.leadCount }, (_, i) => i).toReversed()
        const rows = <T extends Float64Array | Uint8Array>(matrix: T): number[] =>
          order.flatMap((i) => [...matrix.subarray(i * p.sellerCount, (i + 1) * p.sellerCount)])
        const turned = problem(
          order.map((i) => p.valueMinor[i]!),
          rows(p.upliftRatio),
          [...p.capacity],
          {
            barrier: Uint8Array.from(rows(p.barrier)),
            given: p.given,
          },
        )
        expect(route(turned).gainMinor).toBe(made.gainMinor)
        expect(turns(turned, route(turned))).toBe(turns(p, made))
        if (p.sellerCount === 0) return
        const j = which % p.sellerCount
        const wider = { ...p, capacity: p.capacity.map((room, k) => (k === j ? room + 1 : room)) }
        expect(route(wider).gainMinor).toBe(made.gainMinor + made.placePriceMinor[j]!)
      }),
      { numRuns: 2000, seed: 9 },
    )
  },
)

test('No two equal sellers with room differ by more than a lead', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 6 }), (n, m) => {
      const p = problem(Array<number>(n).fill(10), Array<number>(n * m).fill(0.5), Array<number>(m).fill(100))
      const had = loads(p, route(p))
      expect(Math.max(...had) - Math.min(...had)).toBeLessThanOrEqual(1)
    }),
  )
})
