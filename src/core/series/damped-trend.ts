import { fitEts, predictEts } from './ets-fit.ts'
import { startingLine } from './starting-line.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

/** Damped trend of a deseasonalised series, ETS(A,Ad,N). Source: Gardner & McKenzie 1985. Needs four values. */
export const dampedTrendModel = defineSeriesModel('damped_trend', 4, fitDampedTrend)

export function fitDampedTrend(series: PreparedSeries): Predict {
  return onAdjusted(series, (values) =>
    predictEts(
      fitEts(
        values,
        { error: 'A', trend: 'Ad', season: 'N' },
        { ...startingLine(values), seasonal: new Float64Array(0) },
        { season: series.season, guess: null, maxEvaluations: 400 },
      ),
    ),
  )
}
