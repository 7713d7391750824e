import { conformalBounds } from '../stats/conformal.ts'
import type { Interval } from '../stats/coverage.ts'

/** A forecast of the past and what became of it: the part that was still to come, and how far ahead it looked. */
export type PastError = { remainingMinor: number; actualRemainingMinor: number; daysLeft: number }

/** Past origins that looked about as far ahead (half to twice) are preferred when there are this many. */
const enoughAlike = 9

/**
 * Conformal interval of a forecast on log(actual / forecast) of past origins alone. What is already won is certain,
 * so only the remainder is widened; a small floor (5 % of the usual remainder) keeps zeros from breaking logarithms.
 * Out: null while there are too few past origins for the level.
 */
export function forecastInterval(
  forecast: { wonMinor: number; remainingMinor: number; daysLeft: number },
  past: readonly PastError[],
  level: number,
): Interval | null {
  if (forecast.daysLeft <= 0) return { low: forecast.wonMinor, high: forecast.wonMinor }
  const alike = past.filter((p) => p.daysLeft >= forecast.daysLeft / 2 && p.daysLeft <= forecast.daysLeft * 2)
  const used = alike.length >= enoughAlike ? alike : past
  if (used.length === 0) return null
  const usual = used.reduce((sum, p) => sum + Math.abs(p.actualRemainingMinor), 0) / used.length
  const floor = Math.max(1, usual * 0.05)
  const ratios = used.map((p) =>
    Math.log((positive(p.actualRemainingMinor) + floor) / (positive(p.remainingMinor) + floor)),
  )
  const bounds = conformalBounds(ratios, level)
  if (bounds === null) return null
  const at = (ratio: number): number =>
    Math.round(forecast.wonMinor + Math.max(0, (positive(forecast.remainingMinor) + floor) * Math.exp(ratio) - floor))
  return { low: at(bounds.low), high: at(bounds.high) }
}

const positive = (value: number): number => Math.max(0, value)
