/**
 * Sample quantile, type 7 of Hyndman & Fan 1996 (linear between order statistics; R's and NumPy's default).
 * In: values in any order (NaN are left out), p 0–1. Out: null for no values. Cost: O(n log n).
 */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  const sorted = Float64Array.from(values)
    .filter((v) => !Number.isNaN(v))
    .sort()
  return quantileOfSorted(sorted, p)
}

/** The same of values already in ascending order. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number | null {
  if (sorted.length === 0) return null
  const at = Math.min(1, Math.max(0, p)) * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below]!
  const high = sorted[Math.min(sorted.length - 1, below + 1)]!
  if (at === below || low === high) return low
  const part = at - below
  // The distance of two huge numbers is no number any more; their parts are.
  return Number.isFinite(high - low) ? low + (high - low) * part : low * (1 - part) + high * part
}
