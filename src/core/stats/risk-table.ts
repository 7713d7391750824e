/** A time at which something happened: how many were at risk just before, and how many ended by each cause (from cause 1). */
export type RiskRow = { time: number; atRisk: number; ended: number; byCause: number[] }

/**
 * Counts durations into the times at which something happened. Whoever is censored at a time was at risk at it.
 * In: durations in any order and unit (NaN are left out); causes 1 … causeCount, of equal length; any other
 * (0): censored.
 * Out: by time; empty when nothing happened. Cost: O(n + k log k) for k distinct durations.
 */
export function riskTable(durations: ArrayLike<number>, causes: ArrayLike<number>, causeCount: number): RiskRow[] {
  const counts = new Map<number, Int32Array>()
  let atRisk = 0
  for (let i = 0; i < durations.length; i++) {
    const time = durations[i]!
    if (Number.isNaN(time)) continue
    let of = counts.get(time)
    if (of === undefined) counts.set(time, (of = new Int32Array(causeCount + 1)))
    const cause = causes[i]!
    of[cause >= 1 && cause <= causeCount ? cause : 0]!++
    atRisk++
  }
  const rows: RiskRow[] = []
  for (const time of Float64Array.from(counts.keys()).sort()) {
    const of = counts.get(time)!
    const ended = of.subarray(1).reduce((sum, count) => sum + count, 0)
    if (ended > 0) rows.push({ time, atRisk, ended, byCause: [...of.subarray(1)] })
    atRisk -= ended + of[0]!
  }
  return rows
}
