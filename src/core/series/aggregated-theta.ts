import { aggregate } from './aggregation.ts'
import { dynamicThetaLine } from './dynamic-theta.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

/** Buckets below this show no line. */
const fewestBuckets = 6

/**
 * Dynamic Theta of a deseasonalised series as it is and summed over each part of its season, each put back to single steps
 * along straight lines between the buckets' middles, then averaged: what is noise at one level is gone at another, and
 * the trend stays. Source: Kourentzes, Petropoulos & Trapero 2014. Needs four values.
 */
export const aggregatedThetaModel = defineSeriesModel('aggregated_theta', 4, fitAggregatedTheta)

export function fitAggregatedTheta(series: PreparedSeries): Predict {
  return onAdjusted(series, (values) => {
    const levels = bucketSizes(series.season, values.length).map((size) => ({
      size,
      predict: coarseLine(values, size),
    }))
    return (horizon) => {
      const mean = new Float64Array(horizon)
      for (const { size, predict } of levels) {
        // Two at least: a line needs them.
        const coarse = predict(Math.max(2, Math.ceil(horizon / size) + 1))
        for (let h = 0; h < horizon; h++) mean[h]! += alongLine(coarse, (h + 0.5) / size - 0.5) / levels.length
      }
      return mean
    }
  })
}

/** Divisors of the season (a series without one: single steps and pairs) that leave enough buckets. */
function bucketSizes(season: number, length: number): number[] {
  const whole = Math.max(2, season)
  const sizes = Array.from({ length: whole }, (_, i) => i + 1)
  return sizes.filter((size) => size === 1 || (whole % size === 0 && length / size >= fewestBuckets))
}

/** Means of a bucket's steps, forecast. */
function coarseLine(values: Float64Array, size: number): Predict {
  return dynamicThetaLine(aggregate(values, size).map((sum) => sum / size))
}

/** The value at a place between the coarse forecasts; before the first the line goes on backwards. */
function alongLine(coarse: Float64Array, place: number): number {
  const left = Math.floor(place)
  const at = (i: number): number => (i < 0 ? 2 * coarse[0]! - coarse[1]! : coarse[Math.min(i, coarse.length - 1)]!)
  return at(left) * (1 - (place - left)) + at(left + 1) * (place - left)
}
