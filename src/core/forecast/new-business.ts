import { reckonedMinor, type AmountModel } from './amounts.ts'
import { curveAt } from './hazard-table.ts'
import type { HistoryView } from './history.ts'
import { shrunkHazards, winCurve, type DailyFactor } from './incidence.ts'
import type { Observations } from './observe.ts'
import { knownFromBirth } from './won.ts'

export type NewBusinessSettings = {
  arrivalDays: number
  sinceDay: number
  left: number
  factor: DailyFactor
  amounts: AmountModel
}

/**
 * N: what deals not yet created will bring by the window's end. Deals keep arriving at the recent value per day
 * (each group its own), and turn into wins as fast as past ones did from their creation (all groups together, so
 * that groups add up to the company). Out: minor units per group. Cost: O(deals + days²).
 */
export function newBusiness(view: HistoryView, seen: Observations, settings: NewBusinessSettings): Float64Array {
  const { left, factor, amounts } = settings
  const overDays = Math.min(settings.arrivalDays, Math.max(1, view.asOfDay - settings.sinceDay))
  const arrivals = new Float64Array(view.groupCount)
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const row = view.firstVersion[deal]!
    if (!knownFromBirth(view, deal) || view.fromDay[row]! <= view.asOfDay - overDays) continue
    arrivals[view.group[row]!]! += Math.max(0, reckonedMinor(view, row, amounts))
  }
  const scale = seen.births.entries > 0 ? seen.birthDeals / seen.births.entries : 0
  const hazards = shrunkHazards(seen.births, scale, null, 0)
  // A deal that arrives in the middle of day d has left − d + ½ days to be won in.
  let daysToWin = 0
  for (let d = 1; d <= Math.ceil(left); d++) {
    const shifted = factor === null ? null : factor.map((_, k) => factor[Math.min(factor.length - 1, k + d - 1)]!)
    daysToWin += Math.min(1, left - d + 1) * curveAt(winCurve(hazards, shifted), left - d + 0.5)
  }
  return arrivals.map((value) => (value / overDays) * daysToWin * amounts.wonOverOpenRatio)
}
