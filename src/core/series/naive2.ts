import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel } from './series-model.ts'

/** Naive 2: the last value of a deseasonalised series, seasonal again. The yardstick of the M competitions. Needs one value. */
export const naive2Model = defineSeriesModel('naive2', 1, (series) =>
  onAdjusted(series, (adjusted) => (horizon) => new Float64Array(horizon).fill(adjusted[adjusted.length - 1]!)),
)
