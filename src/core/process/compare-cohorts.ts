import { compareMedians, compareShares, type Comparison } from '../stats/compare.ts'
import { caseDurationsDays } from './case-durations.ts'
import { directlyFollows } from './directly-follows.ts'
import { groupDurations } from './duration-summary.ts'
import type { EventLog } from './event-log.ts'
import { fates } from './bottlenecks.ts'

/** Cases to be held against others. `hours`: a clock at each event; `fate` of each case, as in `fates`. */
export type Cohort = { readonly log: EventLog; readonly hours: Float64Array; readonly fate: ArrayLike<number> }

/** One step from an activity to the next, in both cohorts. */
export type ArcChange = {
  readonly from: string
  readonly to: string
  /** Share of cases that take the step at all. */
  readonly share: Comparison
  /** Whether the change of the share is one even though so many steps were looked at (Bonferroni; Dunn 1961). */
  readonly isCertain: boolean
  /** Median wait on it, in hours; null where a cohort takes it fewer than twice. */
  readonly wait: Comparison | null
}

export type CohortComparison = {
  readonly caseCounts: { readonly before: number; readonly after: number }
  /** Median days from the first event to the last. */
  readonly duration: Comparison | null
  /** Won among the cases that have ended. */
  readonly winRate: Comparison | null
  /** The largest change of a share first; ties in order of first appearance. */
  readonly arcs: readonly ArcChange[]
}

export type CohortSettings = { level: number; resamples: number; seed: number }

/**
 * What is different between two cohorts, such as deals begun before and after a change of the process: figures with
 * intervals of the difference (Newcombe for shares, bootstrap for medians). Activities and steps are matched by name.
 * In: level 0–1. Out: null figures where a cohort says too little; no steps when a cohort has no cases.
 * Deterministic by the seed. Cost: O(events + steps × resamples × n log n).
 */
export function compareCohorts(before: Cohort, after: Cohort, settings: CohortSettings): CohortComparison {
  const won = ({ fate }: Cohort): { successes: number; trials: number } => {
    const all = Array.from(fate)
    return {
      successes: all.filter((one) => one === fates.won).length,
      trials: all.filter((one) => one !== fates.open).length,
    }
  }
  return {
    caseCounts: { before: before.log.caseIds.length, after: after.log.caseIds.length },
    duration: compareMedians(caseDurationsDays(before.log), caseDurationsDays(after.log), settings),
    winRate: compareShares(won(before), won(after), settings.level),
    arcs: arcChanges(stepsOf(before), stepsOf(after), settings),
  }
}

type Steps = {
  caseCount: number
  arcs: ReadonlyMap<string, { names: [string, string]; cases: number; waits: Float64Array }>
}

function stepsOf({ log, hours }: Cohort): Steps {
  const { from, to, count, arcOfEvent } = directlyFollows(log)
  const cases = new Uint32Array(count.length)
  const lastCase = new Int32Array(count.length).fill(-1)
  for (let c = 0; c + 1 < log.starts.length; c++) {
    for (let i = log.starts[c]! + 1; i < log.starts[c + 1]!; i++) {
      const arc = arcOfEvent[i]!
      if (lastCase[arc] === c) continue
      lastCase[arc] = c
      cases[arc]!++
    }
  }
  const waits = groupDurations(
    arcOfEvent,
    hours.map((reading, i) => reading - (hours[i - 1] ?? reading)),
    count.length,
  )
  const arcs = count.map((_, arc) => {
    const names: [string, string] = [log.activities[from[arc]!]!, log.activities[to[arc]!]!]
    return [JSON.stringify(names), { names, cases: cases[arc]!, waits: waits[arc]! }] as const
  })
  return { caseCount: log.caseIds.length, arcs: new Map(arcs) }
}

function arcChanges(before: Steps, after: Steps, settings: CohortSettings): ArcChange[] {
  const keys = [...new Set([...before.arcs.keys(), ...after.arcs.keys()])]
  const strict = 1 - (1 - settings.level) / Math.max(1, keys.length)
  const changes = keys.flatMap((key): ArcChange[] => {
    const [b, a] = [before.arcs.get(key), after.arcs.get(key)]
    const successes = [
      { successes: b?.cases ?? 0, trials: before.caseCount },
      { successes: a?.cases ?? 0, trials: after.caseCount },
    ] as const
    const share = compareShares(...successes, settings.level)
    const certain = compareShares(...successes, strict)
    if (share === null || certain === null) return []
    const { low, high } = certain.interval
    const wait = b && a ? compareMedians(b.waits, a.waits, settings) : null
    return [{ from: (b ?? a)!.names[0], to: (b ?? a)!.names[1], share, isCertain: low > 0 || high < 0, wait }]
  })
  return changes.sort((x, y) => Math.abs(y.share.difference) - Math.abs(x.share.difference))
}
