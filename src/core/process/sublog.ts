import type { Variant } from './variants.ts'

/** Sequences of activities with how often each came: what the miner cuts to pieces. */
export type Sublog = readonly Variant[]

/** Puts equal sequences together, in order of first appearance. */
export function gathered(traces: Iterable<Variant>): Sublog {
  const found = new Map<string, { activities: readonly number[]; caseCount: number }>()
  for (const { activities, caseCount } of traces) {
    const key = activities.join(',')
    const same = found.get(key)
    if (same === undefined) found.set(key, { activities, caseCount })
    else same.caseCount += caseCount
  }
  return [...found.values()]
}

/** Only the events of some activities; what is left may be empty. */
export const projected = (log: Sublog, keep: ReadonlySet<number>): Sublog =>
  gathered(log.map(({ activities, caseCount }) => ({ activities: activities.filter((a) => keep.has(a)), caseCount })))

/** Directly-follows graph of a sublog, with where sequences begin and end; weights count cases. */
export type FollowsGraph = {
  readonly activities: readonly number[]
  readonly next: ReadonlyMap<number, ReadonlyMap<number, number>>
  readonly starts: ReadonlyMap<number, number>
  readonly ends: ReadonlyMap<number, number>
}

/** In: no empty sequences. Cost: O(events). */
export function followsGraph(log: Sublog): FollowsGraph {
  const next = new Map<number, Map<number, number>>()
  const starts = new Map<number, number>()
  const ends = new Map<number, number>()
  for (const { activities, caseCount } of log) {
    addTo(starts, activities[0]!, caseCount)
    addTo(ends, activities.at(-1)!, caseCount)
    activities.forEach((activity, i) => {
      let followers = next.get(activity)
      if (followers === undefined) next.set(activity, (followers = new Map()))
      const follower = activities[i + 1]
      if (follower !== undefined) addTo(followers, follower, caseCount)
    })
  }
  return { activities: [...next.keys()], next, starts, ends }
}

function addTo(counts: Map<number, number>, activity: number, count: number): void {
  counts.set(activity, (counts.get(activity) ?? 0) + count)
}

/**
 * Without what is rarer than a share of the most frequent beside it: steps out of the same activity, ending there being one of
 * them, and beginnings and ends of cases (Leemans et al. 2014, §3.2).
 */
export function withoutRare(graph: FollowsGraph, share: number): FollowsGraph {
  const { next, starts, ends } = graph
  const frequent = (counts: ReadonlyMap<number, number>, alternative = 0): Map<number, number> => {
    const most = Math.max(alternative, ...counts.values())
    return new Map([...counts].filter(([, count]) => count >= share * most))
  }
  return {
    ...graph,
    next: new Map(
      [...next].map(([activity, followers]) => [activity, frequent(followers, ends.get(activity))] as const),
    ),
    starts: frequent(starts),
    ends: frequent(ends),
  }
}
