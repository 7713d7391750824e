/** Which exponential smoothing: error, trend and season, in the letters of Hyndman, Koehler, Ord & Snyder 2008. */
export type EtsForm = { error: 'A' | 'M'; trend: 'N' | 'A' | 'Ad'; season: 'N' | 'A' | 'M' }

/** Parameters that are estimated: smoothing, starting states and the variance; a season's starting states are a season less one. */
export function parameterCount(form: EtsForm, season: number): number {
  const trend = { N: 0, A: 2, Ad: 3 }[form.trend]
  return 3 + trend + (form.season === 'N' ? 0 : season)
}

/**
 * Forms worth trying. Multiplicative ones need values above 0. Additive errors with a multiplicative season are left
 * out: their variance is not bounded (Hyndman et al. 2008, §15).
 */
export function candidateForms(isPositive: boolean, isSeasonal: boolean): EtsForm[] {
  const errors: EtsForm['error'][] = isPositive ? ['A', 'M'] : ['A']
  const trends: EtsForm['trend'][] = ['N', 'A', 'Ad']
  const seasons: EtsForm['season'][] = !isSeasonal ? ['N'] : isPositive ? ['N', 'A', 'M'] : ['N', 'A']
  return seasons
    .flatMap((season) => errors.flatMap((error) => trends.map((trend) => ({ error, trend, season }))))
    .filter((form) => !(form.error === 'A' && form.season === 'M'))
}
