import type { EventLog } from './event-log.ts'

/**
 * How often an activity is done again. Of `eventCount` events, `selfLoopCount` follow the same activity at once and
 * `returnCount` come back to it after another one; the rest are the first of their case. `reworkedCaseCount` of
 * `caseCount` cases have it more than once.
 */
export type Rework = {
  readonly activity: number
  readonly eventCount: number
  readonly selfLoopCount: number
  readonly returnCount: number
  readonly caseCount: number
  readonly reworkedCaseCount: number
}

/** Rework of each activity, by activity number. Cost: O(events + activities). */
export function rework(log: EventLog): Rework[] {
  const { activities, activity, starts } = log
  const column = (): Uint32Array => new Uint32Array(activities.length)
  const [events, selfLoops, returns, cases, reworked] = [column(), column(), column(), column(), column()]
  const lastCase = new Int32Array(activities.length).fill(-1)
  const lastReworked = new Int32Array(activities.length).fill(-1)
  for (let c = 0; c + 1 < starts.length; c++) {
    for (let i = starts[c]!; i < starts[c + 1]!; i++) {
      const a = activity[i]!
      events[a]!++
      if (lastCase[a] !== c) {
        lastCase[a] = c
        cases[a]!++
        continue
      }
      if (activity[i - 1] === a) selfLoops[a]!++
      else returns[a]!++
      if (lastReworked[a] === c) continue
      lastReworked[a] = c
      reworked[a]!++
    }
  }
  return activities.map((_, a) => ({
    activity: a,
    eventCount: events[a]!,
    selfLoopCount: selfLoops[a]!,
    returnCount: returns[a]!,
    caseCount: cases[a]!,
    reworkedCaseCount: reworked[a]!,
  }))
}
