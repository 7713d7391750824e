import { spawnSync } from 'node:child_process'
import { aggregatedThetaModel } from '../src/core/series/aggregated-theta.ts'
import { autoregressionModel } from '../src/core/series/autoregression.ts'
import { combinationModel } from '../src/core/series/combination.ts'
import { conformalIntervals } from '../src/core/series/conformal-interval.ts'
import { sesModel } from '../src/core/series/exponential-smoothing.ts'
import { dampedTrendModel } from '../src/core/series/damped-trend.ts'
import { dynamicThetaModel } from '../src/core/series/dynamic-theta.ts'
import { etsModel } from '../src/core/series/ets.ts'
import { naive2Model } from '../src/core/series/naive2.ts'
import { poolErrors } from '../src/core/series/pooled-errors.ts'
import type { SeriesModel } from '../src/core/series/series-model.ts'
import { thetaModel } from '../src/core/series/theta.ts'
import { coverage, type Interval } from '../src/core/stats/coverage.ts'
import type { SmapeAndMase } from '../src/core/stats/owa.ts'
import { m3File, readM3, type M3Series } from './ground/m3.ts'
import { tellReconciliation } from './ground/reconciliation.ts'
import { scoreLine, scoreSeries } from './ground/series-score.ts'

/**
 * Forecasts of the M3 competition's series beside what must be reached and beside R's `forecast`, run now on the same
 * series. `-- forecast --all` runs R on every series (half an hour) instead of a sample.
 */
const models = [
  naive2Model,
  sesModel,
  thetaModel,
  dynamicThetaModel,
  dampedTrendModel,
  etsModel,
  autoregressionModel,
  aggregatedThetaModel,
  combinationModel,
]
const isWhole = process.argv.includes('--all')
type Goal = { period: string; smape: number; mase: number | null; ets: number; theta: number; arima: number }
/** The last three: every how-many-th series R forecasts. */
const goals: Goal[] = [
  { period: 'yearly', smape: 16, mase: null, ets: 4, theta: 1, arima: 8 },
  { period: 'quarterly', smape: 8.95, mase: 1.07, ets: 8, theta: 1, arima: 20 },
  { period: 'monthly', smape: 13.6, mase: 0.84, ets: 16, theta: 1, arima: 100 },
]
type Run = { score: SmapeAndMase; perSecond: number; forecasts: Map<string, Float64Array> }

function run(model: SeriesModel, series: readonly M3Series[]): Run {
  const forecasts = new Map<string, Float64Array>()
  const started = process.cpuUsage().user
  for (const { id, training, season, horizon } of series) {
    const fit = model.fit(training, season)
    if (fit.kind === 'insufficient') throw new Error(`${model.id} has no answer for ${id}`)
    forecasts.set(id, fit.predict(horizon))
  }
  const seconds = (process.cpuUsage().user - started) / 1e6
  return { score: scoreSeries(series, forecasts), perSecond: series.length / seconds, forecasts }
}

function must(name: string, limit: number, ours: number): void {
  console.log(
    `  must reach ${name.padEnd(19)}${`≤ ${limit}`.padStart(9)}${ours.toFixed(3).padStart(9)}  ${ours <= limit ? 'ok' : 'short'}`,
  )
}

function tellSpeed(perSecond: number): void {
  console.log(
    `  must reach series/s per core ${'≥ 200'.padStart(10)}${perSecond.toFixed(0).padStart(9)}  ${perSecond >= 200 ? 'ok' : 'short'}`,
  )
}

const held = new Map<number, { intervals: (Interval | null)[]; actuals: number[] }>()

/** Coverage of intervals whose pool is the training parts alone; also kept for all periods together. */
function intervals(series: readonly M3Series[], ours: Run): void {
  const past = series.map(({ training, season }) => ({ values: training, season }))
  const errors = poolErrors(combinationModel, past, series[0]!.horizon)
  const actuals = series.flatMap(({ actual }) => [...actual])
  for (const level of [0.8, 0.95]) {
    const found = series.flatMap(({ id }, i) => conformalIntervals(ours.forecasts.get(id)!, past[i]!, errors, level))
    tellCoverage(level, found, actuals)
    const all = held.get(level) ?? { intervals: [], actuals: [] }
    held.set(level, { intervals: all.intervals.concat(found), actuals: all.actuals.concat(actuals) })
  }
}

function tellCoverage(level: number, found: readonly (Interval | null)[], actuals: readonly number[]): void {
  const percent = 100 * (coverage(found, actuals) ?? NaN)
  const margin = level === 0.95 ? 1 : 2
  const verdict = Math.abs(percent - 100 * level) <= margin ? 'ok' : 'short'
  console.log(
    `  coverage at ${100 * level} %${`± ${margin}`.padStart(25)}${percent.toFixed(1).padStart(9)}  ${verdict}`,
  )
}

function peers(goal: Goal, series: readonly M3Series[], ours: Run): void {
  const steps = { ets: goal.ets, thetaf: goal.theta, 'auto.arima': goal.arima }
  const pairs = Object.entries(steps).map(([method, step]) => `${method}:${isWhole ? 1 : step}`)
  const answer = spawnSync('Rscript', ['bench/peers/forecast.R', m3File, goal.period, ...pairs], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (answer.status !== 0)
    return console.log('  R `forecast` is not there: apt-get install r-base-core r-cran-forecast, then run this again')
  const lines = answer.stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  for (const method of Object.keys(steps)) {
    const own = lines.filter((fields) => fields[1] === method)
    const forecasts = new Map(own.map((f) => [f[0]!, Float64Array.from(f.slice(3), Number)]))
    const same = series.filter(({ id }) => forecasts.has(id))
    const naive2 = run(naive2Model, same).score
    const seconds = own.reduce((sum, f) => sum + Number(f[2]), 0)
    console.log(
      scoreLine(`R ${method}, ${same.length} series`, scoreSeries(same, forecasts), naive2, same.length / seconds),
    )
    console.log(scoreLine('  ours on the same', scoreSeries(same, ours.forecasts), naive2, ours.perSecond))
  }
}

for (const goal of goals) {
  const series = readM3(goal.period)
  console.log(`\n${goal.period}, ${series.length} series`.padEnd(33) + '    sMAPE     MASE      OWA  series/s')
  run(combinationModel, series.slice(0, 50)) // so that the compiler has seen it before it is timed
  const runs = models.map((model) => run(model, series))
  const naive2 = runs[0]!.score
  models.forEach((model, i) => console.log(scoreLine(model.id, runs[i]!.score, naive2, runs[i]!.perSecond)))
  const ours = runs.at(-1)!
  must('sMAPE', goal.smape, ours.score.smape)
  if (goal.mase !== null) must('MASE', goal.mase, ours.score.mase)
  if (goal.period === 'monthly') tellSpeed(ours.perSecond)
  intervals(series, ours)
  peers(goal, series, ours)
}
console.log('\nall three periods')
for (const [level, { intervals: found, actuals }] of held) tellCoverage(level, found, actuals)
tellReconciliation()
console.log(`\npeak memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
