import { lineSearch } from './line-search.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

/**
 * Dynamic optimised Theta (DOTM): the trend is the regression known at each step, and the weight ω = 1 − 1/θ of it is
 * estimated. For a given α the one-step errors are linear in the starting level and in ω, so both are exact and only α
 * is searched. Source: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler 2016. Needs four values.
 */
export const dynamicThetaModel = defineSeriesModel('dynamic_theta', 4, fitDynamicTheta)

export function fitDynamicTheta(series: PreparedSeries): Predict {
  return onAdjusted(series, dynamicThetaLine)
}

/** The method itself, of values without a season. */
export function dynamicThetaLine(values: Float64Array): Predict {
  const alpha = lineSearch((a) => learn(values, a).squares, 0.1, 0.99)
  const { startLevel, omega } = learn(values, alpha)
  return (horizon) => roll(values, alpha, startLevel, omega, horizon)
}

/** The regression of the values so far on time, updated in place. */
type Trend = { mean: number; slope: number; intercept: number }

function updateTrend(trend: Trend, value: number, t: number): void {
  if (t > 1) trend.slope = ((t - 2) * trend.slope + (6 / t) * (value - trend.mean)) / (t + 1)
  trend.mean += (value - trend.mean) / t
  trend.intercept = trend.mean - ((t + 1) / 2) * trend.slope
}

/** A line needs two values: errors before it exists would only say where the level starts. */
const warmUpCount = 2

function learn(values: Float64Array, alpha: number): { squares: number; startLevel: number; omega: number } {
  const trend: Trend = { mean: 0, slope: 0, intercept: 0 }
  let own = 0
  let weight = 1
  let [uu, uw, ud, ww, wd, dd] = [0, 0, 0, 0, 0, 0]
  for (let t = 1; t <= values.length; t++) {
    const value = values[t - 1]!
    const pull = weight * trend.intercept + ((1 - weight * (1 - alpha)) / alpha) * trend.slope
    const u = value - own
    if (t > warmUpCount) {
      uu += u * u
      uw += u * weight
      ud += u * pull
      ww += weight * weight
      wd += weight * pull
      dd += pull * pull
    }
    own += alpha * u
    weight *= 1 - alpha
    updateTrend(trend, value, t)
  }
  const determinant = ww * dd - wd * wd
  const free = determinant > 1e-12 * ww * dd ? (ww * ud - wd * uw) / determinant : 0
  const omega = Math.min(0.9999, Math.max(0, free))
  const startLevel = ww > 0 ? (uw - omega * wd) / ww : 0
  const explained = 2 * (startLevel * uw + omega * ud)
  const fitted = startLevel * startLevel * ww + 2 * startLevel * omega * wd + omega * omega * dd
  return { squares: uu - explained + fitted, startLevel, omega }
}

/** Runs through the values, then on: each forecast is taken for what came. */
function roll(values: Float64Array, alpha: number, startLevel: number, omega: number, horizon: number): Float64Array {
  const trend: Trend = { mean: 0, slope: 0, intercept: 0 }
  const out = new Float64Array(horizon)
  let level = startLevel
  let weight = 1
  for (let t = 1; t <= values.length + horizon; t++) {
    const pull = weight * trend.intercept + ((1 - weight * (1 - alpha)) / alpha) * trend.slope
    const expected = level + omega * pull
    const value = t <= values.length ? values[t - 1]! : expected
    if (t > values.length) out[t - values.length - 1] = expected
    level += alpha * (value - level)
    weight *= 1 - alpha
    updateTrend(trend, value, t)
  }
  return out
}
