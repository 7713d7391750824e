import type { Interval } from './coverage.ts'
import { logLogBand } from './log-log-band.ts'
import { zOfLevel } from './normal.ts'
import { riskTable, type RiskRow } from './risk-table.ts'

/** A step of a cause's cumulative incidence: the share that has ended by this cause up to `time`; band null at 0 and 1. */
export type IncidencePoint = {
  time: number
  atRisk: number
  ended: number
  incidence: number
  standardError: number
  band: Interval | null
}

/**
 * The delta-method variance of a cumulative incidence (Marubini & Valsecchi 1995, eq. 10.12), its double sum opened so
 * that it takes one pass: with g = d / (n(n − d)) and h = S·d₁ / n², all over times s up to t,
 * Σ (F(t) − F(s))²·g + S²(n − d₁)d₁/n³ − 2(F(t) − F(s))·h.
 */
function causeCurve(rows: readonly RiskRow[], cause: number, z: number): IncidencePoint[] {
  let survival = 1
  let incidence = 0
  let [sumG, sumFG, sumFFG, sumOwn, sumH, sumFH] = [0, 0, 0, 0, 0, 0]
  return rows.map(({ time, atRisk, ended, byCause }) => {
    const own = byCause[cause - 1]!
    incidence += (survival * own) / atRisk
    // Where nobody is left, F(t) − F(s) is 0 ever after and the term with it.
    const g = atRisk > ended ? ended / (atRisk * (atRisk - ended)) : 0
    const h = (survival * own) / atRisk ** 2
    sumG += g
    sumFG += incidence * g
    sumFFG += incidence * incidence * g
    sumOwn += (survival ** 2 * (atRisk - own) * own) / atRisk ** 3
    sumH += h
    sumFH += incidence * h
    survival *= (atRisk - ended) / atRisk
    const spread = incidence * incidence * sumG - 2 * incidence * sumFG + sumFFG
    const variance = spread + sumOwn - 2 * (incidence * sumH - sumFH)
    const standardError = Math.sqrt(Math.max(0, variance))
    return { time, atRisk, ended: own, incidence, standardError, band: logLogBand(incidence, standardError, z) }
  })
}

/**
 * Share that has ended by each of several competing causes (won, lost, …) up to each time, from durations of which some
 * have not ended (Aalen & Johansen 1978). One minus a Kaplan–Meier curve of one cause would say too much: what was lost
 * cannot be won any more. With the delta-method standard error and the log-log band (Choudhury 2002).
 * In: durations in any order and unit (NaN are left out); causes 0 (not ended yet), 1 … causeCount. Out: a curve per
 * cause, index 0 for cause 1, each with a point per time at which anything ended. Shares of all causes and the
 * Kaplan–Meier share add up to 1. Cost: O(n + k log k + k × causes).
 */
export function aalenJohansen(
  durations: ArrayLike<number>,
  causes: ArrayLike<number>,
  causeCount: number,
  level = 0.95,
): IncidencePoint[][] {
  const z = zOfLevel(level)
  const rows = riskTable(durations, causes, causeCount)
  return Array.from({ length: causeCount }, (_, i) => causeCurve(rows, i + 1, z))
}

/** Share that has ended by the curve's cause up to a time. */
export const incidenceAt = (curve: readonly IncidencePoint[], time: number): number =>
  curve.findLast((point) => point.time <= time)?.incidence ?? 0
