import { fitAggregatedTheta } from './aggregated-theta.ts'
import { fitAutoregression } from './autoregression.ts'
import { fitDampedTrend } from './damped-trend.ts'
import { fitDynamicTheta } from './dynamic-theta.ts'
import { fitBestEts } from './ets.ts'
import { sesModel } from './exponential-smoothing.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'
import { fitTheta } from './theta.ts'

/** Below this a choice among forms of smoothing is noise, and buckets are too few: the other three alone. */
const enoughForAll = 15
const short = [fitDynamicTheta, fitDampedTrend, fitAutoregression]
const all = [...short, fitBestEts, fitTheta, fitAggregatedTheta]

/**
 * The house's forecast of one series: the equal-weight mean of ETS, Theta, dynamic Theta, damped trend, an autoregression
 * of the differences, and dynamic Theta over aggregation levels. Combinations beat choices (Makridakis & Hibon 2000;
 * Petropoulos & Svetunkov 2020), the more so the less alike their members are. Needs two values; fewer than 15 take
 * three models, fewer than 4 simple smoothing. Cost: about 2,000 passes over the series.
 */
const combined = defineSeriesModel('combination', 4, (series) =>
  meanOf(series, series.values.length < enoughForAll ? short : all),
)

export const combinationModel = {
  id: combined.id,
  fit: ((values, season) => {
    const fit = combined.fit(values, season)
    return fit.kind === 'insufficient' ? sesModel.fit(values, season) : fit
  }) satisfies typeof combined.fit,
}

function meanOf(series: PreparedSeries, fits: readonly ((series: PreparedSeries) => Predict)[]): Predict {
  const predictions = fits.map((fit) => fit(series))
  return (horizon) => {
    const sum = new Float64Array(horizon)
    for (const predict of predictions) {
      const forecast = predict(horizon)
      for (let h = 0; h < horizon; h++) sum[h]! += forecast[h]! / predictions.length
    }
    return sum
  }
}
