import { take, takeRows, type FeatureTable } from './feature-table.ts'

/**
 * Rows whose outcome is known. `at`: the moment the row shows, at which it would have been scored; `outcomeAt`: when its
 * outcome came. Both on one clock of the caller's choice (days or milliseconds); outcomes 0 or 1.
 */
export type LabelledTable = {
  table: FeatureTable
  outcomes: Float64Array
  at: Float64Array
  outcomeAt: Float64Array
}

export const takeLabelled = (rows: LabelledTable, which: ArrayLike<number>): LabelledTable => ({
  table: takeRows(rows.table, which),
  outcomes: take(rows.outcomes, which),
  at: take(rows.at, which),
  outcomeAt: take(rows.outcomeAt, which),
})

export type TimeSplit = { earlier: LabelledTable; last: LabelledTable; lastFrom: number }

/**
 * Cuts rows in time: `last` holds those from the moment on after which about the share lies, `earlier` those whose
 * outcome was known by that moment. Rows scored before whose outcome came after are in neither: at the cut nobody
 * knew it. Both in order of time. Cost: O(n log n).
 */
export function splitByTime(rows: LabelledTable, lastShare: number): TimeSplit {
  const order = Uint32Array.from(rows.at, (_, i) => i).sort((a, b) => rows.at[a]! - rows.at[b]! || a - b)
  const cut = Math.min(order.length - 1, Math.floor(order.length * (1 - lastShare)))
  const lastFrom = order.length === 0 ? Number.NaN : rows.at[order[cut]!]!
  return {
    earlier: takeLabelled(
      rows,
      order.filter((i) => rows.at[i]! < lastFrom && rows.outcomeAt[i]! <= lastFrom),
    ),
    last: takeLabelled(
      rows,
      order.filter((i) => rows.at[i]! >= lastFrom),
    ),
    lastFrom,
  }
}
