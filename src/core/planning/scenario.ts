import { isAssumption, type Assumption } from './assumption.ts'
import { firstBad, isAmount, isShare, type BadNumber } from './bad-number.ts'
import type { Ramp } from './ramp.ts'

/** Sellers alike. Months from the plan's first, 0; below 0: they were here before. */
export type ScenarioSellers = {
  count: number
  startMonth: number
  ramp: Ramp
  /** What one of them, ramped, wins in a month from deals that are not there yet, whole minor units. */
  monthlyMinor: number
}

/** What moves the outcome besides chance. Each is drawn once for a run of the whole plan, so it moves all alike. */
export type ScenarioAssumptions = {
  /** Factor on the odds of every open deal: 1, the chances are right. Makes deals rise and fall together. */
  winOdds: Assumption
  /** Amount when won over the amount now. */
  amountRatio: Assumption
  /** Factor on what sellers win from deals that are not there yet. */
  productivity: Assumption
  /** Chance of each seller to leave at the end of a month. */
  attritionRatio: Assumption
  /** Months by which those who begin in the plan come late. */
  hireDelayMonths: Assumption
  /** Factor on the time that the ramp takes. */
  rampStretch: Assumption
}

export type AssumptionName = keyof ScenarioAssumptions

/** A plan whose outcome is asked for. Money in whole minor units of one currency. */
export type Scenario = {
  monthCount: number
  targetMinor: number
  /** Open deals: the chance to be won within the plan, and the amount. */
  deals: { chanceRatio: Float64Array; amountMinor: Float64Array }
  sellers: readonly ScenarioSellers[]
  assumptions: ScenarioAssumptions
}

/** Ends between which an assumption makes sense; values drawn beyond are cut to them. */
export const assumptionEnds: Record<AssumptionName, readonly [least: number, most: number]> = {
  winOdds: [0, 100],
  amountRatio: [0, 100],
  productivity: [0, 100],
  attritionRatio: [0, 1],
  hireDelayMonths: [0, 120],
  rampStretch: [0.1, 10],
}

export const assumptionNames: readonly AssumptionName[] = [
  'winOdds',
  'amountRatio',
  'productivity',
  'attritionRatio',
  'hireDelayMonths',
  'rampStretch',
]

export type ScenarioFault = BadNumber<
  | 'monthCount'
  | 'targetMinor'
  | 'chanceRatio'
  | 'amountMinor'
  | 'totalMinor'
  | 'count'
  | 'startMonth'
  | 'ramp'
  | 'monthlyMinor'
  | AssumptionName
>

const [mostMonths, mostSellers, mostTotal] = [120, 20_000, 2 ** 51]

/** Numbers that cannot be meant, each by its field and place. Cost: O(deals + cohorts). */
export function scenarioFaults(p: Scenario): ScenarioFault[] {
  const { chanceRatio, amountMinor } = p.deals
  const of = (pick: (sellers: ScenarioSellers) => number): number[] => p.sellers.map(pick)
  const count = p.sellers.reduce((sum, sellers) => sum + sellers.count, 0)
  const isMonthCount = (v: number): boolean => Number.isSafeInteger(v) && v >= 1 && v <= mostMonths
  const faults: ScenarioFault[] = [
    ...firstBad('monthCount', [p.monthCount], isMonthCount),
    ...firstBad('targetMinor', [p.targetMinor], isAmount),
    ...firstBad('chanceRatio', chanceRatio, isShare),
    ...firstBad('amountMinor', amountMinor, isAmount),
    ...firstBad('amountMinor', [amountMinor.length - chanceRatio.length], (v) => v === 0),
    ...firstBad('totalMinor', [amountMinor.reduce((sum, v) => sum + v, 0)], (v) => v <= mostTotal),
    ...firstBad(
      'count',
      of((s) => s.count),
      isAmount,
    ),
    ...firstBad('count', [count], (v) => v <= mostSellers),
    ...firstBad(
      'startMonth',
      of((s) => s.startMonth),
      Number.isSafeInteger,
    ),
    ...firstBad(
      'ramp',
      of((s) => (s.ramp.every(isShare) ? 0 : NaN)),
      Number.isSafeInteger,
    ),
    ...firstBad(
      'monthlyMinor',
      of((s) => s.monthlyMinor),
      (v) => isAmount(v) && v <= mostTotal,
    ),
  ]
  for (const name of assumptionNames)
    if (!isAssumption(p.assumptions[name], ...assumptionEnds[name]))
      faults.push({ kind: 'bad_number', field: name, at: 0 })
  return faults
}
