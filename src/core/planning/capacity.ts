import { firstBad, isAmount, type BadNumber } from './bad-number.ts'
import { rampShare, type Ramp } from './ramp.ts'

/** Sellers who came and go together. Months are counted from the plan's first, 0. */
export type Cohort = {
  count: number
  /** The month in which they begin; below 0: they were here before the plan. */
  startMonth: number
  /** The first month without them; null: they stay. */
  leaveMonth: number | null
  /** A full quota of a month, whole minor units. */
  quotaMinor: number
  ramp: Ramp
  /** What they are expected to reach of a quota, ≥ 0. */
  attainmentRatio: number
}

export type CapacityMonth = {
  headcount: number
  /** Σ count · ramp: how many fully ramped sellers they are worth. */
  effectiveHeadcount: number
  /** Σ count · quota · ramp. */
  streetMinor: number
  /** Σ count · quota · ramp · attainment. */
  capacityMinor: number
}

export type Capacity = { kind: 'capacity'; months: CapacityMonth[]; streetMinor: number; capacityMinor: number }

export type CapacityFault = BadNumber<
  'monthCount' | 'count' | 'startMonth' | 'leaveMonth' | 'quotaMinor' | 'ramp' | 'attainmentRatio' | 'totalMinor'
>

const mostMonths = 1200

/**
 * What a team can carry and bring, month by month. Money is rounded once, as a running sum, so months add up to the
 * totals exactly. In: cohorts of one currency, in any order. Out: a fault names the first number that cannot be meant
 * (`totalMinor`: beyond 2^53). Cost: O(cohorts · months). Source: the ramped-rep capacity model of sales planning
 * (quota · ramp · expected attainment), as metrickittools' "Sales capacity planning" has it.
 */
export function teamCapacity(cohorts: readonly Cohort[], monthCount: number): Capacity | CapacityFault {
  const [bad] = [...monthFaults(monthCount), ...cohortFaults(cohorts)]
  if (bad) return bad
  const months: CapacityMonth[] = []
  let [street, capacity] = [0, 0]
  for (let month = 0; month < monthCount; month++) {
    const before = { street: Math.round(street), capacity: Math.round(capacity) }
    const line = { headcount: 0, effectiveHeadcount: 0, streetMinor: 0, capacityMinor: 0 }
    for (const cohort of cohorts) {
      if (month < cohort.startMonth || (cohort.leaveMonth !== null && month >= cohort.leaveMonth)) continue
      const ramped = cohort.count * rampShare(cohort.ramp, month - cohort.startMonth + 1)
      line.headcount += cohort.count
      line.effectiveHeadcount += ramped
      street += ramped * cohort.quotaMinor
      capacity += ramped * cohort.quotaMinor * cohort.attainmentRatio
    }
    line.streetMinor = Math.round(street) - before.street
    line.capacityMinor = Math.round(capacity) - before.capacity
    months.push(line)
  }
  const [streetMinor, capacityMinor] = [Math.round(street), Math.round(capacity)]
  const [tooLarge] = firstBad('totalMinor', [streetMinor, capacityMinor], isAmount)
  return tooLarge ?? { kind: 'capacity', months, streetMinor, capacityMinor }
}

export const monthFaults = (monthCount: number): BadNumber<'monthCount'>[] =>
  firstBad('monthCount', [monthCount], (v) => Number.isSafeInteger(v) && v >= 1 && v <= mostMonths)

const isMonth = (value: number): boolean => Number.isSafeInteger(value)

function cohortFaults(cohorts: readonly Cohort[]): CapacityFault[] {
  const of = (pick: (cohort: Cohort) => number): number[] => cohorts.map(pick)
  return [
    ...firstBad(
      'count',
      of((c) => c.count),
      isAmount,
    ),
    ...firstBad(
      'startMonth',
      of((c) => c.startMonth),
      isMonth,
    ),
    ...firstBad(
      'leaveMonth',
      of((c) => c.leaveMonth ?? 0),
      isMonth,
    ),
    ...firstBad(
      'quotaMinor',
      of((c) => c.quotaMinor),
      isAmount,
    ),
    ...firstBad(
      'ramp',
      of((c) => (c.ramp.every((v) => v >= 0 && v < Infinity) ? 0 : NaN)),
      isMonth,
    ),
    ...firstBad(
      'attainmentRatio',
      of((c) => c.attainmentRatio),
      (v) => v >= 0 && v < Infinity,
    ),
  ]
}

/** AF: company target / street quota; null without a street quota. 800,000 of 1,000,000 is 0.8. */
export const attainmentFactor = (targetMinor: number, streetMinor: number): number | null =>
  streetMinor > 0 ? targetMinor / streetMinor : null

/** Street quota / company target = 1 / AF; null without a target. 1,000,000 for 800,000 is 1.25. */
export const overAssignment = (targetMinor: number, streetMinor: number): number | null =>
  targetMinor > 0 ? streetMinor / targetMinor : null
