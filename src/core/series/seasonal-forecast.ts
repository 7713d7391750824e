import { applySeason } from './decomposition.ts'
import type { PreparedSeries } from './prepared-series.ts'
import type { Predict } from './series-model.ts'

/** Fits the adjusted series and puts its season back onto what was predicted. */
export function onAdjusted(series: PreparedSeries, fit: (adjusted: Float64Array) => Predict): Predict {
  const predict = fit(series.adjusted)
  const { decomposition, values, season } = series
  if (decomposition === null) return predict
  const { indices, form } = decomposition
  return (horizon) => predict(horizon).map((v, h) => applySeason(v, indices[(values.length + h) % season]!, form))
}
