import { backtest, defaultBacktestSettings, type BacktestStep, type OriginResult } from './backtest.ts'
import { blendId } from './blend.ts'
import { defaultHazardSettings, hazardMethod } from './hazard.ts'
import { chooseHeadline, type Headline } from './headline.ts'
import { viewAt, type DealHistory } from './history.ts'
import type { ForecastMethod } from './method.ts'
import type { Origin } from './origins.ts'
import { runRate } from './run-rate.ts'
import { samePeriodLastYear } from './same-period-last-year.ts'
import { scoreGroup, scoreMethod, type GroupScore, type MethodScore } from './score.ts'
import { stageWeighted } from './stage-weighted.ts'
import { firstDealDay } from './won.ts'

/** Settings of a forecast run; stored with it, they reproduce it to the digit. */
export type FirstForecastSettings = { fiscalYearStartMonth: number; trailingDays: number; snapshotStepDays: number }

/** The methods of the first forecast. A better one is a file and a line here. */
export const firstForecastMethods = (settings: FirstForecastSettings): ForecastMethod[] => [
  stageWeighted,
  runRate(settings.trailingDays),
  samePeriodLastYear,
  hazardMethod({
    ...defaultHazardSettings,
    fiscalYearStartMonth: settings.fiscalYearStartMonth,
    stepDays: settings.snapshotStepDays,
  }),
]

export type FirstForecast = {
  headline: Headline
  /** Oldest first; the last one is the forecast asked for. */
  origins: readonly OriginResult[]
  scores: readonly MethodScore[]
  /** scoreGroup of the headline, per group. */
  groupScores: readonly GroupScore[]
  historyDays: number
}

/**
 * The first forecast: every method rolled back over past origins, scored, the best chosen, and its number for the
 * last origin. In: the history; origins oldest first, the last one being "now". Yields progress per origin.
 */
export function* firstForecast(
  history: DealHistory,
  origins: readonly Origin[],
  settings: FirstForecastSettings,
): Generator<BacktestStep, FirstForecast> {
  const asOfDay = origins.at(-1)?.originDay ?? -Infinity
  const known = viewAt(history, asOfDay)
  const methods = firstForecastMethods(settings)
  const results = yield* backtest(known, methods, origins, defaultBacktestSettings)
  const since = firstDealDay(known)
  const historyDays = since === null ? 0 : asOfDay - since
  const headline = chooseHeadline(results, historyDays)
  const ids = [...methods.map((m) => m.id), blendId]
  return {
    headline,
    origins: results,
    scores: ids.map((id) => scoreMethod(results, id)),
    groupScores: Array.from({ length: known.groupCount }, (_, group) =>
      scoreGroup(results, headline.methodId ?? blendId, group),
    ),
    historyDays,
  }
}
