/** A chance of exactly 0 or 1 that comes out otherwise would cost infinity; it is held this far from both. */
const leastChance = 1e-15

/**
 * Log loss −mean(y·ln p + (1 − y)·ln(1 − p)), natural logarithm (Good 1952).
 * In: chances 0–1 and outcomes 0 or 1, same order. Out: ≥ 0, 0 is perfect; null for none. Cost: O(n).
 */
export function logLoss(chances: ArrayLike<number>, outcomes: ArrayLike<number>): number | null {
  if (outcomes.length === 0) return null
  let sum = 0
  for (let i = 0; i < outcomes.length; i++) {
    const p = Math.min(1 - leastChance, Math.max(leastChance, chances[i]!))
    sum -= outcomes[i]! * Math.log(p) + (1 - outcomes[i]!) * Math.log(1 - p)
  }
  return sum / outcomes.length
}
