/** Bounds of each part, in the unit of the total; `lowest` ≤ `highest`, both finite and ≥ 0. */
export type Bounds = { lowest: Float64Array; highest: Float64Array }

/**
 * Whole parts that add up to a whole total, each within a unit of its real part: largest remainders first (Hamilton's
 * method), among equal remainders the earlier in `order`. In: whole bounds; `order` a permutation of the parts.
 * Out: sums exactly whenever Σ lowest ≤ total ≤ Σ highest. Cost: O(n log n).
 */
export function wholeParts(total: number, parts: Float64Array, bounds: Bounds, order: readonly number[]): Float64Array {
  const whole = parts.map((part, i) =>
    Math.max(bounds.lowest[i]!, Math.min(bounds.highest[i]!, Math.floor(part + 1e-9))),
  )
  let left = total - whole.reduce((sum, v) => sum + v, 0)
  const rank = [...order].sort((a, b) => remainder(parts, whole, b) - remainder(parts, whole, a))
  while (left !== 0) {
    const before = left
    const step = Math.sign(left)
    const turn = step > 0 ? rank : rank.toReversed()
    for (const i of turn) {
      if (left === 0) break
      const next = whole[i]! + step
      if (next < bounds.lowest[i]! || next > bounds.highest[i]!) continue
      whole[i] = next
      left -= step
    }
    if (left === before) break
  }
  return whole
}

/** Equal parts have equal remainders: what differs in the tenth digit of a unit is rounding. */
const remainder = (parts: Float64Array, whole: Float64Array, i: number): number =>
  Math.round((parts[i]! - whole[i]!) * 1e6)
