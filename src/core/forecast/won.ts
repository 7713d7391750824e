import { STATUS_OPEN, STATUS_WON, type DealHistory } from './history.ts'
import type { ForecastParts, ForecastWindow } from './method.ts'

/** Row of the version a deal stands at in this history or view. */
export const latestVersion = (history: DealHistory, deal: number): number => history.firstVersion[deal + 1]! - 1

/**
 * Value won in (fromDay, toDay], per group, as far as this history knows.
 * A won deal without an amount counts as 0. Out: minor units, one number per group. Cost: O(deals).
 */
export function wonByGroup(history: DealHistory, fromDay: number, toDay: number): Float64Array {
  const won = new Float64Array(history.groupCount)
  for (let deal = 0; deal < history.dealIds.length; deal++) {
    const row = latestVersion(history, deal)
    if (history.status[row] !== STATUS_WON) continue
    const day = history.closedDay[row]!
    if (day > fromDay && day <= toDay) won[history.group[row]!]! += history.amountMinor[row]! || 0
  }
  return won
}

/** What each group has won in the window so far, as the beginning of its forecast: nothing yet open, new or unsplit. */
export const wonParts = (view: DealHistory, { startDay, endDay }: ForecastWindow): ForecastParts[] =>
  Array.from(wonByGroup(view, startDay, endDay), (wonMinor) => ({
    wonMinor,
    openMinor: 0,
    newMinor: 0,
    unsplitMinor: 0,
  }))

/** Day of the first close (won or lost) still standing: before it, closes were not being recorded. Null: none. */
export function firstCloseDay(history: DealHistory): number | null {
  let first = Infinity
  for (let deal = 0; deal < history.dealIds.length; deal++) {
    const row = latestVersion(history, deal)
    if (history.status[row] !== STATUS_OPEN) first = Math.min(first, history.closedDay[row]!)
  }
  return first === Infinity ? null : first
}

/** Day of the first deal known. Null: none. */
export function firstDealDay(history: DealHistory): number | null {
  let first = Infinity
  for (let deal = 0; deal < history.dealIds.length; deal++) {
    first = Math.min(first, history.fromDay[history.firstVersion[deal]!]!)
  }
  return first === Infinity ? null : first
}

/** Whether a deal was known from its creation on: only such deals tell how fast new ones come and what they become. */
export const knownFromBirth = (history: DealHistory, deal: number): boolean =>
  history.fromDay[history.firstVersion[deal]!]! - history.createdDay[deal]! <= 1

/** Sum of everything won in (fromDay, toDay], answered from sorted wins: built once, asked many times. */
export function wonTotals(history: DealHistory): (fromDay: number, toDay: number) => number {
  const wins: { day: number; amount: number }[] = []
  for (let deal = 0; deal < history.dealIds.length; deal++) {
    const row = latestVersion(history, deal)
    if (history.status[row] !== STATUS_WON) continue
    wins.push({ day: history.closedDay[row]!, amount: history.amountMinor[row]! || 0 })
  }
  wins.sort((a, b) => a.day - b.day)
  const sums = new Float64Array(wins.length + 1)
  wins.forEach((win, i) => (sums[i + 1] = sums[i]! + win.amount))
  const upTo = (day: number): number => {
    let low = 0
    let high = wins.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (wins[middle]!.day <= day) low = middle + 1
      else high = middle
    }
    return sums[low]!
  }
  return (fromDay, toDay) => (toDay > fromDay ? upTo(toDay) - upTo(fromDay) : 0)
}
