import { quantileOfSorted } from '../stats/quantile.ts'

/** Durations in brief, in the unit of the clock they were read from (hours). All null when there are none. */
export type DurationSummary = {
  readonly mean: number | null
  readonly median: number | null
  readonly p90: number | null
}

/** Mean, median and 90th percentile (type 7). In: finite durations; they are sorted in place. Cost: O(n log n). */
export function summarizeDurations(durations: Float64Array): DurationSummary {
  durations.sort()
  const mean = durations.length === 0 ? null : durations.reduce((sum, value) => sum + value, 0) / durations.length
  return { mean, median: quantileOfSorted(durations, 0.5), p90: quantileOfSorted(durations, 0.9) }
}

/**
 * Durations of several groups, each group in a row of its own inside one array. In: `group[i]` of each value (−1: left
 * out) and how many groups there are. Out: one array per group, in order of the values. Cost: O(n + groups).
 */
export function groupDurations(group: Int32Array, values: Float64Array, groupCount: number): Float64Array[] {
  const ends = new Uint32Array(groupCount + 1)
  for (const g of group) if (g >= 0) ends[g + 1]!++
  for (let g = 0; g < groupCount; g++) ends[g + 1]! += ends[g]!
  const next = ends.slice(0, groupCount)
  const grouped = new Float64Array(ends[groupCount]!)
  group.forEach((g, i) => {
    if (g >= 0) grouped[next[g]!++] = values[i]!
  })
  return Array.from({ length: groupCount }, (_, g) => grouped.subarray(ends[g], ends[g + 1]))
}
