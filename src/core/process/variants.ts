import type { EventLog } from './event-log.ts'

/** A sequence of activity numbers and how many cases took it. */
export interface Variant {
  readonly activities: readonly number[]
  readonly caseCount: number
}

/**
 * The different sequences of activities, the most frequent first, ties by first appearance. Cost: O(events + v log v).
 * Source: van der Aalst, Process Mining (2016), ch. 5.
 */
export function variants(log: EventLog): Variant[] {
  const found = new Map<string, { activities: number[]; caseCount: number }>()
  for (let c = 0; c + 1 < log.starts.length; c++) {
    const activities = Array.from(log.activity.subarray(log.starts[c], log.starts[c + 1]))
    const key = activities.join(',')
    const variant = found.get(key)
    if (variant === undefined) found.set(key, { activities, caseCount: 1 })
    else variant.caseCount++
  }
  return [...found.values()].sort((a, b) => b.caseCount - a.caseCount)
}
