/**
 * Brier score: mean squared distance of stated chances from what came (Brier 1950).
 * In: chances 0–1 and outcomes 0 or 1, same order. Out: 0 (perfect) – 1; null for none. Cost: O(n).
 */
export function brier(chances: ArrayLike<number>, outcomes: ArrayLike<number>): number | null {
  if (outcomes.length === 0) return null
  let sum = 0
  for (let i = 0; i < outcomes.length; i++) sum += (chances[i]! - outcomes[i]!) ** 2
  return sum / outcomes.length
}
