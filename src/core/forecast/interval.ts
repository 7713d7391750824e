import { conformalBounds } from '../stats/conformal.ts'
import type { Interval } from '../stats/coverage.ts'

/** A forecast of the past and what became of it: the part that was still to come, and how far ahead it looked. */
export type PastError = { remainingMinor: number; actualRemainingMinor: number; daysLeft: number }

/** Past origins that looked about as far ahead (half to twice) are preferred when there are this many. */
const enoughAlike = 9

type Remainder = { wonMinor: number; remainingMinor: number; daysLeft: number }

/**
 * Conformal interval of a forecast on log(actual / forecast) of past origins alone. What is already won is certain,
 * so only the remainder is widened; a small floor (5 % of the usual remainder) keeps zeros from breaking logarithms.
 * Out: null while there are too few past origins for the level.
 */
export function forecastInterval(forecast: Remainder, past: readonly PastError[], level: number): Interval | null {
  if (forecast.daysLeft <= 0) return { low: forecast.wonMinor, high: forecast.wonMinor }
  const seen = pastRatios(forecast, past)
  const bounds = seen === null ? null : conformalBounds(seen.ratios, level)
  if (seen === null || bounds === null) return null
  return {
    low: Math.round(outcomeAt(forecast, seen, bounds.low)),
    high: Math.round(outcomeAt(forecast, seen, bounds.high)),
  }
}

/**
 * The same errors as equally likely outcomes of the forecast, minor units: its whole distribution, as CRPS judges it.
 * Out: null without past origins.
 */
export function forecastSample(forecast: Remainder, past: readonly PastError[]): Float64Array | null {
  if (forecast.daysLeft <= 0) return Float64Array.of(forecast.wonMinor)
  const seen = pastRatios(forecast, past)
  return seen === null ? null : Float64Array.from(seen.ratios, (ratio) => outcomeAt(forecast, seen, ratio))
}

type PastRatios = { ratios: number[]; floor: number }

function pastRatios(forecast: Remainder, past: readonly PastError[]): PastRatios | null {
  const alike = past.filter((p) => p.daysLeft >= forecast.daysLeft / 2 && p.daysLeft <= forecast.daysLeft * 2)
  const used = alike.length >= enoughAlike ? alike : past
  if (used.length === 0) return null
  const usual = used.reduce((sum, p) => sum + Math.abs(p.actualRemainingMinor), 0) / used.length
  const floor = Math.max(1, usual * 0.05)
  const ratioOf = (p: PastError): number =>
    Math.log((positive(p.actualRemainingMinor) + floor) / (positive(p.remainingMinor) + floor))
  return { ratios: used.map(ratioOf), floor }
}

const outcomeAt = ({ wonMinor, remainingMinor }: Remainder, { floor }: PastRatios, ratio: number): number =>
  wonMinor + Math.max(0, (positive(remainingMinor) + floor) * Math.exp(ratio) - floor)

const positive = (value: number): number => Math.max(0, value)
