import { fitRegressed, type Regressor } from './regressed-model.ts'
import {
  rollOrigins,
  scoreOrigins,
  type OriginForecast,
  type RollingSettings,
  type SeasonSeries,
} from './rolling-origin.ts'
import type { SeriesModel } from './series-model.ts'

/** What each candidate was found to be worth: MASE of rolled-back forecasts without it and with it, beside those admitted before. */
export type Admission = {
  name: string
  isAdmitted: boolean
  reason: 'errors_fall' | 'errors_do_not_fall' | 'too_few_origins' | 'not_known_ahead'
  maseWithout: number | null
  maseWith: number | null
}

/** Fewer rolled-back origins show nothing. */
const fewestOrigins = 6
/** A smaller fall is not worth a dependence on somebody else's numbers. */
const leastGain = 0.01

/**
 * Admits regressors one at a time, the most useful first, as long as the rolling-origin MASE falls by 1 % and at more than half
 * of the origins. Only what was known at an origin is used there (`Regressor.knownAt`).
 * In: a model, one series, candidates. Out: those admitted, in order, and what every candidate was worth when last looked
 * at; a candidate not known at some origin for all steps ahead is refused. Cost: k² backtests at most.
 */
export function admitRegressors(
  model: SeriesModel,
  series: SeasonSeries,
  candidates: readonly Regressor[],
  settings: RollingSettings,
): { admitted: Regressor[]; admissions: Admission[] } {
  const admitted: Regressor[] = []
  const admissions = new Map<string, Admission>()
  let standing = backtest(model, series, admitted, settings)
  for (let left = [...candidates]; left.length > 0;) {
    const tried = left.map((candidate) => {
      const origins = backtest(model, series, [...admitted, candidate], settings)
      const admission = judge(candidate.name, standing, origins)
      admissions.set(candidate.name, admission)
      return { candidate, origins, admission }
    })
    const [best] = tried
      .filter(({ admission }) => admission.isAdmitted)
      .sort((a, b) => (a.admission.maseWith ?? 0) - (b.admission.maseWith ?? 0))
    if (best === undefined) break
    admitted.push(best.candidate)
    standing = best.origins
    left = left.filter((candidate) => candidate !== best.candidate)
    for (const { candidate, admission } of tried)
      if (candidate !== best.candidate) admissions.set(candidate.name, { ...admission, isAdmitted: false })
  }
  return { admitted, admissions: [...admissions.values()] }
}

/** The origins of a model that is handed the regressors as they were known at each. */
function backtest(
  model: SeriesModel,
  series: SeasonSeries,
  regressors: readonly Regressor[],
  settings: RollingSettings,
): (OriginForecast | null)[] {
  const { horizon } = settings
  const regressed: SeriesModel = {
    id: model.id,
    fit: (values, season) => fitRegressed(model, regressors, values, { season, horizon }),
  }
  return [...rollOrigins(regressed, series, settings)]
}

function judge(
  name: string,
  without: readonly (OriginForecast | null)[],
  withIt: readonly (OriginForecast | null)[],
): Admission {
  const maseWithout = scoreOrigins(without).mase
  const refuse = (reason: Admission['reason'], maseWith: number | null): Admission => ({
    name,
    isAdmitted: false,
    reason,
    maseWithout,
    maseWith,
  })
  if (withIt.some((one, i) => one === null && without[i] !== null)) return refuse('not_known_ahead', null)
  const pairs = withIt.flatMap((one, i) => {
    const [own, other] = [scoreOrigins([one]).mase, scoreOrigins([without[i]!]).mase]
    return own === null || other === null ? [] : [{ own, other }]
  })
  const maseWith = scoreOrigins(withIt).mase
  if (pairs.length < fewestOrigins || maseWith === null || maseWithout === null)
    return refuse('too_few_origins', maseWith)
  const better = pairs.filter(({ own, other }) => own < other).length
  if (maseWith > maseWithout * (1 - leastGain) || better * 2 <= pairs.length)
    return refuse('errors_do_not_fall', maseWith)
  return { name, isAdmitted: true, reason: 'errors_fall', maseWithout, maseWith }
}
