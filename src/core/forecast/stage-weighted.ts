import { STATUS_OPEN } from './history.ts'
import { forecastOf, insufficient, type DealContribution, type ForecastMethod } from './method.ts'
import { latestVersion, wonParts } from './won.ts'

/**
 * Stage-weighted pipeline, as every CRM shows it: Σ stage probability × amount over the open deals whose expected
 * close date lies in the window (overdue ones included: nobody closed them, so they are still promised), plus what
 * is already won. Deals without a close date or a probability stay outside.
 * Insufficient when deals are open and not one of them has a close date: 0 would be a lie.
 */
export const stageWeighted: ForecastMethod = {
  id: 'stage_weighted',
  role: 'baseline',
  forecast: (view, window) => {
    const byGroup = wonParts(view, window)
    const contributions: DealContribution[] = []
    let open = 0
    let dated = 0
    for (let deal = 0; deal < view.dealIds.length; deal++) {
      const row = latestVersion(view, deal)
      if (view.status[row] !== STATUS_OPEN) continue
      open++
      const expected = view.expectedCloseDay[row]!
      if (Number.isNaN(expected)) continue
      dated++
      const probability = view.probability[row]! || 0
      const expectedMinor = Math.round(probability * (view.amountMinor[row]! || 0))
      if (expected > window.endDay || expectedMinor === 0) continue
      const group = view.group[row]!
      byGroup[group]!.openMinor += expectedMinor
      contributions.push({ dealId: view.dealIds[deal]!, group, probability, expectedMinor })
    }
    if (open > 0 && dated === 0) return insufficient('no_close_dates')
    return forecastOf(byGroup, contributions)
  },
}
