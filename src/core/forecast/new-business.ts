import { reckonedMinor, type AmountModel } from './amounts.ts'
import { curveAt } from './hazard-table.ts'
import type { HistoryView } from './history.ts'
import { shrunkHazards, winCurve, type DailyFactor } from './incidence.ts'
import type { Observations } from './observe.ts'
import { smoothLevel } from '../series/exponential-smoothing.ts'
import { knownFromBirth } from './won.ts'

/**
 * How the value of all groups that arrived each week becomes a value per week to go on with; weeks oldest first, at least
 * one. Null: the mean over `arrivalDays`.
 */
export type ArrivalLevel = (weeks: Float64Array) => number

export type NewBusinessSettings = {
  arrivalDays: number
  arrivalLevel: ArrivalLevel | null
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
  const pace = paceOf(view, settings, arrivals.reduce((sum, value) => sum + value, 0) / overDays)
  return arrivals.map((value) => (value / overDays) * pace * daysToWin * amounts.wonOverOpenRatio)
}

const fewestWeeks = 6
const mostWeeks = 104

/**
 * Weeks of arrivals smoothed by Brown's exponential smoothing, its constant fitted to them: a pace that changes is followed
 * as quickly as it pays, one that only scatters is averaged. Never negative. Null under six weeks.
 */
export const smoothedArrivals: ArrivalLevel = (weeks) => Math.max(0, smoothLevel(weeks).level)

/** By how much arrivals differ from their recent mean per day, of all groups together. 1 where that cannot be said. */
function paceOf(view: HistoryView, settings: NewBusinessSettings, recentPerDay: number): number {
  const { arrivalLevel, sinceDay, amounts } = settings
  const count = Math.min(mostWeeks, Math.floor((view.asOfDay - sinceDay) / 7))
  if (arrivalLevel === null || count < fewestWeeks || recentPerDay <= 0) return 1
  const weeks = new Float64Array(count)
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const row = view.firstVersion[deal]!
    const week = count - 1 - Math.floor((view.asOfDay - view.fromDay[row]!) / 7)
    if (knownFromBirth(view, deal) && week >= 0) weeks[week]! += Math.max(0, reckonedMinor(view, row, amounts))
  }
  return arrivalLevel(weeks) / 7 / recentPerDay
}
