import { shrinkIndices } from './seasonal-shrinkage.ts'

export type SeasonForm = 'multiplicative' | 'additive'

/** Where season and level are taken apart: values without their season, and what the season does at each position. */
export type Decomposition = { form: SeasonForm; indices: Float64Array; adjusted: Float64Array }

/**
 * Classical decomposition by a centred moving average over one season (Persons 1919; Makridakis, Wheelwright &
 * Hyndman 1998 §3), indices shrunk by what they cannot know (`shrinkIndices`). In: values without gaps, at least two seasons; multiplicative only for values above 0.
 * Out: indices of positions 0 … season − 1, averaging 1 (or 0), and the adjusted values. Cost: O(n).
 */
export function decompose(values: Float64Array, season: number, form: SeasonForm): Decomposition {
  const indices = seasonalIndices(values, season, form)
  const adjusted = values.map((v, t) => removeSeason(v, indices[t % season]!, form))
  return { form, indices, adjusted }
}

export const removeSeason = (value: number, index: number, form: SeasonForm): number =>
  form === 'multiplicative' ? value / index : value - index

export const applySeason = (value: number, index: number, form: SeasonForm): number =>
  form === 'multiplicative' ? value * index : value + index

/** Trend-cycle: moving average over one season, half weights at both ends when the season is even; NaN at the margins. */
export function centredAverage(values: Float64Array, season: number): Float64Array {
  const n = values.length
  const half = Math.floor(season / 2)
  const isEven = season % 2 === 0
  const out = new Float64Array(n).fill(NaN)
  for (let t = half; t + half < n; t++) {
    let sum = 0
    for (let j = t - half; j <= t + half; j++) sum += values[j]!
    if (isEven) sum -= (values[t - half]! + values[t + half]!) / 2
    out[t] = sum / season
  }
  return out
}

function seasonalIndices(values: Float64Array, season: number, form: SeasonForm): Float64Array {
  const trend = centredAverage(values, season)
  const parts: number[][] = Array.from({ length: season }, () => [])
  for (let t = 0; t < values.length; t++)
    if (!Number.isNaN(trend[t]!)) parts[t % season]!.push(removeSeason(values[t]!, trend[t]!, form))
  const raw = shrinkIndices(parts, form === 'multiplicative' ? 1 : 0)
  const mean = raw.reduce((a, b) => a + b, 0) / season
  // An index near zero would blow the adjusted value up; a tenth of the usual level is as low as a season may go.
  return form === 'multiplicative' ? raw.map((v) => Math.max(0.1, v / mean)) : raw.map((v) => v - mean)
}
