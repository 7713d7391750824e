import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import type { SolveLinear } from '../../base/linear-model.ts'
import { loadSolver } from '../../platform/solver/highs.ts'
import { allocateQuotas } from './allocate-quotas.ts'
import type { Assumption } from './assumption.ts'
import { teamCapacity } from './capacity.ts'
import { explainRouting } from './explain-routing.ts'
import { carriedQuota, effectiveHeadcount } from './headcount-models.ts'
import { hiresNeeded } from './hires-needed.ts'
import { sumCalls } from './quota-calls.ts'
import { routeLeads } from './route-leads.ts'
import { simulateScenario } from './simulate-scenario.ts'

let solve: SolveLinear
beforeAll(async () => {
  solve = await loadSolver()
})

const wild = fc.constantFrom(
  NaN,
  Infinity,
  -Infinity,
  -0,
  -1,
  0.5,
  5e-324,
  1e-9,
  2 ** 53 - 1,
  2 ** 53,
  1e300,
  Number.MAX_VALUE,
)
const amount = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  { weight: 1, arbitrary: wild },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 51, 2 ** 40, 1) },
)
const ratio = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 0, max: 1.5, noNaN: true }) },
  { weight: 1, arbitrary: wild },
)
const month = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -3, max: 14 }) }, { weight: 1, arbitrary: wild })
const some = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 4): fc.Arbitrary<T[]> => fc.array(arbitrary, { maxLength })
const ramp = some(ratio, 3)

/** Every number anywhere in an answer must be one. */
function expectNumbers(value: unknown): void {
  if (typeof value === 'number' && Number.isNaN(value)) throw new Error('NaN in the answer')
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) expectNumbers(part)
}

/** No answer takes longer than this of the processor: a busy machine is no fault of the answer. */
const mostSeconds = 5
const spent = (): number => process.cpuUsage().user / 1e6
function meets<T>(
  arbitrary: fc.Arbitrary<T>,
  run: (of: T) => { kind: string },
  runCount: number,
): Record<string, number> {
  const kinds: Record<string, number> = {}
  fc.assert(
    fc.property(arbitrary, (of) => {
      const before = spent()
      const made = run(of)
      expect(spent() - before).toBeLessThan(mostSeconds)
      expectNumbers(made)
      kinds[made.kind] = (kinds[made.kind] ?? 0) + 1
    }),
    { numRuns: fuzzRuns(runCount) },
  )
  return kinds
}

const cohort = fc.record({
  count: amount,
  startMonth: month,
  leaveMonth: fc.option(month),
  quotaMinor: amount,
  ramp,
  attainmentRatio: ratio,
})

test('Capacity, headcount and hires of hostile numbers: an answer or a named number', { timeout: 3_600_000 }, () => {
  const of = fc.record({
    cohorts: some(cohort),
    monthCount: month,
    needed: some(amount),
    quotaMinor: amount,
    factor: ratio,
  })
  const kinds = meets(
    of,
    ({ cohorts, monthCount, needed, quotaMinor, factor }) => {
      const team = teamCapacity(cohorts, monthCount)
      const carried = carriedQuota(needed, quotaMinor, factor)
      expectNumbers(carried)
      if (team.kind === 'capacity' && carried.kind === 'carried')
        expectNumbers(effectiveHeadcount(carried.months, team))
      return team
    },
    2_000,
  )
  expect(Math.min(kinds['capacity']!, kinds['bad_number']!)).toBeGreaterThan(50)
  const seller = fc.record({ quotaMinor: amount, ramp, attainmentRatio: ratio })
  const hiring = fc.record({ gapMinor: amount, monthCount: month, seller, monthlyLimit: fc.option(amount) })
  const hired = meets(hiring, hiresNeeded, 2_000)
  expect(Math.min(hired['plan']!, hired['not_reachable']!, hired['bad_number']!)).toBeGreaterThan(50)
})

test('Leads and sellers of hostile numbers and lengths', { timeout: 3_600_000 }, () => {
  const routing = fc.record({ n: fc.nat({ max: 5 }), m: fc.nat({ max: 4 }) }).chain(({ n, m }) => {
    const many = <T>(one: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
      fc.oneof(
        { weight: 30, arbitrary: fc.array(one, { minLength: count, maxLength: count }) },
        { weight: 1, arbitrary: some(one) },
      )
    const uplift = fc.oneof(
      { weight: 60, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
      { weight: 1, arbitrary: wild },
    )
    const int = fc.oneof(
      { weight: 30, arbitrary: fc.nat({ max: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom(-1, 2 ** 31 - 1) },
    )
    return fc.record({
      leadCount: fc.constant(n),
      sellerCount: fc.constant(m),
      valueMinor: many(amount, n).map((v) => Float64Array.from(v)),
      upliftRatio: many(uplift, n * m).map((v) => Float64Array.from(v)),
      barrier: many(fc.constantFrom(0, 0, 1, 255), n * m).map((v) => Uint8Array.from(v)),
      capacity: many(int, m).map((v) => Int32Array.from(v)),
      given: many(int, m).map((v) => Int32Array.from(v)),
    })
  })
  const kinds = meets(
    routing,
    (p) => {
      const made = routeLeads(p)
      if (made.kind !== 'routing') return made
      expect(made.boundMinor).toBe(made.gainMinor)
      for (let lead = 0; lead < p.leadCount; lead++) expectNumbers(explainRouting(p, made, lead))
      return made
    },
    3_000,
  )
  expect(Math.min(kinds['routing']!, kinds['bad_number']!)).toBeGreaterThan(50)
})

test('Quotas and calls of hostile numbers, ids and groups', { timeout: 3_600_000 }, () => {
  const id = fc.constantFrom('a', 'b', 'c', '', '__proto__', '\u{d800}')
  const groupId = fc.constantFrom('g', 'h', '__proto__')
  const person = fc.record({
    id,
    weight: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 100 }) }, { weight: 1, arbitrary: wild }),
    historyMinor: fc.option(amount),
    minimumMinor: fc.option(fc.constantFrom(0, 1, 5), { freq: 2 }),
    maximumMinor: fc.option(amount),
    groups: fc.subarray(['g', 'h', '__proto__']),
  })
  const group = fc.record({ minimumMinor: fc.option(amount), maximumMinor: fc.option(amount) })
  const problem = fc.record({
    targetMinor: amount,
    overAssignmentRatio: ratio,
    changeRatio: fc.option(ratio),
    people: fc.oneof(fc.uniqueArray(person, { selector: (who) => who.id, maxLength: 5 }), some(person)),
    groups: fc
      .tuple(group, group, group)
      .map((three) =>
        ['g', 'h', '__proto__'].map((name, k) =>
          k === 1 ? { id: name, ...three[k] } : { id: name, minimumMinor: null, maximumMinor: null },
        ),
      ),
  })
  const kinds = meets(
    problem,
    (p) => {
      const made = allocateQuotas(p, solve)
      if (made.kind === 'plan') expect(made.lines.reduce((sum, line) => sum + line.quotaMinor, 0)).toBe(made.totalMinor)
      return made
    },
    2_000,
  )
  expect(Math.min(kinds['plan']!, kinds['infeasible']!)).toBeGreaterThan(50)
  // Two of 100,000 were said to have failed: a target of 10¹⁵ beside a group that may have 357, more digits than a number has.
  expect(kinds['failed'] ?? 0).toBeLessThanOrEqual(fuzzRuns(2_000) / 20_000)
  const calls = some(fc.record({ person: id, groups: some(groupId), callMinor: fc.option(amount) }))
  meets(fc.record({ calls, target: amount }), (of) => sumCalls(of.calls, of.target), 5_000)
})

test('Scenarios of hostile numbers', { timeout: 3_600_000 }, () => {
  const assumption: fc.Arbitrary<Assumption> = fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), value: ratio }),
    fc.tuple(ratio, ratio, ratio).map((three) => {
      const [low, likely, high] = three.toSorted((a, b) => a - b) as [number, number, number]
      return { kind: 'triangular' as const, low, likely, high }
    }),
    fc.record({ kind: fc.constant('lognormal' as const), median: ratio, sigma: ratio }),
  )
  const positive: fc.Arbitrary<Assumption> = fc.oneof(assumption, fc.constant<Assumption>({ kind: 'fixed', value: 1 }))
  const chance = fc.oneof(
    { weight: 30, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    { weight: 1, arbitrary: wild },
  )
  const scenario = fc.record({
    monthCount: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 12 }) }, { weight: 1, arbitrary: month }),
    targetMinor: amount,
    deals: some(fc.tuple(chance, amount)).map((pairs) => ({
      chanceRatio: Float64Array.from(pairs, ([c]) => c),
      amountMinor: Float64Array.from(pairs, ([, v]) => v),
    })),
    sellers: some(
      fc.record({ count: fc.nat({ max: 3 }), startMonth: month, ramp: some(chance, 3), monthlyMinor: amount }),
      2,
    ),
    assumptions: fc.record({
      winOdds: positive,
      amountRatio: positive,
      productivity: positive,
      attritionRatio: fc.oneof(positive, fc.constant<Assumption>({ kind: 'fixed', value: 0.1 })),
      hireDelayMonths: positive,
      rampStretch: fc.oneof(positive, fc.constant<Assumption>({ kind: 'fixed', value: 2 })),
    }),
  })
  const kinds = meets(
    scenario,
    (p) => {
      const work = simulateScenario(p, { seed: 3, leastRuns: 100, mostRuns: 100, toleranceRatio: 0 })
      for (let next = work.next(); ; next = work.next()) if (next.done) return next.value
    },
    1_000,
  )
  expect(Math.min(kinds['outcome']!, kinds['bad_number']!)).toBeGreaterThan(50)
})
