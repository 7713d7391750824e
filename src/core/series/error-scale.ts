import { seasonalNaiveScale } from '../stats/seasonal-naive-scale.ts'
import { fillGaps } from './missing.ts'

/**
 * What a series' errors are measured in: its mean change over a season, or over a step when it is too short for that.
 * Null when it never changed.
 */
export function errorScale(values: ArrayLike<number>, season: number): number | null {
  const filled = fillGaps(values)
  return filled === null ? null : (seasonalNaiveScale(filled, season) ?? seasonalNaiveScale(filled, 1))
}
