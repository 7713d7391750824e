import { fitDampedTrend } from './damped-trend.ts'
import { fitDynamicTheta } from './dynamic-theta.ts'
import { fitBestEts } from './ets.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'
import { sesModel } from './exponential-smoothing.ts'
import { fitTheta } from './theta.ts'

/** Below this a choice among forms is noise: dynamic Theta and damped trend alone. Below four values, smoothing. */
const enoughForFour = 15

/**
 * Equal-weight mean of ETS, dynamic Theta, Theta and damped trend: the house's forecast of one series. Combinations beat
 * choices (Makridakis & Hibon 2000; Petropoulos & Svetunkov 2020). Needs two values; fewer than 15 take two models,
 * fewer than 4 simple smoothing. Cost: about 2,000 passes over the series.
 */
const combined = defineSeriesModel('mean_of_four', 4, (series) => {
  const fits = series.values.length < enoughForFour ? [fitDynamicTheta, fitDampedTrend] : fourFits
  return meanOf(series, fits)
})

const fourFits = [fitBestEts, fitDynamicTheta, fitTheta, fitDampedTrend]

export const meanOfFourModel = {
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
