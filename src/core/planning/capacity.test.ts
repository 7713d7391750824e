import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attainmentFactor, overAssignment, teamCapacity, type Cohort } from './capacity.ts'
import { carriedQuota, effectiveHeadcount } from './headcount-models.ts'
import { hiresNeeded, type HiringProblem } from './hires-needed.ts'

const cohort = (count: number, quotaMinor: number, rest: Partial<Cohort> = {}): Cohort => ({
  count,
  startMonth: 0,
  leaveMonth: null,
  quotaMinor,
  ramp: [],
  attainmentRatio: 1,
  ...rest,
})
function capacity(cohorts: Cohort[], monthCount: number) {
  const made = teamCapacity(cohorts, monthCount)
  if (made.kind !== 'capacity') throw new Error(JSON.stringify(made))
  return made
}

test('7 · 150k · 0.85 + 3 · 150k · 0.40 = 1,072.5k', () => {
  const made = capacity([cohort(7, 15_000_000, { attainmentRatio: 0.85 }), cohort(3, 15_000_000, { ramp: [0.4] })], 1)
  expect(made.capacityMinor).toBe(107_250_000)
  expect(made.months[0]).toMatchObject({ headcount: 10, effectiveHeadcount: expect.closeTo(8.2, 9) })
})

test('1,000,000 on the street for a target of 800,000: attainment factor 80 %, over-assignment 125 %', () => {
  const { streetMinor } = capacity([cohort(10, 10_000_000)], 1)
  expect(streetMinor).toBe(100_000_000)
  expect(attainmentFactor(80_000_000, streetMinor)).toBe(0.8)
  expect(overAssignment(80_000_000, streetMinor)).toBe(1.25)
})

test('Two of 100 a month on a ramp 0, ½, then full, one leaving after month 3: 0, 100, 200 and 100', () => {
  const ramp = [0, 0.5]
  const made = capacity([cohort(1, 100, { ramp }), cohort(1, 100, { ramp, leaveMonth: 3 })], 4)
  expect(made.months.map((month) => month.streetMinor)).toEqual([0, 100, 200, 100])
  expect(made.months.map((month) => month.headcount)).toEqual([2, 2, 2, 1])
})

test('Who came two months before the plan on a ramp 0.2, 0.4, 0.6 begins it with 0.6', () => {
  expect(
    capacity([cohort(1, 100, { startMonth: -2, ramp: [0.2, 0.4, 0.6] })], 2).months.map((m) => m.streetMinor),
  ).toEqual([60, 100])
})

test('Needed 80,000 a month at 80 % attainment of a quota of 12,500: 100,000 to carry, 8 ramped sellers; 6.5 are there, 2 to hire', () => {
  const carried = carriedQuota([8_000_000], 1_250_000, 0.8)
  expect(carried).toEqual({ kind: 'carried', months: [{ carriedMinor: 10_000_000, rampedCount: 8, wholeCount: 8 }] })
  const team = capacity([cohort(6, 1_250_000), cohort(1, 1_250_000, { ramp: [0.5] })], 1)
  expect(carried.kind === 'carried' && effectiveHeadcount(carried.months, team)).toEqual([
    { neededCount: 8, effectiveCount: 6.5, missingCount: 1.5, wholeMissingCount: 2 },
  ])
})

const hiring = (gapMinor: number, rest: Partial<HiringProblem> = {}): HiringProblem => ({
  gapMinor,
  monthCount: 4,
  seller: { quotaMinor: 100, ramp: [0, 0.5], attainmentRatio: 1 },
  monthlyLimit: null,
  ...rest,
})

test('On a ramp 0, ½, 1, 1 of 100 one hire brings 250, 150, 50 or 0; 380 take two, the second not later than month 1', () => {
  const made = hiresNeeded(hiring(380))
  expect(made).toMatchObject({ kind: 'plan', hires: [1, 1, 0, 0], hireCount: 2, lastMonth: 1, surplusMinor: 20 })
  expect(made.kind === 'plan' && made.from).toEqual([
    { month: 0, yieldMinor: 250, count: 2 },
    { month: 1, yieldMinor: 150, count: 3 },
    { month: 2, yieldMinor: 50, count: 8 },
    { month: 3, yieldMinor: 0, count: null },
  ])
})

test('With one hire a month 500 cannot be reached: 250 + 150 + 50 = 450', () => {
  expect(hiresNeeded(hiring(500, { monthlyLimit: 1 }))).toMatchObject({ kind: 'not_reachable', mostMinor: 450 })
})

const share = fc.integer({ min: 0, max: 100 }).map((v) => v / 100)
const anyHiring: fc.Arbitrary<HiringProblem> = fc.record({
  gapMinor: fc.integer({ min: 0, max: 20_000 }),
  monthCount: fc.integer({ min: 1, max: 6 }),
  seller: fc.record({
    quotaMinor: fc.integer({ min: 0, max: 1000 }),
    ramp: fc.array(share, { maxLength: 4 }),
    attainmentRatio: share,
  }),
  monthlyLimit: fc.option(fc.integer({ min: 0, max: 9 })),
})

test(
  'Hires bring what is missing by capacity itself; one fewer does not; none alone can begin a month later; more gap, more hires',
  { timeout: 60_000 },
  () => {
    let planned = 0
    fc.assert(
      fc.property(anyHiring, (p) => {
        const made = hiresNeeded(p)
        if (made.kind !== 'plan') return
        planned++
        const brought = (hires: readonly number[]): number =>
          hires.reduce((sum, count, month) => sum + count * made.from[month]!.yieldMinor, 0)
        expect(brought(made.hires)).toBe(p.gapMinor + made.surplusMinor)
        const cohorts = made.hires.map((count, startMonth) => ({ ...cohort(count, 0), ...p.seller, startMonth }))
        expect(capacity(cohorts, p.monthCount).capacityMinor).toBeGreaterThanOrEqual(p.gapMinor)
        const most = p.monthlyLimit ?? made.hireCount
        let fewer = Math.max(0, made.hireCount - 1)
        const earliest = made.hires.map(() => {
          const now = Math.min(most, fewer)
          fewer -= now
          return now
        })
        if (made.hireCount > 0) expect(brought(earliest)).toBeLessThan(p.gapMinor)
        made.hires.forEach((count, month) => {
          if (count === 0 || month === p.monthCount - 1 || made.hires[month + 1]! >= most) return
          const later = made.hires.with(month, count - 1).with(month + 1, made.hires[month + 1]! + 1)
          expect(brought(later)).toBeLessThan(p.gapMinor)
        })
        const more = hiresNeeded({ ...p, gapMinor: p.gapMinor + 1 })
        if (more.kind === 'plan') expect(more.hireCount).toBeGreaterThanOrEqual(made.hireCount)
      }),
      { numRuns: 2000, seed: 3 },
    )
    expect(planned).toBeGreaterThan(500)
  },
)

const anyCohort: fc.Arbitrary<Cohort> = fc.record({
  count: fc.integer({ min: 0, max: 50 }),
  startMonth: fc.integer({ min: -6, max: 8 }),
  leaveMonth: fc.option(fc.integer({ min: -2, max: 8 })),
  quotaMinor: fc.integer({ min: 0, max: 100_000 }),
  ramp: fc.array(share, { maxLength: 4 }),
  attainmentRatio: share,
})

test(
  'Months add up to the totals exactly, the order of cohorts moves them by a unit at most; one more cohort never lowers a month by more than rounding',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(
        fc.array(anyCohort, { maxLength: 6 }),
        anyCohort,
        fc.integer({ min: 1, max: 12 }),
        (cohorts, one, monthCount) => {
          const made = capacity(cohorts, monthCount)
          expect(made.months.reduce((sum, month) => sum + month.streetMinor, 0)).toBe(made.streetMinor)
          expect(made.months.reduce((sum, month) => sum + month.capacityMinor, 0)).toBe(made.capacityMinor)
          const turned = capacity(cohorts.toReversed(), monthCount)
          expect(Math.abs(turned.capacityMinor - made.capacityMinor)).toBeLessThanOrEqual(1)
          const more = capacity([...cohorts, one], monthCount)
          made.months.forEach((month, m) => {
            expect(more.months[m]!.headcount).toBeGreaterThanOrEqual(month.headcount)
            expect(more.months[m]!.streetMinor).toBeGreaterThanOrEqual(month.streetMinor - 1)
          })
        },
      ),
      { numRuns: 1000, seed: 4 },
    )
  },
)
