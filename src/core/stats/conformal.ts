import type { Interval } from './coverage.ts'

/**
 * Split-conformal bounds of the next residual from past ones (Vovk 2005; Lei et al. 2018): with n past residuals
 * the bounds are their k-th smallest and largest, k = ⌊(n + 1)(1 − level)/2⌋. Too few for two tails (k = 0): ± the
 * ⌈(n + 1)·level⌉-th smallest absolute residual, which needs fewer. Too few for that too: null, not a narrow guess.
 * In: residuals in any order, level 0–1. Cost: O(n log n).
 */
export function conformalBounds(residuals: readonly number[], level: number): Interval | null {
  const n = residuals.length
  const sorted = [...residuals].sort((a, b) => a - b)
  const k = Math.floor(((n + 1) * (1 - level)) / 2 + 1e-9)
  if (k >= 1) return { low: sorted[k - 1]!, high: sorted[n - k]! }
  const half = conformalHalfWidth(Float64Array.from(residuals, Math.abs).sort(), level)
  return half === null ? null : { low: -half, high: half }
}

/**
 * Half the width of a symmetric split-conformal interval: the ⌈(n + 1)·level⌉-th smallest absolute residual.
 * In: absolute residuals in ascending order. Out: null when there are too few for the level. Cost: O(1).
 */
export function conformalHalfWidth(sorted: ArrayLike<number>, level: number): number | null {
  const rank = Math.ceil((sorted.length + 1) * level - 1e-9)
  return sorted.length === 0 || rank > sorted.length ? null : sorted[Math.max(1, rank) - 1]!
}
