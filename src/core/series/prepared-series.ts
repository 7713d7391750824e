import { decompose, type Decomposition } from './decomposition.ts'
import { isSeasonal } from './seasonality-test.ts'

/** A clean series and what every model needs of it, found once. */
export type PreparedSeries = {
  /** No gaps, not constant, divided by `scale`. */
  values: Float64Array
  scale: number
  /** Steps in a season; 1 when it has none, or less than two of them were seen. */
  season: number
  /** Null when the series shows no season; `adjusted` is then `values`. */
  decomposition: Decomposition | null
  adjusted: Float64Array
}

/** In: values without gaps and not all equal. Cost: O(n × season). */
export function prepare(raw: Float64Array, season: number): PreparedSeries {
  const scale = meanSize(raw)
  const values = raw.map((v) => v / scale)
  const steps = Math.max(1, Math.floor(season) || 1)
  const used = values.length > 2 * steps ? steps : 1
  const decomposition = isSeasonal(values, used)
    ? decompose(values, used, values.every((v) => v > 0) ? 'multiplicative' : 'additive')
    : null
  return { values, scale, season: used, decomposition, adjusted: decomposition?.adjusted ?? values }
}

/** Mean absolute value, found without overflow; it is above 0 for values that are not all equal. */
function meanSize(values: Float64Array): number {
  let largest = 0
  for (const v of values) largest = Math.max(largest, Math.abs(v))
  let mean = 0
  for (const v of values) mean += Math.abs(v) / largest / values.length
  return Math.max(Number.MIN_VALUE, mean * largest)
}
