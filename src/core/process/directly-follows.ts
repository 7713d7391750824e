import type { EventLog } from './event-log.ts'

/**
 * The directly-follows graph: arc i leads from activity `from[i]` to `to[i]` and was taken `count[i]` times, arcs in
 * order of first appearance. `arcOfEvent[e]` is the arc on which event e was reached, −1 for the first of a case.
 */
export type DirectlyFollows = {
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly count: readonly number[]
  readonly arcOfEvent: Int32Array
}

/** Up to so many activities arcs are looked up in a table of all pairs (4 MB); above, in a map of the pairs that occur. */
const tableActivities = 1024

/** Numbers given to pairs, −1 for a pair not seen. */
type PairNumbers = { get(pair: number): number; set(pair: number, number: number): void }

function pairNumbers(activityCount: number): PairNumbers {
  if (activityCount <= tableActivities) {
    const table = new Int32Array(activityCount * activityCount).fill(-1)
    return { get: (pair) => table[pair]!, set: (pair, number) => void (table[pair] = number) }
  }
  const map = new Map<number, number>()
  return { get: (pair) => map.get(pair) ?? -1, set: (pair, number) => void map.set(pair, number) }
}

/**
 * How often each activity is followed at once by another in the same case. Cost: O(events), and activities² below
 * 1,024 activities. Source: van der Aalst, Process Mining (2016), ch. 5.
 */
export function directlyFollows(log: EventLog): DirectlyFollows {
  const { activities, activity, starts } = log
  const numbers = pairNumbers(activities.length)
  const from: number[] = []
  const to: number[] = []
  const count: number[] = []
  const arcOfEvent = new Int32Array(activity.length).fill(-1)
  for (let c = 0; c + 1 < starts.length; c++) {
    for (let i = starts[c]! + 1; i < starts[c + 1]!; i++) {
      const pair = activity[i - 1]! * activities.length + activity[i]!
      let arc = numbers.get(pair)
      if (arc < 0) {
        arc = count.length
        numbers.set(pair, arc)
        from.push(activity[i - 1]!)
        to.push(activity[i]!)
        count.push(0)
      }
      count[arc]!++
      arcOfEvent[i] = arc
    }
  }
  return { from, to, count, arcOfEvent }
}
