import { normalCdf, normalDensity } from './normal.ts'
import { pinball } from './pinball.ts'

/**
 * Continuous ranked probability score of a forecast given as equally likely values, E|X − y| − ½·E|X − X′| (Gneiting &
 * Raftery 2007, eq. 21), in the unit of the values; 0 is perfect, and of one value it is the absolute error.
 * In: values in any order. Out: null for no values, or when one is not finite. Cost: O(n log n).
 */
export function crpsOfSample(values: ArrayLike<number>, actual: number): number | null {
  const n = values.length
  if (n === 0) return null
  const sorted = Float64Array.from(values).sort()
  let error = 0
  let spread = 0
  for (let i = 0; i < n; i++) {
    error += Math.abs(sorted[i]! - actual) / n
    // Σ over pairs of |xi − xj| counts the i-th smallest value 2i − n + 1 times; from the least value, to keep digits.
    spread += ((2 * i - n + 1) * (sorted[i]! - sorted[0]!)) / n / n
  }
  const score = error - spread
  return Number.isFinite(score) ? Math.max(0, score) : null
}

/** The same of a normal forecast (Gneiting & Raftery 2007, eq. 5). In: finite numbers, sigma ≥ 0; 0 gives the absolute error. */
export function crpsOfNormal(mean: number, sigma: number, actual: number): number {
  if (sigma <= 0) return Math.abs(actual - mean)
  const z = (actual - mean) / sigma
  return sigma * (z * (2 * normalCdf(z) - 1) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI))
}

/** A forecast's value at a level 0–1. */
export type ForecastQuantile = { level: number; value: number }

/**
 * The same approximately of a forecast given as quantiles: twice the mean pinball loss over their levels, which should
 * be evenly spaced, (i − ½)/n (Laio & Tamea 2007). Out: null for no quantiles, or when one is not finite.
 */
export function crpsOfQuantiles(quantiles: readonly ForecastQuantile[], actual: number): number | null {
  if (quantiles.length === 0) return null
  const loss = quantiles.reduce((sum, { level, value }) => sum + pinball(value, actual, level), 0)
  return Number.isFinite(loss) ? (2 * loss) / quantiles.length : null
}
