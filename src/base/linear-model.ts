/**
 * A linear model as a solver reads it: minimise cost · x, rowLower ≤ A·x ≤ rowUpper, columnLower ≤ x ≤ columnUpper.
 * A by columns: the entries of column c are `starts[c]` to `starts[c + 1]` of `rows` and `values`. ±Infinity: no bound.
 */
export type LinearModel = {
  cost: Float64Array
  columnLower: Float64Array
  columnUpper: Float64Array
  rowLower: Float64Array
  rowUpper: Float64Array
  starts: Int32Array
  rows: Int32Array
  values: Float64Array
  /** 1: whole numbers only. Absent: none is whole. */
  isWhole?: Int32Array
}

/** What a solver may do: stop at this distance from the optimum, in units of cost, or after this long. */
export type SolveLimits = { absoluteGap: number; seconds: number }

/** What it found. `stopped`: at a limit, `values` are the best so far. Prices (duals) of rows only without whole numbers. */
export type LinearAnswer =
  | { kind: 'optimal' | 'stopped'; values: Float64Array; rowPrices: Float64Array }
  | { kind: 'infeasible' }
  | { kind: 'failed'; reason: string }

export type SolveLinear = (model: LinearModel, limits: SolveLimits) => LinearAnswer
