import { fillGaps } from './missing.ts'
import type { SeriesFit, SeriesInsufficient, SeriesModel } from './series-model.ts'

/**
 * An outside series that may help. `knownAt(origin)` gives its values for steps 0 … origin + horizon − 1 as they were known
 * when `origin` values of the target were: the vintage of that day, and for the steps ahead what was then expected of
 * them (a calendar, a plan, a forecast, or an indicator moved back by as many steps as it leads).
 */
export type Regressor = { name: string; knownAt: (origin: number) => ArrayLike<number> }

/** Least-squares coefficients are drawn to zero by this share of the regressors' own variation. */
const ridge = 0.01
/** Fewer changes than this a regressor are not enough to learn its coefficient from. */
const fewestPerRegressor = 8

/**
 * A series model of what the regressors leave over: coefficients are learnt on changes over a step (or a season), so that two trends
 * do not pass for a cause (Granger & Newbold 1974), and the model sees the series less their part.
 * In: a model; regressors. Out: a fit of the first `origin` values (all given); `insufficient` when a regressor is not known
 * for a step it is needed at, or values are too few. Cost: O(n·k²) over the model's own.
 */
export function fitRegressed(
  model: SeriesModel,
  regressors: readonly Regressor[],
  values: ArrayLike<number>,
  { season, horizon }: { season: number; horizon: number },
): SeriesFit | SeriesInsufficient {
  if (regressors.length === 0) return model.fit(values, season)
  const filled = fillGaps(values)
  if (filled === null) return { kind: 'insufficient', reason: 'no_values' }
  const n = filled.length
  const offset = values.length - n
  const columns = regressors.map((r) => Float64Array.from(r.knownAt(values.length)).slice(offset, offset + n + horizon))
  if (columns.some((x) => x.length < n + horizon || !x.every(Number.isFinite)))
    return { kind: 'insufficient', reason: 'too_few_values' }
  const lag = n - season >= fewestPerRegressor * regressors.length ? season : 1
  if (n - lag < fewestPerRegressor * regressors.length) return { kind: 'insufficient', reason: 'too_few_values' }
  const coefficients = learn(filled, columns, lag)
  const part = (t: number): number => columns.reduce((sum, x, j) => sum + coefficients[j]! * x[t]!, 0)
  const rest = filled.map((v, t) => v - part(t))
  if (!rest.every(Number.isFinite)) return model.fit(values, season)
  const fit = model.fit(rest, season)
  if (fit.kind === 'insufficient') return fit
  const floor = filled.every((v) => v >= 0) ? 0 : -Number.MAX_VALUE
  return {
    kind: 'fit',
    predict: (asked) =>
      fit.predict(Math.min(asked, horizon)).map((v, h) => {
        const whole = v + part(n + h)
        return Number.isFinite(whole) ? Math.max(floor, whole) : v
      }),
  }
}

/** Ridge regression of changes on changes; each regressor is brought to unit variation first. */
function learn(values: Float64Array, columns: readonly Float64Array[], lag: number): number[] {
  const changes = columns.map((x) => changesOf(x, lag, values.length))
  const sizes = changes.map((x) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0)))
  const unit = changes.map((x, j) => x.map((v) => (sizes[j]! > 0 ? v / sizes[j]! : 0)))
  const target = changesOf(values, lag, values.length)
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, t) => sum + v * b[t]!, 0)
  const matrix = unit.map((a, i) => unit.map((b, j) => dot(a, b) + (i === j ? ridge : 0)))
  const solved = solveSymmetric(
    matrix,
    unit.map((a) => dot(a, target)),
  )
  return solved.map((v, j) => (sizes[j]! > 0 && Number.isFinite(v / sizes[j]!) ? v / sizes[j]! : 0))
}

/** Changes over `lag` steps, less their mean, which belongs to the trend. */
function changesOf(x: Float64Array, lag: number, n: number): Float64Array {
  const out = Float64Array.from({ length: n - lag }, (_, t) => x[t + lag]! - x[t]!)
  const mean = out.reduce((sum, v) => sum + v / out.length, 0)
  return out.map((v) => v - mean)
}

/** Cholesky; the ridge keeps the matrix positive definite. */
function solveSymmetric(matrix: readonly number[][], right: readonly number[]): number[] {
  const n = right.length
  const l = matrix.map((row) => row.map(() => 0))
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!
      l[i]![j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / l[j]![j]!
    }
  const y = [...right]
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) y[i]! -= l[i]![k]! * y[k]!
    y[i]! /= l[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i]! -= l[k]![i]! * y[k]!
    y[i]! /= l[i]![i]!
  }
  return y
}
