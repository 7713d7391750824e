/**
 * Weighted absolute percentage error Σ|F − A| / Σ|A|, as a ratio.
 * In: forecasts and actuals of equal length. Out: null when the actuals sum to 0 (say the absolute error instead).
 */
export function wape(forecasts: ArrayLike<number>, actuals: ArrayLike<number>): number | null {
  let error = 0
  let total = 0
  for (let i = 0; i < actuals.length; i++) {
    error += Math.abs(forecasts[i]! - actuals[i]!)
    total += Math.abs(actuals[i]!)
  }
  return total > 0 ? error / total : null
}

/** Mean absolute error; null without observations. */
export function meanAbsoluteError(forecasts: ArrayLike<number>, actuals: ArrayLike<number>): number | null {
  if (actuals.length === 0) return null
  let error = 0
  for (let i = 0; i < actuals.length; i++) error += Math.abs(forecasts[i]! - actuals[i]!)
  return error / actuals.length
}
