import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { SolveLinear } from '../../base/linear-model.ts'
import { loadSolver } from '../../platform/solver/highs.ts'
import { allocateQuotas, type QuotaPlan, type QuotaResult } from './allocate-quotas.ts'
import { evenSplit } from './even-split.ts'
import { reconcileQuotas, sumCalls } from './quota-calls.ts'
import type { QuotaPerson, QuotaProblem } from './quota-problem.ts'

let solve: SolveLinear
beforeAll(async () => {
  solve = await loadSolver()
})

const person = (id: string, historyMinor: number, rest: Partial<QuotaPerson> = {}): QuotaPerson => ({
  id,
  weight: historyMinor,
  historyMinor,
  minimumMinor: null,
  maximumMinor: null,
  groups: [],
  ...rest,
})
const problem = (targetMinor: number, people: QuotaPerson[], rest: Partial<QuotaProblem> = {}): QuotaProblem => ({
  targetMinor,
  overAssignmentRatio: 1,
  changeRatio: null,
  people,
  groups: [],
  ...rest,
})
const quotas = (result: QuotaResult): Record<string, number> => {
  if (result.kind !== 'plan') throw new Error(JSON.stringify(result))
  return Object.fromEntries(result.lines.map((line) => [line.person, line.quotaMinor]))
}

test('Target 800, over-assigned 125 %: 1,000 by histories 100, 200, 200 are 200, 400, 400', () => {
  const people = [person('a', 100), person('b', 200), person('c', 200)]
  const result = allocateQuotas(problem(800, people, { overAssignmentRatio: 1.25 }), solve)
  expect(quotas(result)).toEqual({ a: 200, b: 400, c: 400 })
})

test('100 for three equals: 34, 33, 33, the odd unit to the first id whatever the order', () => {
  const people = [person('c', 5), person('a', 5), person('b', 5)]
  expect(quotas(allocateQuotas(problem(100, people), solve))).toEqual({ a: 34, b: 33, c: 33 })
})

test('360 by 100, 100, 100 with at most 110 for a: 110, then 125 each; what binds is named', () => {
  const people = [person('a', 100, { maximumMinor: 110 }), person('b', 100), person('c', 100)]
  const result = allocateQuotas(problem(360, people), solve)
  expect(quotas(result)).toEqual({ a: 110, b: 125, c: 125 })
  expect(result.kind === 'plan' && result.lines.map((line) => line.binds)).toEqual(['maximum', null, null])
  expect(result.kind === 'plan' && result.lines[0]).toMatchObject({
    plainMinor: 120,
    changeRatio: expect.closeTo(0.1, 9),
  })
})

test('At most 15 % more: 120 by 100 stops at 115, and the other, without history, takes the rest of 240: 125', () => {
  const people = [person('a', 100), person('b', 100, { historyMinor: null })]
  const result = allocateQuotas(problem(240, people, { changeRatio: 0.15 }), solve)
  expect(quotas(result)).toEqual({ a: 115, b: 125 })
  expect(result.kind === 'plan' && result.lines[0]!.binds).toBe('change_up')
})

test('200 last year, at most 10 % more, target 240: 220 can be reached; 20 % more or over-assigning 0.9167 would do', () => {
  const people = [person('a', 100), person('b', 100)]
  const result = allocateQuotas(problem(240, people, { changeRatio: 0.1 }), solve)
  expect(result).toEqual({
    kind: 'infeasible',
    obstacles: [
      {
        kind: 'total_above_people',
        totalMinor: 240,
        reachableMinor: 220,
        overAssignmentRatio: 220 / 240,
        changeRatio: expect.closeTo(0.2, 5),
      },
    ],
  })
})

test('A minimum of 130 where 10 % over 100 allows 110: the two bounds that cross are named', () => {
  const result = allocateQuotas(problem(130, [person('a', 100, { minimumMinor: 130 })], { changeRatio: 0.1 }), solve)
  expect(result).toEqual({
    kind: 'infeasible',
    obstacles: [
      { kind: 'bounds_cross', person: 'a', lowestMinor: 130, highestMinor: 110, low: 'minimum', high: 'change_up' },
    ],
  })
})

test('Four of 100; the east (a, b) must carry 300 of 400: 150 each, 50 for c and d, a departure of 50 %', () => {
  const people = ['a', 'b', 'c', 'd'].map((id) => person(id, 100, { groups: id < 'c' ? ['east'] : ['west'] }))
  const groups = [
    { id: 'east', minimumMinor: 300, maximumMinor: null },
    { id: 'west', minimumMinor: null, maximumMinor: null },
  ]
  const result = allocateQuotas(problem(400, people, { groups }), solve)
  expect(quotas(result)).toEqual({ a: 150, b: 150, c: 50, d: 50 })
  expect(result).toMatchObject({
    departureRatio: expect.closeTo(0.5, 6),
    groups: [
      { group: 'east', totalMinor: 300, binds: 'minimum' },
      { group: 'west', totalMinor: 100, binds: null },
    ],
  })
})

test('Of 1,000 by 100, 450, 450 the first team must carry 150: the other two give 25 each, 425 and 425, not 50 and 0', () => {
  const people = [person('a', 100), person('b', 450), person('c', 450)].map((who) => ({ ...who, groups: [who.id] }))
  const groups = ['a', 'b', 'c'].map((id) => ({ id, minimumMinor: id === 'a' ? 150 : null, maximumMinor: null }))
  expect(quotas(allocateQuotas(problem(1000, people, { groups }), solve))).toEqual({ a: 150, b: 425, c: 425 })
})

test('East must carry 500 of 400: no group bound can do that, it must fall by 100', () => {
  const people = ['a', 'b'].map((id) => person(id, 100, { groups: ['east'] }))
  const result = allocateQuotas(
    problem(400, people, { groups: [{ id: 'east', minimumMinor: 500, maximumMinor: null }] }),
    solve,
  )
  expect(result).toEqual({
    kind: 'infeasible',
    obstacles: [{ kind: 'group_out_of_reach', group: 'east', bound: 'minimum', byMinor: 100 }],
  })
})

test('Calls of 90 and 60 and one silent for a target of 200: 150 called, 50 missing, 75 % covered', () => {
  const calls = [
    { person: 'b', groups: ['x'], callMinor: 60 },
    { person: 'a', groups: ['x', 'y'], callMinor: 90 },
    { person: 'c', groups: ['y'], callMinor: null },
  ]
  expect(sumCalls(calls, 200)).toEqual({
    kind: 'bottom_up',
    totalMinor: 150,
    gapMinor: 50,
    coverageRatio: 0.75,
    silent: ['c'],
    groups: [
      { group: 'x', totalMinor: 150, silentCount: 0 },
      { group: 'y', totalMinor: 90, silentCount: 1 },
    ],
  })
})

test('Quotas 100 and 100, calls 160 and 80, half trusted: 130 and 90 are 220, so of 200 they get 118 and 82', () => {
  const p = problem(200, [person('a', 100), person('b', 100)])
  const plan = allocateQuotas(p, solve) as QuotaPlan
  const calls = [
    { person: 'a', groups: [], callMinor: 160 },
    { person: 'b', groups: [], callMinor: 80 },
  ]
  expect(reconcileQuotas(p, plan, calls, { trustRatio: 0.5, toleranceRatio: 0.2 }, solve)).toMatchObject({
    kind: 'reconciled',
    lines: [
      { person: 'a', verdict: 'call_above', callRatio: expect.closeTo(0.6, 9), proposedMinor: 118 },
      { person: 'b', verdict: 'agree', proposedMinor: 82 },
    ],
  })
})

const amount = fc.integer({ min: 1, max: 1_000_000 })
const people = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    weight: fc.integer({ min: 1, max: 1_000_000 }),
    historyMinor: fc.option(amount),
    minimumMinor: fc.option(fc.integer({ min: 0, max: 1000 })),
    maximumMinor: fc.option(fc.integer({ min: 1000, max: 2_000_000 })),
    groups: fc.subarray(['east', 'west', 'new']),
  }),
  { selector: (who) => who.id, minLength: 1, maxLength: 8 },
)
const groups = fc.constantFrom('east', 'west', 'new').chain((id) =>
  fc
    .record({
      minimumMinor: fc.option(amount),
      maximumMinor: fc.option(fc.integer({ min: 1_000_000, max: 4_000_000 })),
    })
    .map((bounds) =>
      ['east', 'west', 'new'].map((other) =>
        other === id ? { id, ...bounds } : { id: other, minimumMinor: null, maximumMinor: null },
      ),
    ),
)
const some = fc.record({
  targetMinor: fc.integer({ min: 0, max: 3_000_000 }),
  overAssignmentRatio: fc.double({ min: 0.8, max: 1.4, noNaN: true }),
  changeRatio: fc.option(fc.double({ min: 0, max: 1.5, noNaN: true })),
  people,
  groups,
})

test('Quotas add up exactly, keep every bound, and do not depend on the order of people', { timeout: 120_000 }, () => {
  const seen = { plan: 0, infeasible: 0, failed: 0 }
  fc.assert(
    fc.property(some, (p) => {
      const result = allocateQuotas(p, solve)
      seen[result.kind]++
      if (result.kind !== 'plan') return
      expect(result.lines.reduce((sum, line) => sum + line.quotaMinor, 0)).toBe(result.totalMinor)
      expect(result.totalMinor).toBe(Math.round(p.targetMinor * p.overAssignmentRatio))
      for (const who of p.people) {
        const { quotaMinor } = result.lines.find((line) => line.person === who.id)!
        expect(quotaMinor).toBeGreaterThanOrEqual(who.minimumMinor ?? 0)
        expect(quotaMinor).toBeLessThanOrEqual(who.maximumMinor ?? Infinity)
        if (p.changeRatio !== null && who.historyMinor !== null)
          expect(Math.abs(quotaMinor - who.historyMinor)).toBeLessThanOrEqual(p.changeRatio * who.historyMinor + 1e-5)
      }
      for (const { id, minimumMinor, maximumMinor } of p.groups) {
        const { totalMinor } = result.groups.find((line) => line.group === id)!
        expect(totalMinor).toBeGreaterThanOrEqual(minimumMinor ?? 0)
        expect(totalMinor).toBeLessThanOrEqual(maximumMinor ?? Infinity)
      }
      expect(allocateQuotas({ ...p, people: p.people.toReversed(), groups: p.groups.toReversed() }, solve)).toEqual(
        result,
      )
    }),
    { numRuns: 300, seed: 5 },
  )
  expect(Math.min(seen.plan, seen.infeasible)).toBeGreaterThan(30)
  expect(seen.failed).toBe(0)
})

test(
  'Equals differ by one unit at most, and nobody loses more than the rounding unit when the target rises',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 100_000 }), (p, more) => {
        const twin = { ...p.people[0]!, id: `${p.people[0]!.id}'` }
        const ungrouped = { ...p, groups: [], people: [...p.people, twin].map((who) => ({ ...who, groups: [] })) }
        const before = allocateQuotas(ungrouped, solve)
        const after = allocateQuotas({ ...ungrouped, targetMinor: p.targetMinor + more }, solve)
        if (before.kind === 'plan')
          expect(Math.abs(quotas(before)[twin.id]! - quotas(before)[p.people[0]!.id]!)).toBeLessThanOrEqual(1)
        if (before.kind === 'plan' && after.kind === 'plan')
          for (const who of ungrouped.people)
            expect(quotas(after)[who.id]!).toBeGreaterThanOrEqual(quotas(before)[who.id]! - 1)
      }),
      { numRuns: 500, seed: 6 },
    )
  },
)

test('Without bounds every part is total · weight / Σ weights', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 }),
      fc.integer({ min: 1, max: 500 }),
      (weights, total) => {
        const n = weights.length
        const bounds = { lowest: new Float64Array(n), highest: new Float64Array(n).fill(total) }
        const parts = evenSplit(total, Float64Array.from(weights), bounds)
        const sum = weights.reduce((a, b) => a + b, 0)
        parts.forEach((part, i) => expect(part).toBeCloseTo((total * weights[i]!) / sum, 6))
      },
    ),
  )
})
