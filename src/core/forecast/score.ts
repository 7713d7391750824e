import { bias } from '../stats/bias.ts'
import { blockBootstrap } from '../stats/block-bootstrap.ts'
import { coverage, type Interval } from '../stats/coverage.ts'
import { mase } from '../stats/mase.ts'
import { meanAbsoluteError, wape } from '../stats/wape.ts'
import type { OriginForecast, OriginResult } from './backtest.ts'
import { crpsRatio } from './crps-score.ts'
import { partsTotal } from './method.ts'

/** How a method did over the origins whose window is over. Ratios are null where they are undefined. */
export type MethodScore = {
  methodId: string
  originCount: number
  wapeRatio: number | null
  /** 80 % block-bootstrap interval of the WAPE: how far the past itself could have come out otherwise. */
  wapeInterval: Interval | null
  biasRatio: number | null
  /** See crpsRatio. */
  crpsRatio: number | null
  meanAbsoluteErrorMinor: number | null
  /** Against same period last year, or run rate where there is no last year, on the origins both have. */
  maseRatio: number | null
  maseAgainst: string | null
  coverage80Ratio: number | null
  coverage80Count: number
  coverage95Ratio: number | null
  coverage95Count: number
}

const seed = 20120301
const benchmarks = ['same_period_last_year', 'run_rate']

type Pair = { forecast: OriginForecast; actual: number; result: OriginResult }

/** Origins that are over and at which the method had an answer. */
export function scoredPairs(results: readonly OriginResult[], methodId: string): Pair[] {
  return results.flatMap((result) => {
    const forecast = result.forecasts[methodId]
    return result.isOver && forecast?.kind === 'forecast' ? [{ forecast, actual: result.actualMinor, result }] : []
  })
}

/** Scores one method for the whole company. Deterministic. Cost: O(origins × resamples). */
export function scoreMethod(results: readonly OriginResult[], methodId: string): MethodScore {
  const pairs = scoredPairs(results, methodId)
  const forecasts = pairs.map((p) => p.forecast.valueMinor)
  const actuals = pairs.map((p) => p.actual)
  const intervals80 = pairs.map((p) => p.forecast.interval80)
  const intervals95 = pairs.map((p) => p.forecast.interval95)
  return {
    methodId,
    originCount: pairs.length,
    wapeRatio: wape(forecasts, actuals),
    wapeInterval: blockBootstrap(pairs.length, wapeOf(forecasts, actuals), {
      blockLength: originsPerWindow(pairs),
      resamples: 400,
      level: 0.8,
      seed,
    }),
    biasRatio: bias(forecasts, actuals),
    crpsRatio: crpsRatio(
      pairs.map(({ forecast, actual, result }) => ({
        ...result.origin,
        wonMinor: result.wonMinor,
        valueMinor: forecast.valueMinor,
        actualMinor: actual,
      })),
    ),
    meanAbsoluteErrorMinor: meanAbsoluteError(forecasts, actuals),
    ...relativeTo(pairs, methodId),
    coverage80Ratio: coverage(intervals80, actuals),
    coverage80Count: intervals80.filter((i) => i !== null).length,
    coverage95Ratio: coverage(intervals95, actuals),
    coverage95Count: intervals95.filter((i) => i !== null).length,
  }
}

const wapeOf = (forecasts: number[], actuals: number[]) => (indices: Int32Array) =>
  wape(
    Array.from(indices, (i) => forecasts[i]!),
    Array.from(indices, (i) => actuals[i]!),
  )

/** Windows of neighbouring origins overlap; so many of them hang together. */
function originsPerWindow(pairs: readonly Pair[]): number {
  const first = pairs[0]?.result.origin
  const second = pairs[1]?.result.origin
  if (first === undefined || second === undefined) return 1
  const apart = Math.max(1, second.originDay - first.originDay)
  return Math.max(1, Math.ceil((first.endDay - first.startDay) / apart))
}

function relativeTo(pairs: readonly Pair[], methodId: string): Pick<MethodScore, 'maseRatio' | 'maseAgainst'> {
  for (const against of benchmarks) {
    if (against === methodId) break
    const both = pairs.filter((p) => p.result.forecasts[against]?.kind === 'forecast')
    if (both.length === 0) continue
    const ratio = mase(
      both.map((p) => p.forecast.valueMinor),
      both.map((p) => (p.result.forecasts[against] as OriginForecast).valueMinor),
      both.map((p) => p.actual),
    )
    if (ratio !== null) return { maseRatio: ratio, maseAgainst: against }
  }
  return { maseRatio: null, maseAgainst: null }
}

/** How one group's part of the forecasts did. */
export type GroupScore = Pick<MethodScore, 'originCount' | 'wapeRatio' | 'biasRatio' | 'crpsRatio'>

/** WAPE, bias and CRPS of one group's part of the forecasts. */
export function scoreGroup(results: readonly OriginResult[], methodId: string, group: number): GroupScore {
  const judged = scoredPairs(results, methodId).map(({ forecast, result }) => {
    const parts = forecast.byGroup[group]
    return {
      ...result.origin,
      wonMinor: result.wonByGroup[group] ?? 0,
      valueMinor: parts === undefined ? 0 : partsTotal(parts),
      actualMinor: result.actualByGroup[group] ?? 0,
    }
  })
  const forecasts = judged.map((one) => one.valueMinor)
  const actuals = judged.map((one) => one.actualMinor)
  return {
    originCount: judged.length,
    wapeRatio: wape(forecasts, actuals),
    biasRatio: bias(forecasts, actuals),
    crpsRatio: crpsRatio(judged),
  }
}
