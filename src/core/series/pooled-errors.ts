import { forecastAt, type OriginForecast, type SeasonSeries } from './rolling-origin.ts'
import type { SeriesModel } from './series-model.ts'

/** Per step ahead (index 0: one step), absolute errors over the series' scale, ascending. */
export type PooledErrors = readonly Float64Array[]

/** Never hold out more than this share of a series: a model of a stump errs as the whole would not. */
const largestShare = 1 / 3

/**
 * What the model would have missed by, had it been asked before each of the last steps of each series: the calibration
 * set of a pooled split-conformal interval. Series lend each other their errors, so that a short one gets an honest
 * interval too; near steps are seen from more origins than far ones, the latest of them almost as long as the series.
 * In: series on any scale, the longest horizon. Missing values and constants add nothing. Cost: a fit a series and step.
 */
export function poolErrors(model: SeriesModel, series: readonly SeasonSeries[], horizon: number): PooledErrors {
  const pools: number[][] = Array.from({ length: horizon }, () => [])
  for (const one of series) {
    const length = one.values.length
    const held = Math.min(horizon, Math.floor(length * largestShare))
    for (let steps = 1; steps <= held; steps++) addErrors(pools, forecastAt(model, one, length - steps, horizon))
  }
  return pools.map((errors) => Float64Array.from(errors).sort())
}

function addErrors(pools: number[][], asked: OriginForecast | null): void {
  if (asked === null || asked.scale === null) return
  const { forecast, actual, scale } = asked
  forecast.forEach((expected, step) => {
    const error = Math.abs(actual[step]! - expected) / scale
    if (Number.isFinite(error)) pools[step]!.push(error)
  })
}
