import type { EventLog } from './event-log.ts'

/** Days from the first to the last event of each case, in order of `caseIds`; a case of one event gives 0. Cost: O(cases). */
export function caseDurationsDays(log: EventLog): Float64Array {
  return Float64Array.from(
    log.caseIds,
    (_, c) => (log.at[log.starts[c + 1]! - 1]! - log.at[log.starts[c]!]!) / 86_400_000,
  )
}
