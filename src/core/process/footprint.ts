import { alphabetOf, isNullable, type ProcessTree } from './process-tree.ts'
import { followsGraph, type Sublog } from './sublog.ts'

/** How two activities stand: a before b, after it, both ways, or never next to each other. */
export type Relation = 'before' | 'after' | 'parallel' | 'apart'

/** What may follow at once, begin and end: all a footprint is made of. */
export type Followings = { follows: ReadonlySet<string>; starts: ReadonlySet<number>; ends: ReadonlySet<number> }

const pair = (a: number, b: number): string => `${a} ${b}`

/** What follows what in a log. Cost: O(events). */
export function followingsOfLog(log: Sublog): Followings {
  const graph = followsGraph(log.filter(({ activities }) => activities.length > 0))
  const follows = [...graph.next].flatMap(([a, followers]) => [...followers.keys()].map((b) => pair(a, b)))
  return { follows: new Set(follows), starts: new Set(graph.starts.keys()), ends: new Set(graph.ends.keys()) }
}

/** What may follow what in a tree, found on the tree itself and not by playing it out. Cost: O(nodes × activities²). */
export function followingsOfTree(tree: ProcessTree): Followings {
  const follows = new Set<string>()
  const { starts, ends } = walk(tree, follows)
  return { follows, starts, ends }
}

type Edges = { starts: ReadonlySet<number>; ends: ReadonlySet<number>; isNullable: boolean }

function walk(tree: ProcessTree, follows: Set<string>): Edges {
  if (tree.kind === 'silent') return { starts: new Set(), ends: new Set(), isNullable: true }
  if (tree.kind === 'activity')
    return { starts: new Set([tree.activity]), ends: new Set([tree.activity]), isNullable: false }
  const parts = tree.children.map((child) => walk(child, follows))
  const join = (from: Iterable<number>, to: Iterable<number>): void => {
    const all = [...to]
    for (const a of from) for (const b of all) follows.add(pair(a, b))
  }
  const nullable = isNullable(tree)
  if (tree.kind === 'sequence') return { ...sequenceEdges(parts, join), isNullable: nullable }
  if (tree.kind === 'loop') return { ...loopEdges(parts, join), isNullable: nullable }
  if (tree.kind === 'parallel') {
    const alphabets = tree.children.map((child) => alphabetOf(child))
    alphabets.forEach((a, i) => alphabets.forEach((b, j) => i !== j && join(a, b)))
  }
  return { starts: union(parts.map((p) => p.starts)), ends: union(parts.map((p) => p.ends)), isNullable: nullable }
}

type Join = (from: Iterable<number>, to: Iterable<number>) => void

function sequenceEdges(parts: readonly Edges[], join: Join): { starts: Set<number>; ends: Set<number> } {
  parts.forEach((part, i) => {
    for (let j = i + 1; j < parts.length; j++) {
      join(part.ends, parts[j]!.starts)
      if (!parts[j]!.isNullable) break
    }
  })
  const untilWhole = (some: readonly Edges[]): readonly Edges[] => {
    const whole = some.findIndex((part) => !part.isNullable)
    return whole < 0 ? some : some.slice(0, whole + 1)
  }
  return {
    starts: union(untilWhole(parts).map((part) => part.starts)),
    ends: union(untilWhole(parts.toReversed()).map((part) => part.ends)),
  }
}

/** Body and way back follow each other round and round; where one may be silent, the other follows itself. */
function loopEdges(parts: readonly Edges[], join: Join): { starts: ReadonlySet<number>; ends: ReadonlySet<number> } {
  const [body, ...ways] = parts as [Edges, ...Edges[]]
  const starts = union(ways.map((way) => way.starts))
  const ends = union(ways.map((way) => way.ends))
  join(body.ends, starts)
  join(ends, body.starts)
  if (ways.some((way) => way.isNullable)) join(body.ends, body.starts)
  if (!body.isNullable) return body
  join(ends, starts)
  return { starts: union([body.starts, starts]), ends: union([body.ends, ends]) }
}

const union = (sets: readonly ReadonlySet<number>[]): Set<number> => new Set(sets.flatMap((set) => [...set]))

/** The relation of two activities (van der Aalst, Weijters & Maruster 2004: the α algorithm's footprint). */
export function relationOf({ follows }: Followings, a: number, b: number): Relation {
  const [there, back] = [follows.has(pair(a, b)), follows.has(pair(b, a))]
  if (there && back) return 'parallel'
  return there ? 'before' : back ? 'after' : 'apart'
}

/**
 * Share of the pairs of activities that stand alike in both footprints, 0–1 (van der Aalst, Process Mining 2016, §8.4).
 * In: the activities of either. Out: 1 when there are none. Cost: O(activities²).
 */
export function footprintConformance(one: Followings, other: Followings, activities: readonly number[]): number {
  if (activities.length === 0) return 1
  let alike = 0
  for (const a of activities) for (const b of activities) if (relationOf(one, a, b) === relationOf(other, a, b)) alike++
  return alike / activities.length ** 2
}
