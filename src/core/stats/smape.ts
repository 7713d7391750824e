/**
 * Symmetric absolute percentage error 2|F − A| / (|F| + |A|), averaged, in percent (0–200), as the M competitions take it
 * (Makridakis & Hibon 2000). Both 0: no error. Out: null without observations.
 */
export function smape(forecasts: ArrayLike<number>, actuals: ArrayLike<number>): number | null {
  if (actuals.length === 0) return null
  let sum = 0
  for (let i = 0; i < actuals.length; i++) {
    const size = Math.abs(forecasts[i]!) + Math.abs(actuals[i]!)
    if (size > 0) sum += (2 * Math.abs(forecasts[i]! - actuals[i]!)) / size
  }
  return (100 * sum) / actuals.length
}
