import type { Interval } from './coverage.ts'
import { quantileOfSorted } from './quantile.ts'

/** The middle `level` of values: what a bootstrap makes of its draws. Out: null for no values. Cost: O(n log n). */
export function percentileInterval(values: ArrayLike<number>, level: number): Interval | null {
  const sorted = Float64Array.from(values).sort()
  const low = quantileOfSorted(sorted, (1 - level) / 2)
  const high = quantileOfSorted(sorted, (1 + level) / 2)
  return low === null || high === null ? null : { low, high }
}
