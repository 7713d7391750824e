import { groupDurations, summarizeDurations, type DurationSummary } from './duration-summary.ts'
import type { EventLog } from './event-log.ts'

/** Time spent in one activity. A visit is a run of events of the activity; it is finished when another one follows. */
export type Sojourn = {
  readonly activity: number
  readonly visitCount: number
  readonly finishedCount: number
  readonly hours: DurationSummary
}

/**
 * How long cases stay in each activity: from the first event of a visit to the first event of the activity after it. The
 * last visit of a case has no end and counts only as a visit. In: `hours` a clock at each event. Out: by activity number.
 * Cost: O(events log events).
 */
export function sojourns(log: EventLog, hours: Float64Array): Sojourn[] {
  const { activities, activity, starts } = log
  const visits = new Uint32Array(activities.length)
  const finished = new Int32Array(activity.length).fill(-1)
  const lasted = new Float64Array(activity.length)
  for (let c = 0; c + 1 < starts.length; c++) {
    let entered = starts[c]!
    for (let i = starts[c]!; i < starts[c + 1]!; i++) {
      if (i > starts[c]! && activity[i] === activity[i - 1]) continue
      visits[activity[i]!]!++
      if (i === starts[c]) continue
      finished[entered] = activity[entered]!
      lasted[entered] = hours[i]! - hours[entered]!
      entered = i
    }
  }
  return groupDurations(finished, lasted, activities.length).map((durations, a) => ({
    activity: a,
    visitCount: visits[a]!,
    finishedCount: durations.length,
    hours: summarizeDurations(durations),
  }))
}
