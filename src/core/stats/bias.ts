/**
 * Signed bias Σ(F − A) / Σ|A|, as a ratio; positive means forecasts run high.
 * Out: null when the actuals sum to 0.
 */
export function bias(forecasts: ArrayLike<number>, actuals: ArrayLike<number>): number | null {
  let error = 0
  let total = 0
  for (let i = 0; i < actuals.length; i++) {
    error += forecasts[i]! - actuals[i]!
    total += Math.abs(actuals[i]!)
  }
  return total > 0 ? error / total : null
}
