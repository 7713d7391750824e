import { decompose, type SeasonForm } from './decomposition.ts'
import { fitEts, predictEts, type EtsFit, type EtsStart } from './ets-fit.ts'
import { candidateForms, type EtsForm } from './ets-form.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { startingLine } from './starting-line.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

/** Longer seasons have too many states to learn each by itself: they are taken off first, as R's `ets` asks for. */
const longestSeason = 24
/** An undamped trend runs away beyond the next step, which is all the criterion sees: it must win by clear evidence (Burnham & Anderson 2002: Δ > 2). */
const handicapped = (fit: EtsFit): number => fit.aicc + (fit.form.trend === 'A' ? 2 : 0)
const firstEvaluations = 150
const lastEvaluations = 300

/**
 * Exponential smoothing in the form that the corrected Akaike criterion prefers (A/M errors × no, additive or damped
 * trend × no, additive or multiplicative season). Source: Hyndman, Koehler, Snyder & Grose 2002. Needs four values.
 */
export const etsModel = defineSeriesModel('ets', 4, fitBestEts)

export function fitBestEts(series: PreparedSeries): Predict {
  if (series.season > longestSeason) return onAdjusted(series, (values) => chooseForm(values, 1))
  return chooseForm(series.values, series.season)
}

function chooseForm(values: Float64Array, season: number): Predict {
  const isPositive = values.every((v) => v > 0)
  const starts = startsOf(values, season, isPositive)
  const guesses = new Map<string, Float64Array>()
  let best: EtsFit | null = null
  for (const form of candidateForms(isPositive, season > 1)) {
    const key = `${form.trend}${form.season}`
    const fit = fitEts(values, form, starts[form.season], {
      season,
      guess: guesses.get(key) ?? null,
      maxEvaluations: firstEvaluations,
    })
    guesses.set(key, fit.parameters)
    if (best === null || handicapped(fit) < handicapped(best)) best = fit
  }
  const { form, parameters } = best!
  return predictEts(
    fitEts(values, form, starts[form.season], { season, guess: parameters, maxEvaluations: lastEvaluations }),
  )
}

/** Starting states per form of season: the decomposition's, and a line through the first adjusted values. */
function startsOf(values: Float64Array, season: number, isPositive: boolean): Record<EtsForm['season'], EtsStart> {
  const plain = { ...startingLine(values), seasonal: new Float64Array(0) }
  if (season < 2) return { N: plain, A: plain, M: plain }
  const seasonal = (form: SeasonForm): EtsStart => {
    const { adjusted, indices } = decompose(values, season, form)
    return { ...startingLine(adjusted), seasonal: indices }
  }
  const additive = seasonal('additive')
  return { N: plain, A: additive, M: isPositive ? seasonal('multiplicative') : additive }
}
