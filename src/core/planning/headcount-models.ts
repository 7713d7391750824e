import type { Capacity } from './capacity.ts'
import { firstBad, isAmount, type BadNumber } from './bad-number.ts'

export type CarriedQuota = {
  /** The quota that must be on the street so that the needed revenue comes: needed / AF, rounded up. */
  carriedMinor: number
  /** Fully ramped sellers who carry it, in parts of a person. */
  rampedCount: number
  /** The same in whole persons. */
  wholeCount: number
}

export type CarriedQuotaResult =
  | { kind: 'carried'; months: CarriedQuota[] }
  | BadNumber<'neededMinor' | 'quotaMinor' | 'attainmentFactor' | 'carriedMinor'>

/**
 * From the revenue needed of each month to the quota to carry and the ramped sellers to carry it: Fullcast's "Carried
 * Quota Model". In: needed and a ramped seller's full quota of a month in minor units, attainment factor > 0. Cost: O(months).
 */
export function carriedQuota(
  neededMinor: readonly number[],
  quotaMinor: number,
  attainmentFactor: number,
): CarriedQuotaResult {
  // A millionth of a unit is the rounding of a decimal factor, not a need.
  const carried = neededMinor.map((needed) => Math.ceil(needed / attainmentFactor - 1e-6))
  const [bad] = [
    ...firstBad('neededMinor', neededMinor, isAmount),
    ...firstBad('quotaMinor', [quotaMinor], (v) => isAmount(v) && v > 0),
    ...firstBad('attainmentFactor', [attainmentFactor], (v) => v > 0 && v < Infinity),
    ...firstBad('carriedMinor', carried, (v) => isAmount(Math.abs(v))),
  ]
  if (bad) return bad
  return {
    kind: 'carried',
    months: carried.map((value) => {
      const carriedMinor = Math.max(0, value)
      return { carriedMinor, rampedCount: carriedMinor / quotaMinor, wholeCount: Math.ceil(carriedMinor / quotaMinor) }
    }),
  }
}

export type HeadcountMonth = {
  neededCount: number
  effectiveCount: number
  /** Fully ramped persons missing; 0 when there are enough. */
  missingCount: number
  /** The same in whole persons. */
  wholeMissingCount: number
}

/**
 * Ramped sellers needed beside those the team is worth: Fullcast's "Effective Headcount Model", which says how many are
 * to be hired. In: needed of `carriedQuota`, team of `teamCapacity`. Out: as many months as both have. Cost: O(months).
 */
export function effectiveHeadcount(needed: readonly CarriedQuota[], team: Capacity): HeadcountMonth[] {
  return needed.slice(0, team.months.length).map(({ rampedCount }, month) => {
    const effectiveCount = team.months[month]!.effectiveHeadcount
    const missingCount = Math.max(0, rampedCount - effectiveCount)
    return {
      neededCount: rampedCount,
      effectiveCount,
      missingCount,
      // Ramps of a tenth are not exact for a computer: a billionth of a person is nobody.
      wholeMissingCount: Math.ceil(missingCount - 1e-9),
    }
  })
}
