import type { EncodedColumn } from '../scoring/feature-table.ts'
import { groupWinRates } from './group-win-rate.ts'
import { STATUS_OPEN, STATUS_WON, type HistoryView } from './history.ts'
import { stageSince } from './observe.ts'
import { latestVersion } from './won.ts'

/** What is known of an open deal on a day, one column each. */
const names = [
  'stage',
  'days_in_stage',
  'age_days',
  'stages_passed',
  'recent_changes',
  'days_since_change',
  'amount',
  'amount_ratio',
  'days_to_close_date',
  'pushes',
  'stage_probability',
  'group',
  'group_win_rate',
] as const
const recentDays = 7

export type Snapshots = {
  columns: readonly EncodedColumn[]
  /** The version of the deal that each row is of, in the view. */
  rows: Int32Array
  deals: Int32Array
  /** The day the row looks from. */
  days: Float64Array
}

/** How the versions of a deal up to one of them have gone so far. */
type Course = { first: number; stages: number; pushes: number }

/**
 * Open deals as they were seen on past days: one row for each deal open on day u, with what was known on u alone, since
 * it is read from versions that had begun by u. Days lie at asOfDay − j·step; the view's own day is j = 0.
 * @param lastDay only days ≤ lastDay; @param firstDay only days ≥ firstDay
 * @returns columns in a fixed order; NaN where nobody knows. Rows by deal, then by day. Cost: O(deals × days open / step).
 * Source: science.md §2, point-in-time snapshots
 */
export function snapshotsOf(view: HistoryView, firstDay: number, lastDay: number, stepDays: number): Snapshots {
  const values: number[][] = names.map(() => [])
  const rows: number[] = []
  const deals: number[] = []
  const days: number[] = []
  const winRateOf = groupWinRates(view)
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const course: Course = { first: view.firstVersion[deal]!, stages: 0, pushes: 0 }
    for (let row = course.first; row <= latestVersion(view, deal); row++) {
      follow(view, course, row)
      if (view.status[row] !== STATUS_OPEN) continue
      const isLast = row === latestVersion(view, deal)
      const until = isLast ? view.asOfDay : view.fromDay[row + 1]!
      // Days before the next version begins; the last version is seen on the view's own day too.
      const skipped = Math.max(0, Math.floor((view.asOfDay - until) / stepDays) + (isLast ? 0 : 1))
      for (let at = view.asOfDay - skipped * stepDays; at >= view.fromDay[row]! && at >= firstDay; at -= stepDays) {
        if (at > lastDay) continue
        const features = [...featuresAt(view, course, row, at), winRateOf(view.group[row]!, at)]
        features.forEach((value, i) => values[i]!.push(value))
        rows.push(row)
        deals.push(deal)
        days.push(at)
      }
    }
  }
  return {
    columns: names.map((name, i) => ({ name, values: Float64Array.from(values[i]!) })),
    rows: Int32Array.from(rows),
    deals: Int32Array.from(deals),
    days: Float64Array.from(days),
  }
}

function follow(view: HistoryView, course: Course, row: number): void {
  if (row === course.first) return
  if (view.stage[row] !== view.stage[row - 1]) course.stages++
  if (view.expectedCloseDay[row]! > view.expectedCloseDay[row - 1]!) course.pushes++
}

function featuresAt(view: HistoryView, { first, stages, pushes }: Course, row: number, at: number): number[] {
  const amount = view.amountMinor[row]!
  let recent = 0
  for (let before = row; before >= first && at - view.fromDay[before]! <= recentDays; before--) recent++
  return [
    view.stage[row]!,
    at - stageSince(view, first, row),
    at - view.fromDay[first]!,
    stages,
    recent,
    at - view.fromDay[row]!,
    amount,
    amount / view.amountMinor[first]!,
    view.expectedCloseDay[row]! - at,
    pushes,
    view.probability[row]!,
    view.group[row]!,
  ]
}

/** 1 where the row's deal was won within `days` after its day, else 0; the window must be over in the view. */
export function wonWithin(view: HistoryView, { deals, days: from }: Snapshots, days: number): Float64Array {
  return Float64Array.from(deals, (deal, i) => {
    const last = latestVersion(view, deal)
    const closed = view.closedDay[last]!
    return view.status[last] === STATUS_WON && closed > from[i]! && closed <= from[i]! + days ? 1 : 0
  })
}
