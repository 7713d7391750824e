import { addDays, dayFromNumber, dayNumber, endOfDay, type CalendarRules } from '../../base/calendar.ts'
import type { OriginForecast, OriginResult } from '../../core/forecast/backtest.ts'
import type { FirstForecast, FirstForecastSettings } from '../../core/forecast/first-forecast.ts'
import { partsTotal, type ForecastParts, type Insufficient } from '../../core/forecast/method.ts'
import { fiscalOrigins } from '../../core/forecast/origins.ts'
import type { MethodScore } from '../../core/forecast/score.ts'
import { firstDealDay } from '../../core/forecast/won.ts'
import type { JobContext } from '../../platform/jobs/job.ts'
import type { ReadContext } from '../../platform/operation.ts'
import { forecastComputation } from './computation.ts'
import { loadHistory, type LoadedHistory } from './load-history.ts'
import type { ForecastResult, WindowForecast } from './schema.ts'
import { selectTeams, selectVersions } from './sql.ts'

/** Everything that decides a run besides the data: with the seq it reproduces the run to the digit. */
export type RunSettings = FirstForecastSettings & {
  originEveryDays: number
  originsAtMost: number
  learningDays: number
}

export const defaultRunSettings = (rules: CalendarRules): RunSettings => ({
  fiscalYearStartMonth: rules.fiscalYearStartMonth,
  trailingDays: 91,
  snapshotStepDays: 7,
  originEveryDays: 7,
  originsAtMost: 104,
  learningDays: 120,
})

const contributionsShown = 200

/** The data of a run, and the change set up to which it knows everything. */
export type RunData = LoadedHistory & { seq: number }

/** What was valid at the end of `asOfOn`, as the mathematics takes it. */
export async function loadRunData(context: ReadContext, asOfOn: string): Promise<RunData> {
  const rules = context.actor.settings
  const at = endOfDay(asOfOn, rules.timeZone)
  const { rows, seq } = await context.replica.ask((tables) => selectVersions(tables, at, rules.currency))
  const teams = await context.replica.ask((tables) => selectTeams(tables, at))
  return { ...loadHistory(rows, teams.rows, rules.timeZone), seq }
}

/** Forecasts the fiscal month and quarter that hold `asOfOn`. Tells progress; cancelled with the job. */
export async function runForecast(
  job: JobContext,
  data: RunData,
  asOfOn: string,
  settings: RunSettings,
): Promise<ForecastResult> {
  const rules = job.actor.settings
  const windows: WindowForecast[] = []
  for (const granularity of ['month', 'quarter'] as const) {
    const origins = originsOf(data, dayNumber(asOfOn), granularity, settings, rules)
    const before = windows.length * origins.length
    const input = { history: data.history, origins, settings }
    const forecast = await job.compute(forecastComputation, input, ({ done }) =>
      job.progress({ step: 'forecasts.rolling_back', done: before + done, total: origins.length * 2 }),
    )
    windows.push(describe(granularity, forecast, data))
  }
  return {
    currency: rules.currency,
    deal_count: data.history.dealIds.length,
    without_history_count: data.withoutHistoryCount,
    windows,
  }
}

function originsOf(
  loaded: LoadedHistory,
  lastDay: number,
  granularity: 'month' | 'quarter',
  settings: RunSettings,
  rules: CalendarRules,
) {
  const since = firstDealDay(loaded.history) ?? lastDay
  const earliest = lastDay - settings.originEveryDays * (settings.originsAtMost - 1)
  const firstDay = Math.max(since + settings.learningDays, earliest)
  const range = { firstDay: Math.min(firstDay, lastDay), lastDay, everyDays: settings.originEveryDays }
  return fiscalOrigins(range, granularity, rules)
}

function describe(granularity: 'month' | 'quarter', forecast: FirstForecast, loaded: LoadedHistory): WindowForecast {
  const last = forecast.origins.at(-1) as OriginResult
  const headlineId = forecast.headline.methodId
  const chosen = headlineId === null ? undefined : last.forecasts[headlineId]
  return {
    granularity,
    from: dayFromNumber(last.origin.startDay + 1),
    to: dayFromNumber(last.origin.endDay + 1),
    won_minor: last.wonMinor,
    headline: {
      method: headlineId,
      reason: forecast.headline.reason,
      compared_origin_count: forecast.headline.comparedOriginCount,
    },
    forecasts: Object.fromEntries(Object.entries(last.forecasts).map(([id, said]) => [id, describeMethod(said)])),
    scores: forecast.scores.map(describeScore),
    origins: forecast.origins.map(describeOrigin),
    teams: chosen?.kind === 'forecast' ? describeTeams(chosen, forecast, loaded) : [],
    contributions: contributionsOf(last, headlineId, loaded),
    history_days: Math.round(forecast.historyDays),
  }
}

const describeParts = (parts: ForecastParts) => ({
  won_minor: parts.wonMinor,
  open_minor: parts.openMinor,
  new_minor: parts.newMinor,
  unsplit_minor: parts.unsplitMinor,
})

function describeMethod(said: OriginForecast | Insufficient): WindowForecast['forecasts'][string] {
  if (said.kind === 'insufficient') return said
  const { valueMinor, parts, interval80, interval95 } = said
  return {
    kind: 'forecast',
    value_minor: valueMinor,
    parts: describeParts(parts),
    interval_80: interval80,
    interval_95: interval95,
  }
}

const describeScore = (score: MethodScore): WindowForecast['scores'][number] => ({
  method: score.methodId,
  origin_count: score.originCount,
  wape_ratio: score.wapeRatio,
  wape_interval: score.wapeInterval,
  bias_ratio: score.biasRatio,
  mean_absolute_error_minor: score.meanAbsoluteErrorMinor,
  mase_ratio: score.maseRatio,
  mase_against: score.maseAgainst,
  coverage_80_ratio: score.coverage80Ratio,
  coverage_80_count: score.coverage80Count,
  coverage_95_ratio: score.coverage95Ratio,
  coverage_95_count: score.coverage95Count,
})

const describeOrigin = (result: OriginResult): WindowForecast['origins'][number] => ({
  origin_on: dayFromNumber(result.origin.originDay),
  from: dayFromNumber(result.origin.startDay + 1),
  to: addDays(dayFromNumber(result.origin.endDay), 1),
  actual_minor: result.actualMinor,
  is_over: result.isOver,
  forecasts: Object.fromEntries(
    Object.entries(result.forecasts).map(([id, said]) => [
      id,
      said.kind === 'forecast' ? { value_minor: said.valueMinor, interval_80: said.interval80 } : null,
    ]),
  ),
})

function describeTeams(
  chosen: OriginForecast,
  forecast: FirstForecast,
  loaded: LoadedHistory,
): WindowForecast['teams'] {
  return loaded.teams.flatMap((team, group) => {
    const parts = chosen.byGroup[group]
    const score = forecast.groupScores[group]
    if (!parts || (partsTotal(parts) === 0 && !score?.originCount)) return []
    const hasPast = forecast.origins.some((origin) => (origin.actualByGroup[group] ?? 0) > 0)
    if (partsTotal(parts) === 0 && !hasPast) return []
    const past = { wape_ratio: score?.wapeRatio ?? null, bias_ratio: score?.biasRatio ?? null }
    return [{ team_id: team.id, name: team.name, value_minor: partsTotal(parts), parts: describeParts(parts), ...past }]
  })
}

/** Deals behind the open part: the headline's, or of the first method that looks at deals. */
function contributionsOf(
  last: OriginResult,
  headlineId: string | null,
  loaded: LoadedHistory,
): WindowForecast['contributions'] {
  const inOrder = [headlineId, 'stage_hazard', 'stage_weighted'].map((id) =>
    id === null ? undefined : last.forecasts[id],
  )
  const said = inOrder.find((method) => method?.kind === 'forecast' && method.contributions.length > 0)
  if (said?.kind !== 'forecast') return []
  return said.contributions.slice(0, contributionsShown).map(({ dealId, probability, expectedMinor }) => ({
    deal_id: dealId,
    name: loaded.names.get(dealId) ?? '',
    probability_ratio: probability,
    expected_minor: expectedMinor,
  }))
}
