import { forecastAt, type OriginForecast, type SeasonSeries } from './rolling-origin.ts'
import type { SeriesModel } from './series-model.ts'

/** Per step ahead (index 0: one step), absolute errors over the series' scale, ascending. */
export type PooledErrors = readonly Float64Array[]

/** Never hold out more than this share of a series: a model of a stump errs as the whole would not. */
const largestShare = 1 / 3

/**
 * What the model would have missed by, had it been asked before the last steps of each series: the calibration set of a
 * pooled split-conformal interval. Series lend each other their errors, so that a short one gets an honest interval too.
 * In: series on any scale, the longest horizon, how many origins to take of each series, a step apart (1 for many
 * series; more when there are few). Missing values and constants add nothing. Cost: one fit a series and origin.
 */
export function poolErrors(
  model: SeriesModel,
  series: readonly SeasonSeries[],
  horizon: number,
  originCount = 1,
): PooledErrors {
  const pools: number[][] = Array.from({ length: horizon }, () => [])
  for (const one of series) {
    const length = one.values.length
    const held = Math.min(horizon, Math.floor(length * largestShare))
    for (let origin = 0; origin < originCount; origin++) {
      const cut = length - held - origin
      if (held > 0 && cut > 0) addErrors(pools, forecastAt(model, one, cut, horizon))
    }
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
