import type { EncodedColumn } from './feature-table.ts'
import { fitLogistic, type DesignMatrix } from './irls.ts'

/**
 * A logistic regression over columns as they come: each is put on its training scale, a missing value takes the mean
 * and, where the training rows had any, an effect of its own.
 */
export type LogisticModel = {
  intercept: number
  columns: readonly LogisticColumn[]
}
export type LogisticColumn = {
  mean: number
  deviation: number
  /** Least and largest training value: a line is not drawn on beyond them. */
  low: number
  high: number
  missingRatio: number
  /** Log-odds per standard deviation, and for being missing. */
  coefficient: number
  missingCoefficient: number
}

/**
 * Fits the regression on encoded columns. In: outcomes 0 or 1, at least one row; ridge on standardised columns.
 * Cost: that of `fitLogistic`.
 */
export function fitLogisticModel(
  columns: readonly EncodedColumn[],
  outcomes: Float64Array,
  ridge: number,
): LogisticModel {
  const scales = columns.map((column) => scaleOf(column.values))
  const withMissing = scales.flatMap((scale, c) => (scale.missingRatio > 0 ? [c] : []))
  const fit = fitLogistic(designOf(columns, scales, withMissing, outcomes.length), outcomes, ridge)
  return {
    intercept: fit.intercept,
    columns: scales.map((scale, c) => {
      const missingAt = withMissing.indexOf(c)
      const missingCoefficient = missingAt < 0 ? 0 : fit.coefficients[columns.length + missingAt]!
      return { ...scale, coefficient: fit.coefficients[c]!, missingCoefficient }
    }),
  }
}

type Scale = Omit<LogisticColumn, 'coefficient' | 'missingCoefficient'>

/** Halves before it adds squares up, so that huge values stay finite: the deviation is found on a scale of the largest. */
function scaleOf(values: Float64Array): Scale {
  const known = values.filter(Number.isFinite)
  if (known.length === 0) return { mean: 0, deviation: 1, low: 0, high: 0, missingRatio: 1 }
  const largest = known.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1
  const mean = known.reduce((sum, v) => sum + v / largest, 0) / known.length
  const variance = known.reduce((sum, v) => sum + (v / largest - mean) ** 2, 0) / known.length
  const deviation = Math.sqrt(variance)
  return {
    mean: mean * largest,
    deviation: deviation > 1e-9 ? deviation * largest : Infinity,
    low: known.reduce((least, v) => Math.min(least, v), Infinity),
    high: known.reduce((most, v) => Math.max(most, v), -Infinity),
    missingRatio: 1 - known.length / values.length,
  }
}

/** Standard deviations from the mean; 0 where missing, and for a column that does not vary. */
function standardised(value: number, scale: Scale): number {
  if (!Number.isFinite(value)) return 0
  const held = Math.min(scale.high, Math.max(scale.low, value))
  return held / scale.deviation - scale.mean / scale.deviation
}

function designOf(
  columns: readonly EncodedColumn[],
  scales: readonly Scale[],
  withMissing: readonly number[],
  rowCount: number,
): DesignMatrix {
  const width = columns.length + withMissing.length
  const values = new Float64Array(rowCount * width)
  columns.forEach((column, c) => {
    for (let row = 0; row < rowCount; row++) values[row * width + c] = standardised(column.values[row]!, scales[c]!)
  })
  withMissing.forEach((c, at) => {
    for (let row = 0; row < rowCount; row++)
      values[row * width + columns.length + at] = Number.isFinite(columns[c]!.values[row]) ? 0 : 1
  })
  return { values, width, rowCount }
}

/** Log-odds that a column adds at a value. */
const effectOf = (column: LogisticColumn, value: number): number =>
  Number.isFinite(value) ? column.coefficient * standardised(value, column) : column.missingCoefficient

/** Margins (log-odds) per row. In: columns encoded and ordered as in training. Cost: O(rows × columns). */
export function logisticMargins(
  model: LogisticModel,
  columns: readonly EncodedColumn[],
  rowCount: number,
): Float64Array {
  const margins = new Float64Array(rowCount).fill(model.intercept)
  columns.forEach(({ values }, c) => {
    for (let row = 0; row < rowCount; row++) margins[row]! += effectOf(model.columns[c]!, values[row]!)
  })
  return margins
}

/** The margin of a training row of which nothing is known: what the columns add on average is in it. */
export const logisticBase = (model: LogisticModel): number =>
  model.columns.reduce((sum, c) => sum + c.missingCoefficient * c.missingRatio, model.intercept)

/**
 * What each column adds to a row's margin beyond its average over the training rows: Shapley values of a linear model
 * (Štrumbelj & Kononenko 2014). They and `logisticBase` add up to the margin. Cost: O(columns).
 */
export const logisticContributions = (
  model: LogisticModel,
  columns: readonly EncodedColumn[],
  row: number,
): Float64Array =>
  Float64Array.from(model.columns, (column, c) => {
    const average = column.missingCoefficient * column.missingRatio
    return effectOf(column, columns[c]!.values[row]!) - average
  })
