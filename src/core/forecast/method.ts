import type { HistoryView } from './history.ts'

/** The period being forecast, (startDay, endDay]; the origin (the view's `asOfDay`) lies inside it. */
export type ForecastWindow = { startDay: number; endDay: number }

/**
 * Where the number comes from, integer minor units. `wonMinor` is already in; then deals open at the origin,
 * deals not yet created, and what a method cannot split between the two.
 */
export type ForecastParts = { wonMinor: number; openMinor: number; newMinor: number; unsplitMinor: number }

/** One open deal's share of `openMinor`; the shares of a group add up to it exactly. */
export type DealContribution = { dealId: string; group: number; probability: number; expectedMinor: number }

export type Forecast = {
  kind: 'forecast'
  valueMinor: number
  parts: ForecastParts
  /** Per group; they add up to `parts` exactly. */
  byGroup: readonly ForecastParts[]
  /** Largest first; empty for methods that do not look at deals. */
  contributions: readonly DealContribution[]
}

/** Too little to say is an answer, not an error. */
export type Insufficient = { kind: 'insufficient'; reason: InsufficientReason }
export type InsufficientReason =
  | 'no_wins_yet'
  | 'no_close_dates'
  | 'less_than_trailing_days'
  | 'no_last_year'
  | 'too_few_closed_deals'
  | 'no_method_to_blend'

export const insufficient = (reason: InsufficientReason): Insufficient => ({ kind: 'insufficient', reason })

/**
 * A way of forecasting: learns from the view and answers for the window in one step, so that nothing learnt at
 * one origin can leak into an earlier one. Must be pure and must not depend on the order of deals.
 */
export type ForecastMethod = {
  id: string
  /** Baselines are what a model has to beat to become the headline. */
  role: 'baseline' | 'model'
  forecast: (view: HistoryView, window: ForecastWindow) => Forecast | Insufficient
}

/** Days of the window still to come at the origin. */
export const daysLeft = (view: HistoryView, window: ForecastWindow): number => Math.max(0, window.endDay - view.asOfDay)

export const partsTotal = (parts: ForecastParts): number =>
  parts.wonMinor + parts.openMinor + parts.newMinor + parts.unsplitMinor

/** Rounds every group's parts to whole minor units and adds them up, so that teams always sum to the company. */
export function forecastOf(
  byGroup: readonly ForecastParts[],
  contributions: readonly DealContribution[] = [],
): Forecast {
  const rounded = byGroup.map((parts) => ({
    wonMinor: Math.round(parts.wonMinor),
    openMinor: Math.round(parts.openMinor),
    newMinor: Math.round(parts.newMinor),
    unsplitMinor: Math.round(parts.unsplitMinor),
  }))
  const parts = rounded.reduce(
    (sum, part) => ({
      wonMinor: sum.wonMinor + part.wonMinor,
      openMinor: sum.openMinor + part.openMinor,
      newMinor: sum.newMinor + part.newMinor,
      unsplitMinor: sum.unsplitMinor + part.unsplitMinor,
    }),
    { wonMinor: 0, openMinor: 0, newMinor: 0, unsplitMinor: 0 },
  )
  const sorted = [...contributions].sort(
    (a, b) => b.expectedMinor - a.expectedMinor || (a.dealId < b.dealId ? -1 : a.dealId > b.dealId ? 1 : 0),
  )
  return { kind: 'forecast', valueMinor: partsTotal(parts), parts, byGroup: rounded, contributions: sorted }
}
