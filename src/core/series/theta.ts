import { smoothLevel } from './exponential-smoothing.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

/**
 * The Theta method: the mean of the linear trend and of a smoothed line of twice its curvature, which is simple
 * exponential smoothing with half the trend's slope as drift.
 * Source: Assimakopoulos & Nikolopoulos 2000; Hyndman & Billah 2003. Needs three values.
 */
export const thetaModel = defineSeriesModel('theta', 3, fitTheta)

export function fitTheta(series: PreparedSeries): Predict {
  return onAdjusted(series, (values) => {
    const { alpha, level } = smoothLevel(values)
    const drift = slope(values) / 2
    const n = values.length
    const start = (1 - (1 - alpha) ** n) / alpha
    return (horizon) => Float64Array.from({ length: horizon }, (_, h) => level + drift * (h + start))
  })
}

/** Least-squares slope over time. */
function slope(values: Float64Array): number {
  const n = values.length
  const middle = (n - 1) / 2
  let product = 0
  let squares = 0
  for (let t = 0; t < n; t++) {
    product += (t - middle) * values[t]!
    squares += (t - middle) ** 2
  }
  return product / squares
}
