import { seededRandom } from '../stats/random.ts'
import type { CategoryColumn } from './feature-table.ts'
import { logit } from './loss.ts'

export type TargetEncodingSettings = {
  /** Imagined rows at the overall mean that every level is drawn to: (Σ + m·mean)/(n + m). */
  priorRows: number
  folds: number
  seed: number
}

export const defaultTargetEncodingSettings: TargetEncodingSettings = { priorRows: 20, folds: 5, seed: 1 }

/** What a level is worth for new rows; a level never seen is worth `unseen`. */
export type TargetEncoding = { byLevel: ReadonlyMap<string, number>; unseen: number }

/**
 * Smoothed target encoding (Micci-Barreca 2001) in log-odds: a level becomes the outcome rate of its rows, drawn to
 * the overall rate. Learns what new rows get.
 * In: outcomes 0 or 1, at least one row. Missing stays missing. Cost: O(rows).
 */
export function fitTargetEncoding(
  column: CategoryColumn,
  outcomes: Float64Array,
  settings: TargetEncodingSettings,
): TargetEncoding {
  const sums = levelSums(column, outcomes, new Uint8Array(column.codes.length), 1)
  const rate = overallRate(sums)
  const byLevel = new Map<string, number>()
  column.levels.forEach((level, code) => {
    if (sums.counts[code]! > 0) byLevel.set(level, shrunk(sums.totals[code]!, sums.counts[code]!, rate, settings))
  })
  return { byLevel, unseen: logit(rate) }
}

/** New rows in the encoding: NaN where missing. Cost: O(rows + levels). */
export function applyTargetEncoding(column: CategoryColumn, encoding: TargetEncoding): Float64Array {
  const worth = column.levels.map((level) => encoding.byLevel.get(level) ?? encoding.unseen)
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : worth[code]!))
}

/**
 * The training rows' own encoding, out of fold: each row is encoded from the rows of the other folds, so that its
 * own outcome is not in it. Deterministic for a seed. Cost: O(rows + folds × levels).
 */
export function encodeOutOfFold(
  column: CategoryColumn,
  outcomes: Float64Array,
  settings: TargetEncodingSettings,
): Float64Array {
  const random = seededRandom(settings.seed)
  const { codes, levels } = column
  const folds = new Uint8Array(codes.length)
  for (let row = 0; row < codes.length; row++) folds[row] = Math.floor(random() * settings.folds)
  const byFold = levelSums(column, outcomes, folds, settings.folds)
  const all = levelSums(column, outcomes, new Uint8Array(codes.length), 1)
  const worth = Array.from({ length: settings.folds }, (_, fold) => {
    const ownFrom = fold * levels.length
    const others = {
      counts: all.counts.map((n, code) => n - byFold.counts[ownFrom + code]!),
      totals: all.totals.map((t, code) => t - byFold.totals[ownFrom + code]!),
    }
    const rate = overallRate(others)
    return others.counts.map((n, code) => shrunk(others.totals[code]!, n, rate, settings))
  })
  const encoded = new Float64Array(codes.length).fill(Number.NaN)
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) encoded[row] = worth[folds[row]!]![codes[row]!]!
  return encoded
}

type LevelSums = { counts: Float64Array; totals: Float64Array }

/** Rows and outcomes per fold and level, at fold · levels + code. */
function levelSums(column: CategoryColumn, outcomes: Float64Array, folds: Uint8Array, foldCount: number): LevelSums {
  const width = column.levels.length
  const sums = { counts: new Float64Array(foldCount * width), totals: new Float64Array(foldCount * width) }
  for (let row = 0; row < column.codes.length; row++) {
    if (column.codes[row]! < 0) continue
    const at = folds[row]! * width + column.codes[row]!
    sums.counts[at]! += 1
    sums.totals[at]! += outcomes[row]!
  }
  return sums
}

/** Half a row of each outcome is added, so that the rate is never 0 or 1 and its log-odds are finite. */
function overallRate(sums: LevelSums): number {
  const rows = sums.counts.reduce((a, b) => a + b, 0)
  return (sums.totals.reduce((a, b) => a + b, 0) + 0.5) / (rows + 1)
}

const shrunk = (total: number, rows: number, rate: number, settings: TargetEncodingSettings): number =>
  logit((total + settings.priorRows * rate) / (rows + settings.priorRows))
