import type { Interval } from './coverage.ts'

/**
 * Mean scaled interval score (Gneiting & Raftery 2007; M4): width, plus 2/α times what was missed, over the series'
 * scale. Lower is better. In: intervals of level 1 − α, actuals of the same length, scale above 0
 * (`seasonalNaiveScale`). Out: null without intervals. Intervals that are null are left out.
 */
export function msis(
  intervals: readonly (Interval | null)[],
  actuals: ArrayLike<number>,
  scale: number,
  level: number,
): number | null {
  const penalty = 2 / (1 - level)
  let sum = 0
  let count = 0
  intervals.forEach((interval, i) => {
    if (interval === null) return
    const { low, high } = interval
    const actual = actuals[i]!
    sum += high - low + penalty * (Math.max(0, low - actual) + Math.max(0, actual - high))
    count++
  })
  return count > 0 ? sum / count / scale : null
}
