import { bucketOf } from './duration-bucket.ts'
import { positionCount, quarterPosition } from './calendar-position.ts'
import type { HazardTable } from './hazard-table.ts'
import { STATUS_OPEN, STATUS_WON, type HistoryView } from './history.ts'
import { winCurve, type DailyFactor } from './incidence.ts'
import { stageSince, type Observations } from './observe.ts'

export type CalendarSettings = {
  sinceDay: number
  stepDays: number
  days: number
  fiscalYearStartMonth: number
}

/** Below this many days of recorded closes a quarter's shape cannot be told from a trend. */
const minimumDays = 182
/** Imagined wins at the usual pace that a position's own wins are averaged with. */
const priorWins = 30

/**
 * How much faster deals are won at each place in the fiscal quarter than their stage and age explain: wins seen
 * there over wins expected there, one value for each day after the origin. Null while the history is too short.
 */
export function calendarFactor(
  view: HistoryView,
  seen: Observations,
  table: HazardTable,
  settings: CalendarSettings,
): DailyFactor {
  if (view.asOfDay - settings.sinceDay < minimumDays) return null
  const won = new Float64Array(positionCount)
  const expected = new Float64Array(positionCount)
  const curves = new Map<number, Float64Array>()
  const curveFor = (stage: number, bucket: number): Float64Array => {
    const key = stage * 64 + bucket
    let curve = curves.get(key)
    if (curve === undefined) curves.set(key, (curve = winCurve(table.hazardsOf(stage, bucket), null)))
    return curve
  }
  const positions = new Map<number, number>()
  const positionOf = (day: number): number => {
    const whole = Math.floor(day)
    let position = positions.get(whole)
    if (position === undefined) {
      positions.set(whole, (position = quarterPosition(whole, settings.fiscalYearStartMonth)))
    }
    return position
  }
  const step = Math.min(settings.stepDays, seen.days)
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const first = view.firstVersion[deal]!
    const end = view.firstVersion[deal + 1]!
    for (let row = first; row < end; row++) {
      if (view.status[row] !== STATUS_OPEN) continue
      const until = row + 1 < end ? view.fromDay[row + 1]! : view.asOfDay
      const since = stageSince(view, first, row)
      const newest = view.asOfDay - Math.max(1, Math.floor((view.asOfDay - until) / step) + 1) * step
      for (let at = newest; at >= view.fromDay[row]! && at >= settings.sinceDay; at -= step) {
        const curve = curveFor(view.stage[row]!, bucketOf(at - since))
        for (let k = 1; k <= step; k++) expected[positionOf(at + k)]! += curve[k]! - curve[k - 1]!
      }
      if (
        row + 1 < end &&
        view.status[row + 1] === STATUS_WON &&
        newest >= view.fromDay[row]! &&
        newest >= settings.sinceDay
      )
        won[positionOf(until)]! += 1
    }
  }
  const factors = won.map((wins, i) => (wins + priorWins) / (expected[i]! + priorWins))
  const daily = new Float64Array(settings.days + 1)
  for (let k = 1; k <= settings.days; k++) daily[k] = factors[positionOf(view.asOfDay + k)]!
  return daily
}
