import { directlyFollows } from './directly-follows.ts'
import { groupDurations, summarizeDurations, type DurationSummary } from './duration-summary.ts'
import type { EventLog } from './event-log.ts'

/** Waiting on one arc of the directly-follows graph; `queueHours` is count × median wait, the score of a bottleneck. */
export type ArcWait = {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly wait: DurationSummary
  readonly queueHours: number
}

/**
 * Time between an event and the next of its case, by arc. In: `hours` a clock at each event (`calendarHours` or
 * `workingHours` of `log.at`). Out: hours; the most frequent arc first, ties by first appearance.
 * Cost: O(events log events). Source of the score: van der Aalst, Process Mining (2016), ch. 9.
 */
export function arcWaits(log: EventLog, hours: Float64Array): ArcWait[] {
  const { from, to, count, arcOfEvent } = directlyFollows(log)
  return groupDurations(arcOfEvent, stepHours(hours), count.length)
    .map((waits, arc) => {
      const wait = summarizeDurations(waits)
      return { from: from[arc]!, to: to[arc]!, count: count[arc]!, wait, queueHours: count[arc]! * (wait.median ?? 0) }
    })
    .sort((a, b) => b.count - a.count)
}

/** What the clock gained since the event before, whatever case that was in: arcs tell which of these count. */
function stepHours(hours: Float64Array): Float64Array {
  return hours.map((reading, i) => reading - (hours[i - 1] ?? reading))
}
