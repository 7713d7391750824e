import { finish } from '../../base/finish.ts'
import { binEdges, toBins } from '../scoring/bins.ts'
import { boost, boostedMargins, defaultBoostSettings, type BoostSettings, type Boosted } from '../scoring/boost.ts'
import { logisticLoss } from '../scoring/loss.ts'
import { reckonedMinor, type AmountModel } from './amounts.ts'
import { hazardBasis, hazardForecast, type HazardSettings } from './hazard.ts'
import type { HistoryView } from './history.ts'
import { daysLeft, insufficient, type ForecastMethod } from './method.ts'
import { snapshotsOf, wonWithin, type Snapshots } from './snapshots.ts'

export type BoostedSettings = HazardSettings & {
  boost: BoostSettings
  /** Share of the trees in each chance, 0–1; the rest is the hazard's. */
  treeShare: number
  minimumRows: number
}

export const defaultBoosting: Pick<BoostedSettings, 'boost' | 'treeShare' | 'minimumRows'> = {
  boost: { ...defaultBoostSettings, rounds: 80, learningRate: 0.08, maxLeaves: 16, maxDepth: 4, minLeafHessian: 5 },
  treeShare: 0.5,
  minimumRows: 500,
}

/**
 * Boosted trees over point-in-time snapshots: F = Σ pᵢ·Aᵢ·ρ + N as stage_hazard, but pᵢ is the mean of the hazard's chance
 * and of trees that learnt, from deals open on past days u with u + H ≤ origin, which of them were won within H. Rows count
 * by their amount and half after `halfLifeDays`. Insufficient under `minimumRows` such rows.
 * Source: science.md §2; Friedman 2001
 */
export function boostedMethod(settings: BoostedSettings): ForecastMethod {
  return {
    id: 'boosted_snapshots',
    role: 'model',
    forecast: (view, window) => {
      const basis = hazardBasis(view, window, settings)
      if (basis.kind === 'insufficient') return basis
      const left = daysLeft(view, window)
      const past = snapshotsOf(view, basis.sinceDay, view.asOfDay - left, settings.stepDays)
      if (past.rows.length < settings.minimumRows) return insufficient('too_few_closed_deals')
      const model = train(view, past, left, { ...settings, amounts: basis.amounts })
      const now = snapshotsOf(view, view.asOfDay, view.asOfDay, settings.stepDays)
      const margins = boostedMargins(model, now.columns, now.rows.length)
      const ofRow = new Map(Array.from(now.rows, (row, i) => [row, logisticLoss.answer(margins[i]!)]))
      const share = settings.treeShare
      return hazardForecast(view, window, settings, basis, (row, byHazard) => {
        const byTrees = ofRow.get(row) ?? byHazard
        return share * byTrees + (1 - share) * byHazard
      })
    },
  }
}

type TrainSettings = Pick<BoostedSettings, 'boost' | 'halfLifeDays'> & { amounts: AmountModel }

function train(view: HistoryView, past: Snapshots, left: number, settings: TrainSettings): Boosted {
  const edges = binEdges(past.columns)
  const table = toBins(past.columns, edges, past.rows.length)
  const targets = wonWithin(view, past, left)
  const weights = weightsOf(view, past, settings.amounts, settings.halfLifeDays)
  return finish(boost({ table, targets, weights }, edges, logisticLoss, settings.boost))
}

/** By amount, since it is value that is forecast, and by age; their mean is 1, so that leaf sizes keep their meaning. */
function weightsOf(view: HistoryView, { rows, days }: Snapshots, amounts: AmountModel, halfLife: number): Float64Array {
  const raw = Float64Array.from(
    rows,
    (row, i) => Math.max(0, reckonedMinor(view, row, amounts)) * Math.pow(0.5, (view.asOfDay - days[i]!) / halfLife),
  )
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / raw.length
  return mean > 0 ? raw.map((weight) => weight / mean) : raw.fill(1)
}
