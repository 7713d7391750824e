import { fillGaps } from './missing.ts'
import { prepare, type PreparedSeries } from './prepared-series.ts'

/** Point forecasts of the next `horizon` steps; never NaN. */
export type Predict = (horizon: number) => Float64Array

export type SeriesFit = { kind: 'fit'; predict: Predict }
export type SeriesInsufficient = { kind: 'insufficient'; reason: 'no_values' | 'too_few_values' }

/**
 * A model of one series. In: values a step apart, oldest first, NaN or ±Infinity where a value is missing; the length
 * of the season in steps (1: none). Out: what it learnt, or `insufficient`. Pure.
 */
export type SeriesModel = {
  id: string
  fit: (values: ArrayLike<number>, season: number) => SeriesFit | SeriesInsufficient
}

/** A forecast may leave the seen values by this many times their largest size; further is an explosion, not a trend. */
const widestFactor = 100

/**
 * Makes a model of a fit that may count on a clean series: no gaps, values about 1 in size, not constant, at least
 * `minimumCount` of them. A constant is forecast as itself. A series never below zero gets no forecast below zero.
 */
export function defineSeriesModel(
  id: string,
  minimumCount: number,
  fitPrepared: (series: PreparedSeries) => Predict,
): SeriesModel {
  return {
    id,
    fit: (raw, season) => {
      const values = fillGaps(raw)
      if (values === null) return { kind: 'insufficient', reason: 'no_values' }
      if (values.length < minimumCount) return { kind: 'insufficient', reason: 'too_few_values' }
      const last = values[values.length - 1]!
      if (values.every((v) => v === values[0]))
        return { kind: 'fit', predict: (horizon) => new Float64Array(steps(horizon)).fill(last) }
      const series = prepare(values, season)
      const predict = fitPrepared(series)
      return { kind: 'fit', predict: (horizon) => bounded(predict(steps(horizon)), series) }
    },
  }
}

const steps = (horizon: number): number => Math.max(0, Math.floor(horizon) || 0)

/** Back to the series' own units, within what can be a number and a forecast. */
function bounded(forecast: Float64Array, series: PreparedSeries): Float64Array {
  const { values, scale } = series
  let most = 0
  let least = Infinity
  for (const v of values) {
    most = Math.max(most, Math.abs(v))
    least = Math.min(least, v)
  }
  const high = most * widestFactor
  const low = least >= 0 ? 0 : -high
  const fallback = values[values.length - 1]!
  return forecast.map((v) => {
    const inside = Math.min(high, Math.max(low, Number.isNaN(v) ? fallback : v))
    return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, inside * scale))
  })
}
