import { meanAbsoluteError } from '../stats/wape.ts'
import type { OriginResult } from './backtest.ts'
import { scoredPairs } from './score.ts'

/** Why a method's number is the one shown large. */
export type HeadlineReason =
  /** A model had the lowest past error. */
  | 'best_wape'
  /** A baseline had: the models are not trusted here. */
  | 'model_lost_to_baseline'
  /** Too little past to choose by: a baseline, and it says so. */
  | 'too_little_history'
  /** Not one method can answer. */
  | 'no_forecast'

export type Headline = { methodId: string | null; reason: HeadlineReason; comparedOriginCount: number }

export type HeadlineRule = {
  minimumOrigins: number
  minimumHistoryDays: number
  /** Baselines in the order in which they are used when there is too little past. */
  fallback: readonly string[]
  /** Baselines that a model must beat. */
  baselines: readonly string[]
}

export const defaultHeadlineRule: HeadlineRule = {
  minimumOrigins: 8,
  minimumHistoryDays: 330,
  fallback: ['same_period_last_year', 'run_rate', 'stage_weighted'],
  baselines: ['same_period_last_year', 'run_rate', 'stage_weighted'],
}

/**
 * Chooses the headline among methods that can answer at the last origin: the lowest WAPE over origins that are over
 * and that all candidates have in common, so that nobody wins by having skipped hard weeks. `historyDays`: from the
 * first known deal to now. Ties go to a baseline, then to the earlier id.
 */
export function chooseHeadline(
  results: readonly OriginResult[],
  historyDays: number,
  rule: HeadlineRule = defaultHeadlineRule,
): Headline {
  const now = results.at(-1)
  const answering = Object.entries(now?.forecasts ?? {})
    .filter(([, forecast]) => forecast.kind === 'forecast')
    .map(([id]) => id)
  if (answering.length === 0) return { methodId: null, reason: 'no_forecast', comparedOriginCount: 0 }
  const candidates = answering.filter((id) => scoredPairs(results, id).length >= rule.minimumOrigins)
  const common = results.filter((r) => r.isOver && candidates.every((id) => r.forecasts[id]?.kind === 'forecast'))
  if (historyDays < rule.minimumHistoryDays || candidates.length === 0 || common.length < rule.minimumOrigins) {
    const methodId = rule.fallback.find((id) => answering.includes(id)) ?? [...answering].sort()[0]!
    return { methodId, reason: 'too_little_history', comparedOriginCount: common.length }
  }
  const errorOf = (id: string): number => {
    const pairs = scoredPairs(common, id)
    return meanAbsoluteError(
      pairs.map((p) => p.forecast.valueMinor),
      pairs.map((p) => p.actual),
    )!
  }
  const ranked = candidates
    .map((id) => ({ id, error: errorOf(id), isBaseline: rule.baselines.includes(id) }))
    .sort((a, b) => a.error - b.error || Number(b.isBaseline) - Number(a.isBaseline) || (a.id < b.id ? -1 : 1))
  const best = ranked[0]!
  return {
    methodId: best.id,
    reason: best.isBaseline ? 'model_lost_to_baseline' : 'best_wape',
    comparedOriginCount: common.length,
  }
}
