import { seasonalNaiveScale } from '../stats/seasonal-naive-scale.ts'
import { fillGaps } from './missing.ts'
import type { SeriesModel } from './series-model.ts'

export type SeasonSeries = { values: ArrayLike<number>; season: number }

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
  for (const { values, season } of series) {
    const held = Math.min(horizon, Math.floor(values.length * largestShare))
    for (let origin = 0; origin < originCount; origin++) {
      const cut = values.length - held - origin
      if (held > 0 && cut > 0) addErrors(pools, model, Array.from(values), season, cut)
    }
  }
  return pools.map((errors) => Float64Array.from(errors).sort())
}

function addErrors(pools: number[][], model: SeriesModel, values: number[], season: number, cut: number): void {
  const training = values.slice(0, cut)
  const scale = errorScale(training, season)
  const fit = model.fit(training, season)
  if (scale === null || fit.kind === 'insufficient') return
  const forecast = fit.predict(Math.min(pools.length, values.length - cut))
  forecast.forEach((expected, step) => {
    const error = Math.abs(values[cut + step]! - expected) / scale
    if (Number.isFinite(error)) pools[step]!.push(error)
  })
}

/**
 * What a series' errors are measured in: its mean change over a season, or over a step when it is too short for that.
 * Null when it never changed.
 */
export function errorScale(values: ArrayLike<number>, season: number): number | null {
  const filled = fillGaps(values)
  return filled === null ? null : (seasonalNaiveScale(filled, season) ?? seasonalNaiveScale(filled, 1))
}
