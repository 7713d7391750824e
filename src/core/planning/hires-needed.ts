import { firstBad, isAmount, type BadNumber } from './bad-number.ts'
import { monthFaults } from './capacity.ts'
import { rampShare, type Ramp } from './ramp.ts'

/** What a new seller is like. `quotaMinor`: a full quota of a month. */
export type NewSeller = { quotaMinor: number; ramp: Ramp; attainmentRatio: number }

export type HiringProblem = {
  /** What the team cannot bring by itself by the end of the plan, whole minor units: target − capacity. */
  gapMinor: number
  monthCount: number
  seller: NewSeller
  /** The most who can begin in one month; null: no limit. */
  monthlyLimit: number | null
}

/** If all began in this month: how many it takes, and what one brings by the end. Null: not even any number would do. */
export type HiresFrom = { month: number; yieldMinor: number; count: number | null }

export type HiringPlan = {
  kind: 'plan'
  /** By month of begin: the fewest hires that close the gap, none of whom alone could begin a month later. */
  hires: number[]
  hireCount: number
  /** The last month in which anybody must begin; null when no hire is needed. */
  lastMonth: number | null
  surplusMinor: number
  from: HiresFrom[]
}

export type HiringResult =
  | HiringPlan
  /** Even the limit of every month brings only so much. */
  | { kind: 'not_reachable'; mostMinor: number; from: HiresFrom[] }
  | BadNumber<'gapMinor' | 'monthCount' | 'quotaMinor' | 'ramp' | 'attainmentRatio' | 'yieldMinor' | 'monthlyLimit'>

const isPlain = (value: number): boolean => value >= 0 && value < Infinity

/**
 * Capacity backwards: how many sellers must begin by when so that the gap is closed by the end of the plan. Who begins
 * earlier brings more, so the fewest begin as early as the limit allows; then, the last first, each is put off as long as the
 * gap stays closed. Yields are rounded down, so a plan never promises a unit too much. Cost: O(months²).
 */
export function hiresNeeded(p: HiringProblem): HiringResult {
  const { seller, monthCount } = p
  const [bad] = [
    ...firstBad('gapMinor', [p.gapMinor], isAmount),
    ...monthFaults(monthCount),
    ...firstBad('quotaMinor', [seller.quotaMinor], isAmount),
    ...firstBad('ramp', seller.ramp, isPlain),
    ...firstBad('attainmentRatio', [seller.attainmentRatio], isPlain),
    ...firstBad('monthlyLimit', [p.monthlyLimit ?? 0], isAmount),
  ]
  if (bad) return bad
  const yields = sellerYields(seller, monthCount)
  const [tooLarge] = firstBad('yieldMinor', yields, isAmount)
  if (tooLarge) return tooLarge
  const from = yields.map((yieldMinor, month) => {
    const needed = p.gapMinor === 0 ? 0 : yieldMinor > 0 ? Math.ceil(p.gapMinor / yieldMinor) : null
    return { month, yieldMinor, count: needed !== null && needed <= (p.monthlyLimit ?? Infinity) ? needed : null }
  })
  const { hires, left } = fewest(p, yields)
  const mostMinor = p.gapMinor - left
  if (left > 0) return { kind: 'not_reachable', mostMinor, from }
  const surplusMinor = putOff(hires, yields, -left, p.monthlyLimit ?? Infinity)
  const hireCount = hires.reduce((sum, count) => sum + count, 0)
  const lastMonth = hires.findLastIndex((count) => count > 0)
  return { kind: 'plan', hires, hireCount, lastMonth: lastMonth < 0 ? null : lastMonth, surplusMinor, from }
}

/** What one seller who begins in each month brings by the end, rounded down. Out: never rises. */
function sellerYields({ quotaMinor, ramp, attainmentRatio }: NewSeller, monthCount: number): number[] {
  const yields: number[] = []
  let ramped = 0
  for (let tenure = 1; tenure <= monthCount; tenure++) {
    ramped += rampShare(ramp, tenure)
    yields.unshift(Math.floor(quotaMinor * attainmentRatio * ramped + 1e-6))
  }
  return yields
}

function fewest(p: HiringProblem, yields: readonly number[]): { hires: number[]; left: number } {
  const hires = yields.map(() => 0)
  let left = p.gapMinor
  yields.forEach((each, month) => {
    if (left <= 0 || each === 0) return
    const count = Math.min(p.monthlyLimit ?? Infinity, Math.ceil(left / each))
    hires[month] = count
    left -= count * each
  })
  return { hires, left }
}

/** Moves hires to later months while the surplus pays for it. Out: what is left of the surplus. */
function putOff(hires: number[], yields: readonly number[], surplus: number, limit: number): number {
  let left = surplus
  for (let month = hires.length - 1; month >= 0; month--)
    for (let later = hires.length - 1; later > month && hires[month]! > 0; later--) {
      const loss = yields[month]! - yields[later]!
      const affordable = loss > 0 ? Math.floor(left / loss) : Infinity
      const moved = Math.min(hires[month]!, limit - hires[later]!, affordable)
      hires[month]! -= moved
      hires[later]! += moved
      left -= moved * loss
    }
  return left
}
