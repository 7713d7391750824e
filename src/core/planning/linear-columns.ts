import type { LinearModel } from '../../base/linear-model.ts'

export type Column = {
  cost: number
  lower: number
  upper: number
  entries: readonly (readonly [row: number, value: number])[]
  isWhole?: boolean
}
export type Row = { lower: number; upper: number }

/** A linear model from its columns, each with its entries by rows. Cost: O(columns + entries). */
export function linearModelOf(columns: readonly Column[], rows: readonly Row[]): LinearModel {
  const starts = new Int32Array(columns.length + 1)
  columns.forEach((column, c) => (starts[c + 1] = starts[c]! + column.entries.length))
  const model: LinearModel = {
    cost: Float64Array.from(columns, (column) => column.cost),
    columnLower: Float64Array.from(columns, (column) => column.lower),
    columnUpper: Float64Array.from(columns, (column) => column.upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    starts,
    rows: new Int32Array(starts[columns.length]!),
    values: new Float64Array(starts[columns.length]!),
  }
  columns.forEach((column, c) =>
    column.entries.forEach(([row, value], e) => {
      model.rows[starts[c]! + e] = row
      model.values[starts[c]! + e] = value
    }),
  )
  if (columns.some((column) => column.isWhole)) model.isWhole = Int32Array.from(columns, (c) => (c.isWhole ? 1 : 0))
  return model
}
