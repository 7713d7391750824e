import { findCut } from './cuts.ts'
import { activityLeaf, operator, silent, type ProcessTree } from './process-tree.ts'
import { splitLog } from './split-log.ts'
import { followsGraph, gathered, projected, withoutRare, type FollowsGraph, type Sublog } from './sublog.ts'
import type { Variant } from './variants.ts'

export type MinerSettings = {
  /** Steps rarer than this share of the most frequent one beside them are noise, 0–1. With 0 the tree allows every sequence of the log. */
  noiseShare: number
}

/** Beyond this depth what is left may come in any order: only hostile logs get there. */
const deepest = 200

/**
 * A process tree of a log: the inductive miner (Leemans, Fahland & van der Aalst 2013) and, with a noise share, its
 * infrequent variant (2014). In: variants with case counts; none or only empty ones give a silent tree. Each activity stands
 * in the tree at most once. Cost: O(activities × events) a level.
 */
export function mineTree(log: Sublog, settings: MinerSettings): ProcessTree {
  return mine(gathered(log), settings, 0)
}

function mine(log: Sublog, settings: MinerSettings, depth: number): ProcessTree {
  const whole = log.filter(({ activities }) => activities.length > 0)
  if (whole.length === 0) return silent
  if (whole.length < log.length) {
    const tree = mine(whole, settings, depth + 1)
    return isRare(log, ({ activities }) => activities.length === 0, settings)
      ? tree
      : operator('exclusive', [silent, tree])
  }
  const graph = followsGraph(log)
  if (graph.activities.length === 1 && isRare(log, ({ activities }) => activities.length > 1, settings))
    return activityLeaf(graph.activities[0]!)
  if (depth >= deepest) return flower(graph.activities)
  const below = (some: Sublog): ProcessTree => mine(some, settings, depth + 1)
  const cut = findCut(graph)
  if (cut) return operator(cut.kind, splitLog(log, cut).map(below))
  const rare = settings.noiseShare > 0 ? findCut(withoutRare(graph, settings.noiseShare)) : null
  if (rare) return operator(rare.kind, splitLog(log, rare).map(below))
  return fallThrough(log, graph, below)
}

/** Whether no case is such, or so few that they are noise. */
function isRare(log: Sublog, isSuch: (variant: Variant) => boolean, { noiseShare }: MinerSettings): boolean {
  const count = (some: Sublog): number => some.reduce((sum, { caseCount }) => sum + caseCount, 0)
  const such = count(log.filter(isSuch))
  return such === 0 || such < noiseShare * count(log)
}

/** What is done where no cut holds, the most precise first (Leemans et al. 2013, §4; Leemans 2017, §6.1.3). */
function fallThrough(log: Sublog, graph: FollowsGraph, below: (some: Sublog) => ProcessTree): ProcessTree {
  const { activities } = graph
  const beside = onceInEach(log, activities) ?? concurrentWithCut(log, activities)
  if (beside !== null && activities.length > 1) {
    const others = new Set(activities.filter((a) => a !== beside))
    return operator('parallel', [below(projected(log, new Set([beside]))), below(projected(log, others))])
  }
  const strict = cutBetween(log, (a, b) => graph.ends.has(a) && graph.starts.has(b))
  const rounds = strict ?? cutBetween(log, (_, b) => graph.starts.has(b))
  return rounds === null ? flower(activities) : operator('loop', [below(rounds), silent])
}

/** An activity that every case has exactly once, wherever. */
function onceInEach(log: Sublog, all: readonly number[]): number | null {
  const isOnce = (a: number): boolean =>
    log.every(({ activities }) => activities.indexOf(a) >= 0 && activities.indexOf(a) === activities.lastIndexOf(a))
  return all.find(isOnce) ?? null
}

/** An activity without which the rest has a cut. */
function concurrentWithCut(log: Sublog, all: readonly number[]): number | null {
  if (all.length < 3) return null
  const hasCut = (a: number): boolean => {
    const rest = projected(log, new Set(all.filter((other) => other !== a)))
    const whole = rest.filter(({ activities }) => activities.length > 0)
    return whole.length > 0 && findCut(followsGraph(whole)) !== null
  }
  return all.find(hasCut) ?? null
}

/** Cases cut into rounds between two events, or null where none is cut. */
function cutBetween(log: Sublog, isBorder: (a: number, b: number) => boolean): Sublog | null {
  let isCut = false
  const rounds = log.flatMap(({ activities, caseCount }) => {
    const parts: { activities: number[]; caseCount: number }[] = []
    activities.forEach((activity, i) => {
      const begins = i === 0 || isBorder(activities[i - 1]!, activity)
      if (begins) parts.push({ activities: [], caseCount })
      parts.at(-1)!.activities.push(activity)
    })
    isCut ||= parts.length > 1
    return parts
  })
  return isCut ? gathered(rounds) : null
}

/** Anything, in any order, at least once. */
const flower = (activities: readonly number[]): ProcessTree =>
  operator('loop', [operator('exclusive', activities.map(activityLeaf)), silent])
