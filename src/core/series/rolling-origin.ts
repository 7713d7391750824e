import { bias } from '../stats/bias.ts'
import { smape } from '../stats/smape.ts'
import { meanAbsoluteError } from '../stats/wape.ts'
import { errorScale } from './error-scale.ts'
import type { SeriesModel } from './series-model.ts'

export type SeasonSeries = { values: ArrayLike<number>; season: number }

/** What was said at one origin (the count of values then known), what came, and the scale its errors are measured in. */
export type OriginForecast = { origin: number; forecast: Float64Array; actual: Float64Array; scale: number | null }

/** Asks the model as it would have been asked with the first `origin` values alone. Null when it had too little to say. */
export function forecastAt(
  model: SeriesModel,
  { values, season }: SeasonSeries,
  origin: number,
  horizon: number,
): OriginForecast | null {
  const all = Float64Array.from(values)
  const training = all.subarray(0, origin)
  const fit = model.fit(training, season)
  if (fit.kind === 'insufficient') return null
  const actual = all.slice(origin, origin + horizon)
  return { origin, forecast: fit.predict(actual.length), actual, scale: errorScale(training, season) }
}

export type RollingSettings = { horizon: number; firstOrigin: number; stepCount: number }

/**
 * Rolling-origin backtest of one series: from `firstOrigin` on, every `stepCount` values, while the whole horizon lies in the
 * past. A generator: each origin is a step that can be shown, or be the last. Source: Tashman 2000. Cost: a fit an origin.
 */
export function* rollOrigins(
  model: SeriesModel,
  series: SeasonSeries,
  { horizon, firstOrigin, stepCount }: RollingSettings,
): Generator<OriginForecast | null> {
  for (let origin = firstOrigin; origin + horizon <= series.values.length; origin += Math.max(1, stepCount))
    yield forecastAt(model, series, origin, horizon)
}

export type RollingScore = {
  originCount: number
  mase: number | null
  /** Percent. */
  smape: number | null
  /** Ratio; above 0 forecasts run high. */
  bias: number | null
}

/**
 * Sums up what rolled back origins came to. Steps whose actual is missing are left out. MASE is the mean over origins,
 * each on its own scale. Out: nulls where nothing could be scored; origins without an answer are not counted.
 */
export function scoreOrigins(origins: Iterable<OriginForecast | null>): RollingScore {
  const forecasts: number[] = []
  const actuals: number[] = []
  const scaled: number[] = []
  let originCount = 0
  for (const one of origins) {
    if (one === null) continue
    originCount++
    const known = [...one.actual.keys()].filter((h) => Number.isFinite(one.actual[h]))
    const own = known.map((h) => one.forecast[h]!)
    const came = known.map((h) => one.actual[h]!)
    forecasts.push(...own)
    actuals.push(...came)
    const error = meanAbsoluteError(own, came)
    if (error !== null && one.scale !== null) scaled.push(error / one.scale)
  }
  const mase = scaled.length > 0 ? scaled.reduce((sum, v) => sum + v / scaled.length, 0) : null
  return { originCount, mase, smape: smape(forecasts, actuals), bias: bias(forecasts, actuals) }
}
