import type { EventLog } from './event-log.ts'

/**
 * How often each activity is followed at once by each other in the same case. Out: a square matrix by rows,
 * `[from * activities.length + to]`. Cost: O(events + activities²). Source: van der Aalst, Process Mining (2016), ch. 5.
 */
export function directlyFollows(log: EventLog): Uint32Array {
  const size = log.activities.length
  const counts = new Uint32Array(size * size)
  for (let c = 0; c + 1 < log.starts.length; c++) {
    const end = log.starts[c + 1]!
    for (let i = log.starts[c]! + 1; i < end; i++) counts[log.activity[i - 1]! * size + log.activity[i]!]!++
  }
  return counts
}
