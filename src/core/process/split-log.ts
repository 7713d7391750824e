import type { Cut } from './cuts.ts'
import { gathered, projected, type Sublog } from './sublog.ts'
import type { Variant } from './variants.ts'

/**
 * A sublog for each part of a cut. Where the sequences keep to the cut no event is lost; of those that do not (a cut found
 * without rare steps) the fewest events are left out that make them keep to it (Leemans et al. 2014, §3.3).
 * Cost: O(events log events).
 */
export function splitLog(log: Sublog, { kind, parts }: Cut): Sublog[] {
  const partOf = new Map(parts.flatMap((part, i) => part.map((activity) => [activity, i] as const)))
  if (kind === 'exclusive') return splitExclusive(log, parts.length, partOf)
  if (kind === 'loop') return splitLoop(log, parts.length, partOf)
  const kept = kind === 'sequence' ? log.map((trace) => inOrder(trace, partOf)) : log
  return parts.map((part) => projected(kept, new Set(part)))
}

type PartOf = ReadonlyMap<number, number>

/** Each sequence goes where most of its events belong. */
function splitExclusive(log: Sublog, count: number, partOf: PartOf): Sublog[] {
  const sublogs: Variant[][] = Array.from({ length: count }, () => [])
  for (const { activities, caseCount } of log) {
    const events = new Uint32Array(count)
    for (const a of activities) events[partOf.get(a)!]!++
    const most = events.indexOf(Math.max(...events))
    sublogs[most]!.push({ activities: activities.filter((a) => partOf.get(a) === most), caseCount })
  }
  return sublogs.map(gathered)
}

/** The longest subsequence whose parts never go back (Fredman 1975). */
function inOrder({ activities, caseCount }: Variant, partOf: PartOf): Variant {
  const places = activities.map((a) => partOf.get(a)!)
  if (places.every((place, i) => i === 0 || places[i - 1]! <= place)) return { activities, caseCount }
  const tails: number[] = []
  const before = new Int32Array(places.length).fill(-1)
  places.forEach((place, i) => {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (places[tails[middle]!]! <= place) low = middle + 1
      else high = middle
    }
    before[i] = tails[low - 1] ?? -1
    tails[low] = i
  })
  const kept: number[] = []
  for (let i = tails.at(-1)!; i >= 0; i = before[i]!) kept.push(activities[i]!)
  return { activities: kept.toReversed(), caseCount }
}

/** Cut wherever a sequence leaves a part. The body comes first, last and between any two ways back, if need be empty. */
function splitLoop(log: Sublog, count: number, partOf: PartOf): Sublog[] {
  const sublogs: Variant[][] = Array.from({ length: count }, () => [])
  for (const { activities, caseCount } of log) {
    let last = -1
    let from = 0
    const add = (part: number, some: readonly number[]): void => {
      if (part !== 0 && last !== 0) sublogs[0]!.push({ activities: [], caseCount })
      sublogs[part]!.push({ activities: some, caseCount })
      last = part
    }
    for (let i = 1; i <= activities.length; i++) {
      const part = partOf.get(activities[i - 1]!)!
      if (i < activities.length && partOf.get(activities[i]!) === part) continue
      add(part, activities.slice(from, i))
      from = i
    }
    if (last !== 0) sublogs[0]!.push({ activities: [], caseCount })
  }
  return sublogs.map(gathered)
}
