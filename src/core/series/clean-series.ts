import { quantile } from '../stats/quantile.ts'
import { robustScale } from '../stats/robust-scale.ts'
import { applySeason } from './decomposition.ts'
import { intermittence } from './intermittent.ts'
import { fillGaps } from './missing.ts'
import { prepare } from './prepared-series.ts'

/** What was done to a series before a model saw it, in its own units; `at` is the place in the series as given. */
export type SeriesChange =
  | { kind: 'gap_filled'; at: number; used: number }
  | { kind: 'outlier_replaced'; at: number; seen: number; used: number }
  /** Everything before `at` was moved by this much (or times this ratio, where all values are above 0). */
  | { kind: 'level_moved'; at: number; by: number; form: 'added' | 'multiplied' }
  /** The newest values are unlike the rest, and too few to tell a slip from a new level: left as they are. */
  | { kind: 'left_undecided'; at: number; seen: number }
  /** Gaps in front are cut off. */
  | { kind: 'front_cut'; at: number }

export type CleanSeries = { values: Float64Array; changes: SeriesChange[] }

/** A step this many robust scales from the usual step is no noise; three times what a normal series does in 300 values. */
const unusualSteps = 6
const neighbourCount = 5
const fewestAfter = 3
/** A jump that keeps this share of its height is a new level; one that falls back is an outlier. */
const lastingShare = 0.6
const fewestValues = 12

/**
 * Fills gaps, replaces single outliers, brings the past of a level shift to the new level, and says each thing it did. It
 * looks at the steps of the deseasonalised series: an outlier jumps and falls back, a shift jumps and stays.
 * In: values, missing as NaN; season in steps. Out: null when nothing is known. Intermittent series and those of fewer than 12
 * values only have their gaps filled. Cost: O(n). After Chen & Liu 1993, whose two cases these are, by medians.
 */
export function cleanSeries(raw: ArrayLike<number>, season: number): CleanSeries | null {
  const filled = fillGaps(raw)
  if (filled === null) return null
  const offset = raw.length - filled.length
  const changes = gapsOf(raw, filled, offset)
  const demand = intermittence(filled)?.kind
  const isSteady = filled.every((v) => v === filled[0])
  if (filled.length < fewestValues || isSteady || demand === 'intermittent' || demand === 'lumpy')
    return { values: filled, changes }
  const { values, scale, decomposition, adjusted, season: used } = prepare(filled, season)
  const level = adjusted.slice()
  const found = settle(level, values.every((v) => v > 0) && level.every((v) => v > 0))
  const back = (v: number, t: number): number =>
    scale * (decomposition === null ? v : applySeason(v, decomposition.indices[t % used]!, decomposition.form))
  const cleaned = level.map((v, t) => (v === adjusted[t] ? filled[t]! : finite(back(v, t), filled[t]!)))
  for (const { kind, at, by, form } of found)
    if (kind === 'level')
      changes.push({
        kind: 'level_moved',
        at: at + offset,
        by: form === 'added' ? finite(by * scale, Number.MAX_VALUE) : by,
        form,
      })
    else if (kind === 'undecided') changes.push({ kind: 'left_undecided', at: at + offset, seen: filled[at]! })
    else
      changes.push({
        kind: 'outlier_replaced',
        at: at + offset,
        seen: filled[at]!,
        used: finite(back(by, at), filled[at]!),
      })
  return { values: cleaned, changes: changes.sort((a, b) => a.at - b.at) }
}

const finite = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise)

function gapsOf(raw: ArrayLike<number>, filled: Float64Array, offset: number): SeriesChange[] {
  const changes: SeriesChange[] = offset > 0 ? [{ kind: 'front_cut', at: offset }] : []
  for (let t = 0; t < filled.length; t++)
    if (!Number.isFinite(raw[t + offset])) changes.push({ kind: 'gap_filled', at: t + offset, used: filled[t]! })
  return changes
}

type Found = { kind: 'outlier' | 'level' | 'undecided'; at: number; by: number; form: 'added' | 'multiplied' }

/** Walks from the old to the new, in place; what is settled at one step is what the next one is compared with. */
function settle(level: Float64Array, isPositive: boolean): Found[] {
  const steps = level.subarray(1).map((v, t) => v - level[t]!)
  const usual = quantile(steps, 0.5) ?? 0
  const noise = spreadOf(steps)
  const found: Found[] = []
  if (noise <= 0) return found
  const isUnusual = (step: number): boolean => Math.abs(step - usual) > unusualSteps * noise
  for (let t = 1; t < level.length; t++) {
    const step = level[t]! - level[t - 1]!
    if (!isUnusual(step)) continue
    const after = level.subarray(t, t + neighbourCount)
    if (after.length < fewestAfter) {
      found.push({ kind: 'undecided', at: t, by: 0, form: 'added' })
      break
    }
    const from = quantile(level.subarray(Math.max(0, t - neighbourCount), t), 0.5)!
    const to = quantile(after, 0.5)!
    if ((to - from) / step >= lastingShare) found.push(moveLevel(level, t, from, to, isPositive))
    else if (isUnusual(level[t]! - from)) found.push(replace(level, t))
  }
  return found
}

/** The median deviation is 0 when half the steps are alike; the quartiles then still tell a sawtooth's noise. */
const spreadOf = (steps: Float64Array): number =>
  Math.max(robustScale(steps) ?? 0, ((quantile(steps, 0.75) ?? 0) - (quantile(steps, 0.25) ?? 0)) / 1.349)

function moveLevel(level: Float64Array, at: number, from: number, to: number, isPositive: boolean): Found {
  const form = isPositive ? 'multiplied' : 'added'
  const by = isPositive ? to / from : to - from
  for (let t = 0; t < at; t++) level[t] = isPositive ? level[t]! * by : level[t]! + by
  return { kind: 'level', at, by, form }
}

/** The value between the one before and the next that is like it. */
function replace(level: Float64Array, at: number): Found {
  const after = level.subarray(at + 1, at + 1 + fewestAfter)
  const by = (level[at - 1]! + (quantile(after, 0.5) ?? level[at - 1]!)) / 2
  level[at] = by
  return { kind: 'outlier', at, by, form: 'added' }
}
