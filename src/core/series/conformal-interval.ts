import { conformalHalfWidth } from '../stats/conformal.ts'
import type { Interval } from '../stats/coverage.ts'
import { errorScale } from './error-scale.ts'
import type { PooledErrors } from './pooled-errors.ts'
import type { SeasonSeries } from './rolling-origin.ts'

/**
 * Intervals around the forecasts of one series, forecast ± q·scale, q per step from the pool (split conformal: Vovk 2005;
 * Stankeviciute, Alaa & van der Schaar 2021 for steps ahead). Holds what it says as far as the series' future errs like
 * the pool's past. A step is never given less than the step before it, and a series never below zero no bound below it.
 * In: forecasts in the series' unit, its past values, level 0–1. Out: an interval a step; null where the pool has too few
 * errors for the level, or the series never changed and so has no scale. Cost: O(horizon).
 */
export function conformalIntervals(
  forecast: ArrayLike<number>,
  past: SeasonSeries,
  errors: PooledErrors,
  level: number,
): (Interval | null)[] {
  const scale = errorScale(past.values, past.season)
  const floor = Array.from(past.values).some((v) => v < 0) ? -Infinity : 0
  let widest = 0
  return Array.from(forecast, (expected, step) => {
    const half = conformalHalfWidth(errors[step] ?? [], level)
    if (half === null || scale === null) return null
    widest = Math.max(widest, half)
    return { low: Math.max(Math.min(floor, expected), expected - widest * scale), high: expected + widest * scale }
  })
}
