import { crpsOfSample } from '../stats/crps.ts'
import { forecastSample } from './interval.ts'

/** A forecast of the past: how far it looked, what was in by then, what it said and what came, minor units. */
export type JudgedForecast = {
  originDay: number
  endDay: number
  wonMinor: number
  valueMinor: number
  actualMinor: number
}

/**
 * Mean continuous ranked probability score over mean actual value: as WAPE, but of the whole distribution that the method's
 * own earlier errors give, so that a right number with a wrong range is not called right. A method without any
 * spread scores its WAPE.
 * In: forecasts oldest first; each is judged by those whose window was over at its origin, by what is known of them now.
 * Out: null with fewer than `fewestPast` of these at every origin, or when nothing was won. Cost: O(origins²).
 * Source: Gneiting & Raftery 2007.
 */
export function crpsRatio(judged: readonly JudgedForecast[], fewestPast = 8): number | null {
  let score = 0
  let actual = 0
  for (const one of judged) {
    const past = judged.filter((p) => p.endDay <= one.originDay).map(errorOf)
    if (past.length < fewestPast) continue
    const { wonMinor } = one
    const remainder = { wonMinor, remainingMinor: one.valueMinor - wonMinor, daysLeft: one.endDay - one.originDay }
    const sample = forecastSample(remainder, past)
    score += (sample === null ? null : crpsOfSample(sample, one.actualMinor)) ?? 0
    actual += Math.abs(one.actualMinor)
  }
  return actual > 0 ? score / actual : null
}

const errorOf = (one: JudgedForecast) => ({
  remainingMinor: one.valueMinor - one.wonMinor,
  actualRemainingMinor: one.actualMinor - one.wonMinor,
  daysLeft: one.endDay - one.originDay,
})
