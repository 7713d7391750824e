import { etsFilter, type EtsPass } from './ets-filter.ts'
import { parameterCount, type EtsForm } from './ets-form.ts'
import { nelderMead } from './nelder-mead.ts'
import type { Predict } from './series-model.ts'

/** What stands before the first value. */
export type EtsStart = { level: number; slope: number; seasonal: Float64Array }
export type EtsFit = { form: EtsForm; parameters: Float64Array; criterion: number; aicc: number; pass: EtsPass }

/** Bounds of α, β/α, γ/(1 − α), φ: the usual region of Hyndman et al. 2008, but for the slope's. */
const low = [0.0001, 0.0001, 0.0001, 0.8]
const high = (season: number): number[] => [0.9999, fastestSlope(season), 0.9999, 0.98]

/**
 * How much faster a level may learn than its slope: at least twice, and by a season when there is one. A slope is what
 * changes from season to season; what it learns faster is noise, and noise in a slope is multiplied by the horizon.
 */
const fastestSlope = (season: number): number => Math.min(0.5, 1 / season)
const firstGuess = [0.3, 0.1, 0.05, 0.9]
const firstStep = [0.2, 0.15, 0.1, -0.05]

/**
 * Estimates one form's smoothing constants by maximum likelihood (Nelder–Mead). Starting states are given, not searched: on
 * short series, searching them fits the past better and the future worse. In: values about 1 in size. Out: corrected Akaike criterion, Infinity where
 * the form does not fit the data or has too many parameters. Cost: `maxEvaluations` passes.
 */
export function fitEts(
  values: Float64Array,
  form: EtsForm,
  start: EtsStart,
  settings: { season: number; guess: Float64Array | null; maxEvaluations: number },
): EtsFit {
  const used = searched(form)
  const top = high(settings.season)
  const first = settings.guess ?? Float64Array.of(...firstGuess, start.level, start.slope)
  const seasonal = form.season === 'N' ? new Float64Array(0) : start.seasonal
  const pass: EtsPass = {
    values,
    form,
    startSeasonal: seasonal,
    state: { level: 0, slope: 0, seasonal: seasonal.slice() },
  }
  const parameters = Float64Array.from(first)
  const criterionAt = (x: Float64Array): number => {
    for (let j = 0; j < used.length; j++) {
      const which = used[j]!
      if (x[j]! < low[which]! || x[j]! > top[which]!) return Infinity
      parameters[which] = x[j]!
    }
    return etsFilter(pass, parameters)
  }
  const found = nelderMead(
    criterionAt,
    used.map((i) => Math.min(first[i]!, top[i]!)),
    used.map((i) => stepOf(i, Math.min(first[i]!, top[i]!), top[i]!)),
    { maxEvaluations: settings.maxEvaluations, tolerance: 1e-3 },
  )
  const criterion = criterionAt(found.at)
  return { form, parameters, criterion, aicc: correctedAkaike(criterion, values.length, form, seasonal.length), pass }
}

/** Which of the smoothing constants this form has. */
function searched(form: EtsForm): number[] {
  return [0, 1, 2, 3].filter((i) => {
    if (i === 1) return form.trend !== 'N'
    if (i === 2) return form.season !== 'N'
    return i !== 3 || form.trend === 'Ad'
  })
}

/** A first step that stays within the bounds. */
function stepOf(i: number, from: number, top: number): number {
  const step = firstStep[i]!
  return from + step > top || from + step < low[i]! ? -step / 2 : step
}

function correctedAkaike(criterion: number, n: number, form: EtsForm, season: number): number {
  const k = parameterCount(form, season)
  return n - k - 1 > 0 ? criterion + 2 * k + (2 * k * (k + 1)) / (n - k - 1) : Infinity
}

/** Point forecasts from the states after the last value. */
export function predictEts({ form, parameters, pass }: EtsFit): Predict {
  const { level, slope, seasonal } = pass.state
  const n = pass.values.length
  const phi = form.trend === 'Ad' ? parameters[3]! : 1
  return (horizon) => {
    let damped = 0
    let weight = 1
    return Float64Array.from({ length: horizon }, (_, h) => {
      weight *= phi
      damped += weight
      const base = form.trend === 'N' ? level : level + damped * slope
      if (form.season === 'N') return base
      const index = seasonal[(n + h) % seasonal.length]!
      return form.season === 'M' ? base * index : base + index
    })
  }
}
