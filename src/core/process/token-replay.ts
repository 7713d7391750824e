import type { Transition, WorkflowNet } from './petri-net.ts'
import type { Sublog } from './sublog.ts'

/** Tokens produced, consumed, missing and remaining when cases are played on a net. */
export type ReplayCounts = {
  readonly produced: number
  readonly consumed: number
  readonly missing: number
  readonly remaining: number
}

/** Silent steps that may be looked through for one event; beyond, a token is taken to be missing. */
const mostMarkings = 2_000

/** Plays cases on one net, remembering which silent steps make what possible. */
export class TokenReplay {
  readonly #net: WorkflowNet
  readonly #silent: readonly Transition[]
  readonly #ways = new Map<string, readonly Transition[] | null>()

  constructor(net: WorkflowNet) {
    this.#net = net
    this.#silent = net.transitions.filter(({ activity }) => activity === null)
  }

  /**
   * One case. An event whose transition cannot fire is made possible by the fewest silent steps, else by adding the tokens
   * that are missing; an event the net does not know is passed over and told in `unknownCount`. Among several silent ways the shortest is
   * taken without looking ahead, so a case that fits may be told as not quite fitting where an activity stands behind a choice
   * of silent ways: `allows` and `align` are exact. Source: Rozinat & van der Aalst 2008.
   * Cost: O(events × silent steps looked through).
   */
  replay(activities: ArrayLike<number>): ReplayCounts & { unknownCount: number } {
    const marking = new Int32Array(this.#net.placeCount)
    marking[0] = 1
    const counts = { produced: 1, consumed: 0, missing: 0, remaining: 0, unknownCount: 0 }
    const fire = ({ from, to }: Transition): void => {
      for (const place of from) {
        if (marking[place] === 0) counts.missing++
        else marking[place]!--
      }
      for (const place of to) marking[place]!++
      counts.consumed += from.length
      counts.produced += to.length
    }
    for (let i = 0; i < activities.length; i++) {
      const known = this.#net.transitions.filter(({ activity }) => activity === activities[i])
      if (known.length === 0) {
        counts.unknownCount++
        continue
      }
      const way = this.#wayTo(marking, known)
      if (way === null) fire(known[0]!)
      else way.forEach(fire)
    }
    const way = this.#wayTo(marking, [{ activity: null, from: [1], to: [] }])
    if (way === null) counts.missing += marking[1] === 0 ? 1 : 0
    else way.slice(0, -1).forEach(fire)
    counts.consumed++
    const left = marking.reduce((sum, tokens) => sum + tokens, 0)
    counts.remaining = left - Math.min(1, marking[1]!)
    return counts
  }

  /** The fewest silent steps and then one of the transitions, or null; found once for a marking. */
  #wayTo(marking: Int32Array, wanted: readonly Transition[]): readonly Transition[] | null {
    const key = `${marking.join()}|${wanted.map(({ activity, from }) => activity ?? `s${from.join()}`).join()}`
    let way = this.#ways.get(key)
    if (way === undefined) this.#ways.set(key, (way = this.#search(marking, wanted)))
    return way
  }

  #search(marking: Int32Array, wanted: readonly Transition[]): Transition[] | null {
    const seen = new Set([marking.join()])
    const open: { marking: Int32Array; way: Transition[] }[] = [{ marking, way: [] }]
    for (const state of open) {
      const ready = wanted.find((transition) => isEnabled(transition, state.marking))
      if (ready !== undefined) return [...state.way, ready]
      for (const transition of this.#silent) {
        if (!isEnabled(transition, state.marking)) continue
        const next = state.marking.slice()
        for (const place of transition.from) next[place]!--
        for (const place of transition.to) next[place]!++
        const key = next.join()
        if (seen.has(key) || seen.size > mostMarkings) continue
        seen.add(key)
        open.push({ marking: next, way: [...state.way, transition] })
      }
    }
    return null
  }
}

const isEnabled = ({ from }: Transition, marking: Int32Array): boolean => from.every((place) => marking[place]! > 0)

/**
 * Fitness by token replay, ½(1 − missing/consumed) + ½(1 − remaining/produced), 0–1, over all cases together (Rozinat & van der
 * Aalst 2008). Cost: one replay a variant. Out: null without cases.
 */
export function replayFitness(
  net: WorkflowNet,
  log: Sublog,
): (ReplayCounts & { fitness: number; fittingCaseCount: number }) | null {
  const replay = new TokenReplay(net)
  const sum = { produced: 0, consumed: 0, missing: 0, remaining: 0, fittingCaseCount: 0 }
  for (const { activities, caseCount } of log) {
    const one = replay.replay(activities)
    sum.produced += caseCount * one.produced
    sum.consumed += caseCount * one.consumed
    sum.missing += caseCount * one.missing
    sum.remaining += caseCount * one.remaining
    if (one.missing + one.remaining + one.unknownCount === 0) sum.fittingCaseCount += caseCount
  }
  if (sum.consumed === 0) return null
  const fitness = (1 - sum.missing / sum.consumed + 1 - sum.remaining / sum.produced) / 2
  return { ...sum, fitness }
}
