import { lineSearch } from './line-search.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

export type SmoothedLevel = { alpha: number; startLevel: number; level: number }

/**
 * Simple exponential smoothing with the least sum of squared one-step errors. For a given α the errors are linear in
 * the starting level, which is therefore exact; α is searched. Source: Brown 1959; Gardner 2006.
 * In: at least one value. Cost: about 30 passes.
 */
export function smoothLevel(values: Float64Array): SmoothedLevel {
  const alpha = lineSearch((a) => filterLevel(values, a).squares, 0.0001, 0.9999)
  const { startLevel, level } = filterLevel(values, alpha)
  return { alpha, startLevel, level }
}

function filterLevel(values: Float64Array, alpha: number): { squares: number; startLevel: number; level: number } {
  // The level is `own + weight·start`: the errors' regression on the weights gives the best start.
  let own = 0
  let weight = 1
  let uu = 0
  let uw = 0
  let ww = 0
  for (let t = 0; t < values.length; t++) {
    const u = values[t]! - own
    uu += u * u
    uw += u * weight
    ww += weight * weight
    own += alpha * u
    weight *= 1 - alpha
  }
  const startLevel = uw / ww
  return { squares: uu - uw * startLevel, startLevel, level: own + weight * startLevel }
}

/** Simple exponential smoothing of a deseasonalised series. Needs two values. */
export const sesModel = defineSeriesModel('ses', 2, (series) => onAdjusted(series, fitSes))

function fitSes(values: Float64Array): Predict {
  const { level } = smoothLevel(values)
  return (horizon) => new Float64Array(horizon).fill(level)
}
