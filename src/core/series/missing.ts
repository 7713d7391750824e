/**
 * Puts values into gaps (NaN, ±Infinity): linear between the neighbours. Gaps before the first value and after the
 * last are cut off in front and held level at the end, so that the next step stays the next step.
 * In: values a step apart. Out: a new array without gaps, null when nothing was observed. Cost: O(n).
 */
export function fillGaps(values: ArrayLike<number>): Float64Array | null {
  const n = values.length
  let first = 0
  while (first < n && !Number.isFinite(values[first])) first++
  if (first === n) return null
  const out = new Float64Array(n - first)
  let known = first
  for (let t = first; t < n; t++) {
    if (!Number.isFinite(values[t])) continue
    out[t - first] = values[t]!
    for (let gap = known + 1; gap < t; gap++) {
      const weight = (gap - known) / (t - known)
      out[gap - first] = values[known]! * (1 - weight) + values[t]! * weight
    }
    known = t
  }
  return out.fill(values[known]!, known - first + 1)
}
