import { owa, type SmapeAndMase } from '../../src/core/stats/owa.ts'
import { seasonalNaiveScale } from '../../src/core/stats/seasonal-naive-scale.ts'
import { smape } from '../../src/core/stats/smape.ts'
import { meanAbsoluteError } from '../../src/core/stats/wape.ts'
import type { M3Series } from './m3.ts'

/** Mean sMAPE and MASE over series; those whose training never changes have no MASE and are left out of it. */
export function scoreSeries(series: readonly M3Series[], forecasts: ReadonlyMap<string, Float64Array>): SmapeAndMase {
  let percent = 0
  let scaled = 0
  let scaledCount = 0
  for (const one of series) {
    const forecast = forecasts.get(one.id)!
    percent += smape(forecast, one.actual)! / series.length
    const scale = seasonalNaiveScale(one.training, one.season)
    if (scale === null) continue
    scaled += meanAbsoluteError(forecast, one.actual)! / scale
    scaledCount++
  }
  return { smape: percent, mase: scaled / scaledCount }
}

/** A line of the table: sMAPE, MASE, OWA against Naive 2 of the same series, and series a second on one core. */
export function scoreLine(name: string, score: SmapeAndMase, naive2: SmapeAndMase, perSecond: number): string {
  const figures = [score.smape.toFixed(3), score.mase.toFixed(3), (owa(score, naive2) ?? NaN).toFixed(3)]
  const speed = perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(2)
  return `  ${name.padEnd(30)}${figures.map((f) => f.padStart(9)).join('')}${speed.padStart(10)}`
}
