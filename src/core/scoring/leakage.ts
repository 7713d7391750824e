import { auc } from '../stats/auc.ts'
import { encodeOutOfFold, defaultTargetEncodingSettings } from './target-encoding.ts'
import type { FeatureColumn, FeatureTable } from './feature-table.ts'

/** When a field got the value in the table, per row; NaN where it was never written. Unit as `outcomeAt`. */
export type FieldTimes = { column: string; writtenAt: Float64Array }

/**
 * A column that may not be a feature, and why: `written_after_outcome` in a share of the rows that have it;
 * `presence_tells_outcome`, as a reason for losing does, filled in for one outcome only; `tells_outcome_alone`,
 * too good to have been known before.
 */
export type Leak = {
  column: string
  reason: 'written_after_outcome' | 'presence_tells_outcome' | 'tells_outcome_alone'
  /** Share of rows written too late; share of rows present; AUC of the column by itself. */
  ratio: number
}

/** Rows of an outcome that chance should have brought before their absence counts as proof: e⁻¹⁰ by accident. */
const expectedAbsent = 10
const tooGoodAuc = 0.99

/**
 * Columns that know the outcome: those a later moment wrote (a value written at the outcome's own moment is late),
 * and those that give themselves away where no times are kept. At most one leak per column, in order of columns.
 * In: outcomes 0 or 1. Cost: O(columns × n log n).
 */
export function findLeaks(
  table: FeatureTable,
  outcomes: Float64Array,
  outcomeAt: Float64Array,
  times: readonly FieldTimes[],
): Leak[] {
  return table.columns.flatMap((column) => {
    const written = times.find((t) => t.column === column.name)
    const leak = (written && lateRatio(column, written, outcomeAt)) ?? presenceLeak(column, outcomes)
    return leak ?? aloneLeak(column, outcomes) ?? []
  })
}

function lateRatio(column: FeatureColumn, times: FieldTimes, outcomeAt: Float64Array): Leak | null {
  let written = 0
  let late = 0
  for (let row = 0; row < outcomeAt.length; row++) {
    if (Number.isNaN(times.writtenAt[row])) continue
    written += 1
    if (times.writtenAt[row]! >= outcomeAt[row]!) late += 1
  }
  return late > 0 ? { column: column.name, reason: 'written_after_outcome', ratio: late / written } : null
}

const isPresent = (column: FeatureColumn, row: number): boolean =>
  column.kind === 'number' ? Number.isFinite(column.values[row]) : column.codes[row]! >= 0

function presenceLeak(column: FeatureColumn, outcomes: Float64Array): Leak | null {
  const present = { rows: 0, positives: 0 }
  const absent = { rows: 0, positives: 0 }
  for (let row = 0; row < outcomes.length; row++) {
    const side = isPresent(column, row) ? present : absent
    side.rows += 1
    side.positives += outcomes[row]!
  }
  const rate = (present.positives + absent.positives) / Math.max(1, outcomes.length)
  if (present.rows === 0 || absent.rows === 0 || !(isPure(present, rate) || isPure(absent, rate))) return null
  return { column: column.name, reason: 'presence_tells_outcome', ratio: present.rows / outcomes.length }
}

const isPure = (side: { rows: number; positives: number }, rate: number): boolean =>
  (side.positives === 0 && side.rows * rate >= expectedAbsent) ||
  (side.positives === side.rows && side.rows * (1 - rate) >= expectedAbsent)

function aloneLeak(column: FeatureColumn, outcomes: Float64Array): Leak | null {
  const values =
    column.kind === 'number' ? column.values : encodeOutOfFold(column, outcomes, defaultTargetEncodingSettings)
  const known = Int32Array.from(outcomes, (_, row) => row).filter((row) => Number.isFinite(values[row]))
  const alone = auc(
    Float64Array.from(known, (row) => values[row]!),
    Float64Array.from(known, (row) => outcomes[row]!),
  )
  if (alone === null || known.length < 2 * expectedAbsent || Math.max(alone, 1 - alone) < tooGoodAuc) return null
  return { column: column.name, reason: 'tells_outcome_alone', ratio: alone }
}
