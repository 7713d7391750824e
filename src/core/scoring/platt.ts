import { fitLogistic } from './irls.ts'

/** chance = 1/(1 + e^−(slope·margin + intercept)); the slope is never negative, so ranks stay. */
export type PlattCurve = { slope: number; intercept: number }

/**
 * Platt scaling: a logistic curve from margin to chance, with targets drawn in by one row of each outcome so that a
 * window without misses stays finite (Platt 1999; Lin, Lin & Weng 2007). Margins that rank the window backwards are
 * worth nothing: the curve is then level at the window's rate.
 * In: margins without NaN, outcomes 0 or 1, same order, at least one. Cost: O(iterations × n).
 */
export function fitPlatt(margins: ArrayLike<number>, outcomes: ArrayLike<number>): PlattCurve {
  const rowCount = outcomes.length
  const positives = Array.from(outcomes).reduce((a, b) => a + b, 0)
  const yes = (positives + 1) / (positives + 2)
  const no = 1 / (rowCount - positives + 2)
  const targets = Float64Array.from(outcomes, (y) => y * yes + (1 - y) * no)
  const fit = fitLogistic({ values: Float64Array.from(margins), width: 1, rowCount }, targets, 1e-6)
  const slope = fit.coefficients[0]!
  if (slope >= 0) return { slope, intercept: fit.intercept }
  const rate = targets.reduce((a, b) => a + b, 0) / rowCount
  return { slope: 0, intercept: Math.log(rate / (1 - rate)) }
}
