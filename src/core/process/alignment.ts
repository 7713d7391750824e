import { alphabetOf } from './process-tree.ts'
import type { Residual, ResidualSpace } from './tree-residuals.ts'

/** `both`: log and process agree; `log`: an event that the process has no place for; `process`: a step that was not seen. */
export type Move = { readonly kind: 'both' | 'log' | 'process'; readonly activity: number }

/**
 * The cheapest way to read a case as a run of the process: log and process moves cost 1 each. `unfinished` where more
 * states had to be looked at than allowed; `cost` is then a lower bound.
 */
export type Alignment =
  | { readonly kind: 'aligned'; readonly cost: number; readonly moves: readonly Move[]; readonly stateCount: number }
  | { readonly kind: 'unfinished'; readonly cost: number; readonly stateCount: number }

type State = { residual: Residual; place: number; cost: number; bound: number; from: State | null; move: Move | null }

/**
 * Optimal alignment of a case and a tree by A* over what is left of both; every event whose activity the rest of the tree
 * does not have must be a log move, which is the bound that guides it. Source: Adriansyah, van Dongen & van der Aalst 2011; Hart,
 * Nilsson & Raphael 1968. In: the tree's residuals, kept between cases; activities of the case; states that may be looked at.
 * Cost: O(states × activities); grows with the deviations, not with the length.
 */
export function align(space: ResidualSpace, activities: ArrayLike<number>, mostStates = 20_000): Alignment {
  const alphabets = alphabetsOf(space)
  const boundOf = (residual: Residual, place: number): number => {
    const alphabet = alphabets(residual)
    let strange = 0
    for (let i = place; i < activities.length; i++) if (!alphabet.has(activities[i]!)) strange++
    return strange
  }
  const queue = new StateQueue()
  const best = new Map<Residual, Float64Array>()
  const push = (residual: Residual, place: number, cost: number, from: State | null, move: Move | null): void => {
    let costs = best.get(residual)
    if (costs === undefined) best.set(residual, (costs = new Float64Array(activities.length + 1).fill(Infinity)))
    if (cost >= costs[place]!) return
    costs[place] = cost
    queue.push({ residual, place, cost, bound: cost + boundOf(residual, place), from, move })
  }
  push(space.first, 0, 0, null, null)
  let stateCount = 0
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    const { residual, place, cost } = state
    if (cost > best.get(residual)![place]!) continue
    if (place === activities.length && residual.isNullable)
      return { kind: 'aligned', cost, moves: movesOf(state), stateCount }
    if (++stateCount > mostStates) return { kind: 'unfinished', cost: state.bound, stateCount }
    const next = activities[place]
    if (next !== undefined) {
      for (const after of space.after(residual, next))
        push(after, place + 1, cost, state, { kind: 'both', activity: next })
      push(residual, place + 1, cost + 1, state, { kind: 'log', activity: next })
    }
    for (const activity of alphabets(residual))
      for (const after of space.after(residual, activity))
        push(after, place, cost + 1, state, { kind: 'process', activity })
  }
  throw new Error('a tree always allows some sequence')
}

function alphabetsOf(space: ResidualSpace): (residual: Residual) => ReadonlySet<number> {
  const known = alphabetsOfSpace.get(space) ?? new Map<Residual, ReadonlySet<number>>()
  alphabetsOfSpace.set(space, known)
  return (residual) => {
    let alphabet = known.get(residual)
    if (alphabet === undefined) known.set(residual, (alphabet = alphabetOf(residual.tree)))
    return alphabet
  }
}
const alphabetsOfSpace = new WeakMap<ResidualSpace, Map<Residual, ReadonlySet<number>>>()

function movesOf(last: State): Move[] {
  const moves: Move[] = []
  for (let state: State | null = last; state?.move; state = state.from) moves.push(state.move)
  return moves.toReversed()
}

/** States by bound, among equals those further on first. A binary heap. */
class StateQueue {
  readonly #heap: State[] = []

  push(state: State): void {
    const heap = this.#heap
    let at = heap.push(state) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isSooner(state, heap[above]!)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = state
  }

  pop(): State | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isSooner(heap[below + 1]!, heap[below]!)) below++
      if (!isSooner(heap[below]!, last)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = last
    return first
  }
}

const isSooner = (a: State, b: State): boolean => a.bound < b.bound || (a.bound === b.bound && a.place > b.place)
