import type { Interval } from './coverage.ts'
import { logLogBand } from './log-log-band.ts'
import { zOfLevel } from './normal.ts'
import { riskTable } from './risk-table.ts'

/**
 * A step of a survival curve: the share that lasts beyond `time`, its standard error, and the band at this time (null
 * when the share is 0 or 1: the method has nothing to say there).
 */
export type SurvivalPoint = {
  time: number
  atRisk: number
  ended: number
  survival: number
  standardError: number
  band: Interval | null
}

/**
 * Share that lasts beyond each time, from durations of which some have not ended (Kaplan & Meier 1958), with Greenwood's
 * standard error (1926) and the log-log band (Kalbfleisch & Prentice 1980), which stays within 0–1.
 * In: durations in any order and unit (NaN are left out); causes, 0: not ended yet. Out: a point per time at which
 * something ended; empty when nothing did. Cost: O(n + k log k).
 */
export function kaplanMeier(durations: ArrayLike<number>, causes: ArrayLike<number>, level = 0.95): SurvivalPoint[] {
  const z = zOfLevel(level)
  let survival = 1
  let greenwood = 0
  const hasEnded = Uint8Array.from(causes, (cause) => (cause === 0 ? 0 : 1))
  return riskTable(durations, hasEnded, 1).map(({ time, atRisk, ended }) => {
    survival *= (atRisk - ended) / atRisk
    greenwood += atRisk > ended ? ended / (atRisk * (atRisk - ended)) : 0
    const standardError = survival * Math.sqrt(greenwood)
    return { time, atRisk, ended, survival, standardError, band: logLogBand(survival, standardError, z) }
  })
}

/** A curve of multiplied shares reaches its level but for the last digits. */
const tolerance = 1e-12

/**
 * The first time by which a share p has ended (0.5: the median), with the interval of Brookmeyer & Crowley (1982) from
 * the curve's band. Out: null where the curve, or its band, does not get that far: more had to be seen.
 */
export function survivalQuantile(
  curve: readonly SurvivalPoint[],
  p: number,
): { value: number | null; low: number | null; high: number | null } {
  const left = 1 - p + tolerance
  const first = (of: (point: SurvivalPoint) => number | undefined): number | null =>
    curve.find((point) => (of(point) ?? Infinity) <= left)?.time ?? null
  return {
    value: first((point) => point.survival),
    low: first((point) => point.band?.low),
    high: first((point) => point.band?.high),
  }
}

/** Share that lasts beyond a time. */
export const survivalAt = (curve: readonly SurvivalPoint[], time: number): number =>
  curve.findLast((point) => point.time <= time)?.survival ?? 1
