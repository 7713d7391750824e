/** How even a quantity lies over sellers. Ratios are null where they would divide by zero. */
export type Balance = {
  mean: number
  /** Standard deviation (of all, not of a sample) over the mean: 0 is perfectly even. */
  variationRatio: number | null
  /** The largest over the smallest: 1 is perfectly even. */
  maxToMinRatio: number | null
}

/** In: a quantity ≥ 0 for each seller. Out: null for no sellers. Cost: O(sellers). */
export function balanceOf(values: Float64Array): Balance | null {
  if (values.length === 0) return null
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length
  const smallest = values.reduce((a, b) => Math.min(a, b))
  const largest = values.reduce((a, b) => Math.max(a, b))
  return {
    mean,
    variationRatio: mean > 0 ? Math.sqrt(variance) / mean : null,
    maxToMinRatio: smallest > 0 ? largest / smallest : null,
  }
}

/** Sum of a quantity over each seller's accounts; null counts the accounts. −1 in `assignment`: nobody's. */
export function bySeller(assignment: Int32Array, sellerCount: number, quantity: Float64Array | null): Float64Array {
  const sums = new Float64Array(sellerCount)
  assignment.forEach((seller, account) => {
    if (seller >= 0) sums[seller]! += quantity ? quantity[account]! : 1
  })
  return sums
}

/** Accounts that change their owner (−1: had none, which is no move) and what they are worth together. */
export function movesBetween(
  owner: Int32Array,
  assignment: Int32Array,
  potential: Float64Array,
): { moveCount: number; movedPotential: number } {
  const moved = { moveCount: 0, movedPotential: 0 }
  owner.forEach((before, account) => {
    if (before < 0 || before === assignment[account]) return
    moved.moveCount++
    moved.movedPotential += potential[account]!
  })
  return moved
}
