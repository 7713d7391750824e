import { connectedParts, reachability } from './graph-parts.ts'
import type { Operator } from './process-tree.ts'
import type { FollowsGraph } from './sublog.ts'

/** An operator and the activities of each of its children, two at least; those of a loop: body first. */
export type Cut = { kind: Operator; parts: readonly (readonly number[])[] }

/**
 * The first cut of the directly-follows graph that holds: exclusive, sequence, parallel, loop; or null.
 * Source: Leemans, Fahland & van der Aalst 2013, §3. Cost: O(activities × steps).
 */
export function findCut(graph: FollowsGraph): Cut | null {
  const cuts: [Operator, (graph: FollowsGraph) => readonly (readonly number[])[]][] = [
    ['exclusive', exclusiveParts],
    ['sequence', sequenceParts],
    ['parallel', parallelParts],
    ['loop', loopParts],
  ]
  for (const [kind, partsOf] of cuts) {
    const parts = partsOf(graph)
    if (parts.length > 1) return { kind, parts }
  }
  return null
}

const follows = ({ next }: FollowsGraph, a: number, b: number): boolean => next.get(a)?.has(b) === true

const exclusiveParts = (graph: FollowsGraph): number[][] =>
  connectedParts(graph.activities, (a, b) => follows(graph, a, b) || follows(graph, b, a))

/** Parts of which each is reached from those before it and never the other way about. */
function sequenceParts(graph: FollowsGraph): number[][] {
  const reached = reachability(graph.activities, graph.next)
  const isBefore = (a: number, b: number): boolean => reached.get(a)!.has(b)
  let parts = connectedParts(graph.activities, (a, b) => isBefore(a, b) === isBefore(b, a))
  // Joining two may leave a third on both sides of the joint part: until every pair has one direction.
  for (;;) {
    const before = (x: readonly number[], y: readonly number[]): boolean => x.some((a) => y.some((b) => isBefore(a, b)))
    const joined = connectedParts(
      [...parts.keys()],
      (i, j) => before(parts[i]!, parts[j]!) === before(parts[j]!, parts[i]!),
    )
    if (joined.length === parts.length) return parts.toSorted((x, y) => (before(x, y) ? -1 : 1))
    parts = joined.map((group) => group.flatMap((i) => parts[i]!))
  }
}

/** Parts between which everything follows everything; each must be able to begin and to end a case. */
function parallelParts(graph: FollowsGraph): readonly (readonly number[])[] {
  const parts = connectedParts(graph.activities, (a, b) => !(follows(graph, a, b) && follows(graph, b, a)))
  const isWhole = (part: readonly number[]): boolean =>
    part.some((a) => graph.starts.has(a)) && part.some((a) => graph.ends.has(a))
  const whole = parts.filter(isWhole)
  const rest = parts.filter((part) => !isWhole(part)).flat()
  if (whole.length === 0) return []
  return rest.length === 0 ? whole : [[...whole[0]!, ...rest], ...whole.slice(1)]
}

/** A body in which cases begin and end, and parts that lead from its every end back to its every start. */
function loopParts(graph: FollowsGraph): number[][] {
  const { activities, starts, ends } = graph
  const outer = new Set([...starts.keys(), ...ends.keys()])
  const inner = connectedParts(
    activities.filter((a) => !outer.has(a)),
    (a, b) => follows(graph, a, b) || follows(graph, b, a),
  )
  const isWayBack = (part: readonly number[]): boolean =>
    part.every((a) =>
      [...outer].every(
        (o) =>
          (!follows(graph, o, a) || (ends.has(o) && [...ends.keys()].every((end) => follows(graph, end, a)))) &&
          (!follows(graph, a, o) || (starts.has(o) && [...starts.keys()].every((start) => follows(graph, a, start)))),
      ),
    )
  const back = inner.filter(isWayBack)
  return [[...outer, ...inner.filter((part) => !isWayBack(part)).flat()], ...back]
}
