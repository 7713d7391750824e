import { amountModel, reckonedMinor, type AmountModel } from './amounts.ts'
import { bucketOf } from './duration-bucket.ts'
import { calendarFactor } from './calendar-factor.ts'
import { hazardTable } from './hazard-table.ts'
import { STATUS_OPEN, type HistoryView } from './history.ts'
import type { DailyFactor } from './incidence.ts'
import {
  daysLeft,
  forecastOf,
  insufficient,
  type DealContribution,
  type Forecast,
  type ForecastMethod,
  type ForecastWindow,
  type Insufficient,
} from './method.ts'
import { newBusiness, type ArrivalLevel } from './new-business.ts'
import { observe, stageSince, type Observations } from './observe.ts'
import { firstCloseDay, latestVersion, wonParts } from './won.ts'

export type HazardSettings = {
  /** Imagined deals that draw a small cell to its stage (science: (wins + 20m)/(n + 20)). */
  priorDeals: number
  stepDays: number
  /** Past snapshots count half after this many days. */
  halfLifeDays: number
  /** New deals per day are counted over this many days. */
  arrivalDays: number
  /** The pace they go on at; null: the mean of those days. */
  arrivalLevel: ArrivalLevel | null
  minimumWins: number
  fiscalYearStartMonth: number
}

export const defaultHazardSettings: HazardSettings = {
  priorDeals: 20,
  stepDays: 1,
  halfLifeDays: 182,
  arrivalDays: 42,
  arrivalLevel: null,
  minimumWins: 20,
  fiscalYearStartMonth: 1,
}

/** What past deals say about the window: how chances run by stage and time, and what stands in for amounts. */
export type HazardBasis = {
  kind: 'basis'
  sinceDay: number
  amounts: AmountModel
  seen: Observations
  factor: DailyFactor
  chances: (stage: number, bucket: number) => number
}

/** Learns from the view. Insufficient before the first close and under `minimumWins`. */
export function hazardBasis(
  view: HistoryView,
  window: ForecastWindow,
  settings: HazardSettings,
): HazardBasis | Insufficient {
  const sinceDay = firstCloseDay(view)
  if (sinceDay === null) return insufficient('no_wins_yet')
  const left = daysLeft(view, window)
  const days = Math.max(1, Math.ceil(left))
  const amounts = amountModel(view)
  const seen = observe(view, { ...settings, days, sinceDay, amounts })
  if (seen.wins < settings.minimumWins) return insufficient('too_few_closed_deals')
  const table = hazardTable(seen, settings.priorDeals)
  const factor = calendarFactor(view, seen, table, { ...settings, sinceDay, days })
  return { kind: 'basis', sinceDay, amounts, seen, factor, chances: table.chances(factor, left) }
}

/**
 * F = Σ pᵢ·Aᵢ·ρ + N from a basis. @param chanceOf the chance of an open deal to be won in the window, from the row of its
 * latest version and the chance that its stage and time in it give
 */
export function hazardForecast(
  view: HistoryView,
  window: ForecastWindow,
  settings: HazardSettings,
  { sinceDay, amounts, seen, factor, chances }: HazardBasis,
  chanceOf: (row: number, byHazard: number) => number,
): Forecast {
  const byGroup = wonParts(view, window)
  const contributions: DealContribution[] = []
  for (let deal = 0; deal < view.dealIds.length; deal++) {
    const row = latestVersion(view, deal)
    if (view.status[row] !== STATUS_OPEN) continue
    const bucket = bucketOf(view.asOfDay - stageSince(view, view.firstVersion[deal]!, row))
    const probability = chanceOf(row, chances(view.stage[row]!, bucket))
    const expectedMinor = Math.round(probability * reckonedMinor(view, row, amounts) * amounts.wonOverOpenRatio)
    const group = view.group[row]!
    byGroup[group]!.openMinor += expectedMinor
    if (expectedMinor !== 0) contributions.push({ dealId: view.dealIds[deal]!, group, probability, expectedMinor })
  }
  const left = daysLeft(view, window)
  const fromNew = newBusiness(view, seen, { ...settings, sinceDay, left, factor, amounts })
  fromNew.forEach((value, group) => (byGroup[group]!.newMinor = value))
  return forecastOf(byGroup, contributions)
}

/**
 * Bucketed hazard and new business: F = Σ pᵢ·Aᵢ·ρ + N. pᵢ is the chance to win before the window's end, read from
 * what past deals in the same stage, as long in it, became (cells shrunk to their stage, stages to all); N is what
 * deals arriving at the recent pace would still bring. Deals without a close date count.
 */
export function hazardMethod(settings: HazardSettings): ForecastMethod {
  return {
    id: 'stage_hazard',
    role: 'model',
    forecast: (view, window) => {
      const basis = hazardBasis(view, window, settings)
      if (basis.kind === 'insufficient') return basis
      return hazardForecast(view, window, settings, basis, (_, byHazard) => byHazard)
    },
  }
}
