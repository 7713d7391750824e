import { meanAbsoluteError } from './wape.ts'

/**
 * Error relative to a benchmark forecast of the same actuals, MAE(F) / MAE(benchmark) (Hyndman & Koehler 2006, the
 * out-of-sample form). Below 1 the forecast beats the benchmark.
 * Out: null without observations or when the benchmark never erred.
 */
export function mase(
  forecasts: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  actuals: ArrayLike<number>,
): number | null {
  const own = meanAbsoluteError(forecasts, actuals)
  const other = meanAbsoluteError(benchmark, actuals)
  return own === null || other === null || other === 0 ? null : own / other
}
