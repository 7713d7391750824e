import { reckonedMinor, type AmountModel } from './amounts.ts'
import { bucketCount, bucketOf } from './duration-bucket.ts'
import { STATUS_OPEN, STATUS_WON, type HistoryView } from './history.ts'
import { emptyIncidence, type Incidence } from './incidence.ts'
import { knownFromBirth } from './won.ts'

/**
 * What past snapshots of the open pipeline became. Cells are keyed stage → duration bucket. A deal counts by its
 * amount, because large deals are won less (or more) often than small ones and it is value that is forecast;
 * `deals` counts heads, as evidence.
 */
export type Observations = {
  days: number
  cells: Map<number, { incidence: Incidence; deals: number }[]>
  /** From the moment of creation, weighted by amount: what new deals turn into. */
  births: Incidence
  birthDeals: number
  wins: number
}

export type ObserveSettings = {
  days: number
  stepDays: number
  sinceDay: number
  halfLifeDays: number
  amounts: AmountModel
}

const unknownLater = -1

/** Where an open spell ended: row of the closing version, or unknownLater while it is still open in the view. */
function closingRow(view: HistoryView, row: number, end: number): number {
  let next = row + 1
  while (next < end && view.status[next] === STATUS_OPEN) next++
  return next < end ? next : unknownLater
}

/** The day a deal entered the stage it has in `row`: versions that only change other fields do not restart it. */
export function stageSince(view: HistoryView, first: number, row: number): number {
  let start = row
  while (start > first && view.status[start - 1] === STATUS_OPEN && view.stage[start - 1] === view.stage[row]) start--
  return view.fromDay[start]!
}

function enter(cell: Incidence, weight: number, exitDay: number, won: boolean | null, at: number, asOf: number): void {
  cell.entries += weight
  const days = cell.won.length - 1
  if (won === null) {
    const k = Math.floor(asOf - at) + 1
    if (k <= days) cell.unseen[k]! += weight
    return
  }
  const k = Math.max(1, Math.ceil(exitDay - at))
  if (k <= days) (won ? cell.won : cell.lost)[k]! += weight
}

/**
 * Looks back at the open pipeline every `stepDays` before the view's day and records what each deal then open
 * became. Nothing later than the view is read: an open end counts as unseen. Cost: O(deals × days open / step).
 */
export function observe(view: HistoryView, settings: ObserveSettings): Observations {
  const { days, stepDays, sinceDay, halfLifeDays } = settings
  const seen: Observations = { days, cells: new Map(), births: emptyIncidence(days), birthDeals: 0, wins: 0 }
  const asOf = view.asOfDay
  const weightAt = (day: number): number => Math.pow(0.5, (asOf - day) / halfLifeDays)
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const first = view.firstVersion[deal]!
    const end = view.firstVersion[deal + 1]!
    if (view.status[end - 1] === STATUS_WON && view.closedDay[end - 1]! >= sinceDay) seen.wins++
    if (knownFromBirth(view, deal)) recordBirth(seen, view, first, end, settings)
    for (let row = first; row < end; row++) {
      if (view.status[row] !== STATUS_OPEN) continue
      const close = closingRow(view, row, end)
      const won = close === unknownLater ? null : view.status[close] === STATUS_WON
      const exitDay = close === unknownLater ? asOf : Math.max(view.closedDay[close]!, view.fromDay[row]!)
      const until = row + 1 < end ? view.fromDay[row + 1]! : asOf
      const since = stageSince(view, first, row)
      const buckets = cellsOf(seen, view.stage[row]!)
      const value = Math.max(0, reckonedMinor(view, row, settings.amounts))
      // Snapshots lie at asOf − j·step; the newest one inside this version comes first.
      const newest = asOf - Math.max(1, Math.floor((asOf - until) / stepDays) + 1) * stepDays
      let last = -1
      for (let at = newest; at >= view.fromDay[row]! && at >= sinceDay; at -= stepDays) {
        const bucket = bucketOf(at - since)
        const cell = buckets[bucket]!
        if (bucket !== last) cell.deals += weightAt(at)
        last = bucket
        enter(cell.incidence, weightAt(at) * value, exitDay, won, at, asOf)
      }
    }
  }
  return seen
}

function cellsOf(seen: Observations, stage: number): { incidence: Incidence; deals: number }[] {
  let cells = seen.cells.get(stage)
  if (cells === undefined) {
    cells = Array.from({ length: bucketCount }, () => ({ incidence: emptyIncidence(seen.days), deals: 0 }))
    seen.cells.set(stage, cells)
  }
  return cells
}

function recordBirth(
  seen: Observations,
  view: HistoryView,
  first: number,
  end: number,
  settings: ObserveSettings,
): void {
  const born = view.fromDay[first]!
  if (born < settings.sinceDay) return
  // A deal first seen already closed was won or lost on its first day.
  const close = view.status[first] === STATUS_OPEN ? closingRow(view, first, end) : first
  const won = close === unknownLater ? null : view.status[close] === STATUS_WON
  const exitDay = close === unknownLater ? view.asOfDay : view.closedDay[close]!
  const weight = Math.pow(0.5, (view.asOfDay - born) / settings.halfLifeDays)
  seen.birthDeals += weight
  const value = Math.max(0, reckonedMinor(view, first, settings.amounts))
  enter(seen.births, weight * value, exitDay, won, born, view.asOfDay)
}
