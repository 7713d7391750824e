/** One event as it was read. `at` is an instant in epoch milliseconds. */
export interface LogEvent {
  readonly caseId: string
  readonly activity: string
  readonly at: number
}

/** Events in columns, case by case; case c owns rows `starts[c]` to `starts[c + 1] - 1`, in order of time. */
export interface EventLog {
  readonly caseIds: readonly string[]
  readonly activities: readonly string[]
  readonly starts: Uint32Array
  readonly activity: Uint32Array
  readonly at: Float64Array
}

/** The number a name has, giving it the next one when it is new. */
function numberOf(name: string, numbers: Map<string, number>, names: string[]): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  numbers.set(name, names.length)
  names.push(name)
  return names.length - 1
}

/**
 * Sorts events into cases. In: events in file order, filtered by lifecycle already. Out: columns; names are numbered in order of
 * first appearance, and events of a case at the same instant keep file order. Throws RangeError on an instant that
 * is not finite. Cost: O(n), plus sorting inside cases that are not in order.
 */
export function buildEventLog(events: readonly LogEvent[]): EventLog {
  const caseIds: string[] = []
  const activities: string[] = []
  const caseNumbers = new Map<string, number>()
  const activityNumbers = new Map<string, number>()
  const rowsOfCase: number[][] = []
  const activityOfRow = new Uint32Array(events.length)
  events.forEach((event, row) => {
    if (!Number.isFinite(event.at)) throw new RangeError(`event ${row} has no finite instant`)
    const c = numberOf(event.caseId, caseNumbers, caseIds)
    ;(rowsOfCase[c] ??= []).push(row)
    activityOfRow[row] = numberOf(event.activity, activityNumbers, activities)
  })
  const starts = new Uint32Array(caseIds.length + 1)
  const activity = new Uint32Array(events.length)
  const at = new Float64Array(events.length)
  let next = 0
  rowsOfCase.forEach((rows, c) => {
    // The sort is stable: this is what makes file order decide ties.
    rows.sort((a, b) => events[a]!.at - events[b]!.at)
    for (const row of rows) {
      activity[next] = activityOfRow[row]!
      at[next++] = events[row]!.at
    }
    starts[c + 1] = next
  })
  return { caseIds, activities, starts, activity, at }
}
