import type { Interval } from '../stats/coverage.ts'
import { blend, blendId, type BlendMember } from './blend.ts'
import { viewAt, type DealHistory } from './history.ts'
import { forecastInterval, type PastError } from './interval.ts'
import { insufficient, partsTotal, type Forecast, type ForecastMethod, type Insufficient } from './method.ts'
import type { Origin } from './origins.ts'
import { wonByGroup, wonTotals } from './won.ts'

/** A method's answer at one origin, with the intervals its own earlier errors allow (null: too few of them). */
export type OriginForecast = Forecast & { interval80: Interval | null; interval95: Interval | null }

/** One origin: what each method said then, and what came true (as known now). */
export type OriginResult = {
  origin: Origin
  /** Won in the window before the origin: certain in every method. */
  wonMinor: number
  wonByGroup: readonly number[]
  actualMinor: number
  actualByGroup: readonly number[]
  /** False while the window still runs: then the actual is only what is in so far and scores nothing. */
  isOver: boolean
  forecasts: Readonly<Record<string, OriginForecast | Insufficient>>
}

export type BacktestSettings = {
  /** Ids of the methods that the blend mixes. */
  blendOf: readonly string[]
  /** Past origins a member needs before its skill counts. */
  minimumPast: number
  /** Deal rows are kept for the last origin alone unless asked: forty origins × thousands of deals weigh. */
  contributions: 'last_origin' | 'all_origins'
}

export const defaultBacktestSettings: BacktestSettings = {
  blendOf: ['stage_hazard', 'run_rate', 'same_period_last_year'],
  minimumPast: 4,
  contributions: 'last_origin',
}

/** Progress of a long run: `done` of `total` origins. */
export type BacktestStep = { done: number; total: number }

/**
 * Rolling-origin backtest: at every origin cuts the history, asks every method and the blend, and sets intervals and
 * blend weights from earlier origins whose window was over by then, with their actuals as known then. The last
 * origin may be today: its window is not over and it is the forecast itself.
 * In: origins oldest first. Yields after each origin, so that a caller can report progress, or stop by not asking on.
 * Out: one result per origin. Deterministic. Cost: origins × (methods' own cost).
 */
export function* backtest(
  history: DealHistory & { asOfDay?: number },
  methods: readonly ForecastMethod[],
  origins: readonly Origin[],
  settings: BacktestSettings = defaultBacktestSettings,
): Generator<BacktestStep, OriginResult[]> {
  const known = history.asOfDay ?? lastDay(history)
  const results: OriginResult[] = []
  for (const origin of origins) {
    const forecasts = forecastsAt(history, methods, origin, results, settings)
    const keep = settings.contributions === 'all_origins' || results.length === origins.length - 1
    const actualByGroup = Array.from(wonByGroup(history, origin.startDay, origin.endDay))
    results.push({
      origin,
      wonMinor: forecasts.wonByGroup.reduce((sum, value) => sum + value, 0),
      wonByGroup: forecasts.wonByGroup,
      actualByGroup,
      actualMinor: actualByGroup.reduce((sum, value) => sum + value, 0),
      isOver: origin.endDay <= known,
      forecasts: keep ? forecasts.byMethod : withoutContributions(forecasts.byMethod),
    })
    yield { done: results.length, total: origins.length }
  }
  return results
}

function lastDay(history: DealHistory): number {
  let last = -Infinity
  for (const day of history.fromDay) if (day > last) last = day
  return last
}

type AtOrigin = { wonByGroup: number[]; byMethod: Record<string, OriginForecast | Insufficient> }

function forecastsAt(
  history: DealHistory,
  methods: readonly ForecastMethod[],
  origin: Origin,
  earlier: readonly OriginResult[],
  settings: BacktestSettings,
): AtOrigin {
  const view = viewAt(history, origin.originDay)
  const wonThen = wonTotals(view)
  const past = earlier.filter((r) => r.origin.endDay <= origin.originDay)
  const pastErrorsOf = (id: string): PastError[] => past.flatMap((r) => pastError(r, id, wonThen))
  const plain = new Map<string, Forecast | Insufficient>()
  for (const method of methods) plain.set(method.id, method.forecast(view, origin))
  plain.set(blendId, blendAt(plain, pastErrorsOf, settings))
  const byMethod: Record<string, OriginForecast | Insufficient> = {}
  for (const [id, forecast] of plain) {
    if (forecast.kind === 'insufficient') {
      byMethod[id] = forecast
      continue
    }
    const remainder = {
      wonMinor: forecast.parts.wonMinor,
      remainingMinor: partsTotal(forecast.parts) - forecast.parts.wonMinor,
      daysLeft: origin.endDay - origin.originDay,
    }
    const errors = pastErrorsOf(id)
    byMethod[id] = {
      ...forecast,
      interval80: forecastInterval(remainder, errors, 0.8),
      interval95: forecastInterval(remainder, errors, 0.95),
    }
  }
  return { wonByGroup: Array.from(wonByGroup(view, origin.startDay, origin.endDay)), byMethod }
}

/** What an earlier forecast missed, judged by what is known at the later origin and no more. */
function pastError(result: OriginResult, id: string, wonThen: (from: number, to: number) => number): PastError[] {
  const forecast = result.forecasts[id]
  if (forecast?.kind !== 'forecast') return []
  const { origin } = result
  return [
    {
      remainingMinor: forecast.valueMinor - forecast.parts.wonMinor,
      actualRemainingMinor: wonThen(origin.startDay, origin.endDay) - forecast.parts.wonMinor,
      daysLeft: origin.endDay - origin.originDay,
    },
  ]
}

function blendAt(
  forecasts: ReadonlyMap<string, Forecast | Insufficient>,
  pastErrorsOf: (id: string) => PastError[],
  settings: BacktestSettings,
): Forecast | Insufficient {
  const members: BlendMember[] = []
  for (const id of settings.blendOf) {
    const forecast = forecasts.get(id)
    if (forecast?.kind !== 'forecast') continue
    const past = pastErrorsOf(id)
    const error = past.reduce((sum, p) => sum + Math.abs(p.remainingMinor - p.actualRemainingMinor), 0)
    members.push({ id, forecast, pastErrorMinor: past.length >= settings.minimumPast ? error / past.length : null })
  }
  return members.length < 2 ? insufficient('no_method_to_blend') : blend(members)
}

function withoutContributions(
  forecasts: Record<string, OriginForecast | Insufficient>,
): Record<string, OriginForecast | Insufficient> {
  return Object.fromEntries(
    Object.entries(forecasts).map(([id, f]) => [id, f.kind === 'forecast' ? { ...f, contributions: [] } : f]),
  )
}
