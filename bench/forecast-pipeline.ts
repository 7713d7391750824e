import { backtest, defaultBacktestSettings, type OriginResult } from '../src/core/forecast/backtest.ts'
import { firstForecast, firstForecastMethods } from '../src/core/forecast/first-forecast.ts'
import { boostedMethod, defaultBoosting } from '../src/core/forecast/boosted.ts'
import { defaultHazardSettings, hazardMethod } from '../src/core/forecast/hazard.ts'
import type { DealHistory } from '../src/core/forecast/history.ts'
import type { ForecastMethod } from '../src/core/forecast/method.ts'
import { smoothedArrivals } from '../src/core/forecast/new-business.ts'
import { fiscalOrigins, slidingOrigins, type Origin } from '../src/core/forecast/origins.ts'
import { scoreMethod } from '../src/core/forecast/score.ts'
import { finish } from '../src/base/finish.ts'
import { judgeRollUps } from './roll-up.ts'
import { crmDataDay, readCrm, readCrmLabels, readLoans } from './sales-data.ts'

/**
 * What will be won in the next days, on two real files: error of each method beside its peers in the same run.
 * WAPE, CRPS over mean actual, signed bias, share of actuals inside the 80 and 95 % intervals, error relative to run rate.
 */
const percent = (ratio: number | null): string => (ratio === null ? '–' : `${(ratio * 100).toFixed(1)} %`)

function print(title: string, results: readonly OriginResult[], seconds: number): void {
  console.log(`\n${title}  (${results.length} origins, ${seconds.toFixed(1)} s)`)
  const ids = Object.keys(results[0]?.forecasts ?? {})
  console.log(
    '  method                   n     WAPE (80 % of resamples)     CRPS     bias   in 80 %   in 95 %   / baseline',
  )
  for (const id of ids) {
    const s = scoreMethod(results, id)
    if (s.originCount === 0) {
      console.log(`  ${id.padEnd(22)}   0        – too little history`)
      continue
    }
    const range = `(${percent(s.wapeInterval?.low ?? null)} – ${percent(s.wapeInterval?.high ?? null)})`
    console.log(
      `  ${id.padEnd(22)} ${String(s.originCount).padStart(3)} ${percent(s.wapeRatio).padStart(8)} ${range.padEnd(20)}` +
        ` ${percent(s.crpsRatio).padStart(8)} ${percent(s.biasRatio).padStart(8)} ${percent(s.coverage80Ratio).padStart(9)}` +
        ` ${percent(s.coverage95Ratio).padStart(9)} ${(s.maseRatio?.toFixed(2) ?? '–').padStart(7)}`,
    )
  }
}

function run(
  title: string,
  history: DealHistory,
  methods: readonly ForecastMethod[],
  origins: readonly Origin[],
): void {
  const started = performance.now()
  const results = finish(backtest(history, methods, origins, defaultBacktestSettings))
  print(title, results, (performance.now() - started) / 1000)
}

const dayOf = (date: string): number => Date.parse(date) / 86_400_000

/** Methods that are not in the product's forecast, since they do not beat what is there on both files. */
function candidates(stepDays: number): ForecastMethod[] {
  const settings = { ...defaultHazardSettings, stepDays, arrivalLevel: smoothedArrivals }
  return [
    { ...hazardMethod(settings), id: 'hazard, smoothed new' },
    boostedMethod({ ...settings, ...defaultBoosting, stepDays: 2 * stepDays }),
  ]
}

function loans(): void {
  const history = readLoans()
  const methods = [
    ...firstForecastMethods({ fiscalYearStartMonth: 1, trailingDays: 28, snapshotStepDays: 1 }),
    ...candidates(1),
  ]
  // The log begins on 1 October 2011; how much of it a first forecast has seen decides its error more than the method does.
  for (const seenDays of [60, 90])
    for (const days of [7, 14, 28]) {
      const firstDay = dayOf('2011-10-01') + seenDays
      const range = { firstDay, lastEndDay: dayOf('2012-03-14'), everyDays: 3 }
      const title = `BPI 2012 loans, next ${days} days, from ${seenDays} days of history on`
      run(title, history, methods, slidingOrigins(range, days))
    }
}

function crm(): void {
  const history = readCrm()
  const settings = { fiscalYearStartMonth: 1, trailingDays: 91, snapshotStepDays: 7 }
  for (const days of [30, 91]) {
    const range = { firstDay: dayOf('2017-04-03'), lastEndDay: crmDataDay, everyDays: 7 }
    const methods = [...firstForecastMethods(settings), ...candidates(settings.snapshotStepDays)]
    run(`CRM export, next ${days} days`, history, methods, slidingOrigins(range, days))
  }
  for (const days of [30, 91]) {
    const range = { firstDay: dayOf('2017-04-03'), lastEndDay: crmDataDay, everyDays: 7 }
    console.log(`\nCRM export, next ${days} days handed down from the blend, WAPE over members and origins`)
    judgeRollUps(history, readCrmLabels(), slidingOrigins(range, days), settings)
  }
  const rules = { timeZone: 'UTC', fiscalYearStartMonth: 1, weekStart: 1 }
  for (const granularity of ['month', 'quarter'] as const) {
    const range = { firstDay: dayOf('2017-04-01'), lastDay: crmDataDay, everyDays: 7 }
    const started = performance.now()
    const origins = fiscalOrigins(range, granularity, rules)
    const result = finish(firstForecast(history, origins, settings))
    print(`CRM export, to the end of the fiscal ${granularity}`, result.origins, (performance.now() - started) / 1000)
    console.log(`  headline: ${result.headline.methodId} (${result.headline.reason})`)
    const teams = result.groupScores.map((g) => `${percent(g.wapeRatio)} / ${percent(g.crpsRatio)}`).join(', ')
    console.log(`  its WAPE and CRPS per team: ${teams}`)
  }
}

console.log(
  'Neither file holds stage probabilities or close dates; for the stage-weighted peer they are set as in sales-data.ts.',
)
loans()
crm()
