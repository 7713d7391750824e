import { tsbModel } from '../series/intermittent.ts'
import { daysLeft, forecastOf, insufficient, type ForecastMethod } from './method.ts'
import { firstCloseDay, latestVersion, wonParts } from './won.ts'
import { STATUS_WON, type HistoryView } from './history.ts'

const fewestWeeks = 4

/**
 * What each group (a seller, a product, an account) goes on winning if it goes on as it has: the weeks of its own past
 * sales by TSB, which follows the size of what it wins and lets those who stopped fade; plus what is already won.
 * Insufficient under four weeks of recorded closes. Cost: O(deals + groups × weeks).
 * Source: Teunter, Syntetos & Babai 2011.
 */
export const ownHistory: ForecastMethod = {
  id: 'own_history',
  role: 'baseline',
  forecast: (view, window) => {
    const since = firstCloseDay(view)
    if (since === null) return insufficient('no_wins_yet')
    const weekCount = Math.floor((view.asOfDay - since + 1) / 7)
    if (weekCount < fewestWeeks) return insufficient('less_than_trailing_days')
    const weeks = weeklyWins(view, weekCount)
    const left = daysLeft(view, window)
    return forecastOf(
      wonParts(view, window).map((parts, group) => ({
        ...parts,
        unsplitMinor: (weeklyLevel(weeks[group]!) / 7) * left,
      })),
    )
  },
}

/** Value won in each whole week before the view's day, oldest first, one series a group. */
function weeklyWins(view: HistoryView, weekCount: number): Float64Array[] {
  const weeks = Array.from({ length: view.groupCount }, () => new Float64Array(weekCount))
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const row = latestVersion(view, deal)
    if (view.status[row] !== STATUS_WON) continue
    const week = weekCount - 1 - Math.floor((view.asOfDay - view.closedDay[row]!) / 7)
    if (week >= 0 && week < weekCount) weeks[view.group[row]!]![week]! += view.amountMinor[row]! || 0
  }
  return weeks
}

function weeklyLevel(weeks: Float64Array): number {
  const fit = tsbModel.fit(weeks, 1)
  return fit.kind === 'fit' ? fit.predict(1)[0]! : 0
}
