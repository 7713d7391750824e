import { quantileOfSorted } from '../stats/quantile.ts'

/** So many of 100 outcomes are at most this; and where that value lies with 95 % confidence. */
export type OutcomeQuantile = { p: number; valueMinor: number; lowMinor: number; highMinor: number }

const points = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
const z95 = 1.959963984540054

/**
 * Quantiles of simulated outcomes, from one sorted list, so that intervals made of them are nested. Their confidence is
 * that of order statistics, which asks nothing of the distribution (David & Nagaraja, Order Statistics, 2003, §7.1).
 * In: at least one outcome, any order. Cost: O(n log n).
 */
export function quantilesOf(outcomes: Float64Array): OutcomeQuantile[] {
  const sorted = outcomes.toSorted()
  const at = (p: number): number => Math.round(quantileOfSorted(sorted, p) ?? 0)
  return points.map((p) => {
    const half = z95 * Math.sqrt((p * (1 - p)) / sorted.length)
    return { p, valueMinor: at(p), lowMinor: at(p - half), highMinor: at(p + half) }
  })
}
