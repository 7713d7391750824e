import { outsideBand, territoryPotential, type Assignment, type TerritoryProblem } from './territory-problem.ts'

/**
 * Local search by moves of one account and, between each two sellers, the best swap of two, until none saves. Changes `assignment`
 * in place, and every state it goes through is a whole assignment that costs no more than the one before: it can be
 * stopped at any step. Yields after each pair of sellers that improved, and once for each seller. Out: changes made.
 * Cost of a round: O(accounts · sellers) moves and O(accounts²) swaps.
 */
export function* searchTerritories(p: TerritoryProblem, assignment: Assignment): Generator<number, number> {
  const potential = territoryPotential(p, assignment)
  const members = membersOf(p, assignment)
  const least = 1e-12 * (1 + p.outsidePrice)
  const state: State = { p, assignment, potential, members, least }
  // A pair of sellers is looked at again only when one of the two has changed since.
  const changedAt = new Float64Array(p.sellerCount)
  const seenAt = new Float64Array(p.sellerCount * p.sellerCount).fill(-1)
  let changes = 0
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false
    for (let a = 0; a < p.sellerCount; a++) {
      for (let b = a + 1; b < p.sellerCount; b++) {
        const pair = a * p.sellerCount + b
        if (seenAt[pair]! >= Math.max(changedAt[a]!, changedAt[b]!)) continue
        seenAt[pair] = changes
        const made = improvePair(state, a, b)
        if (made === 0) continue
        changes += made
        changedAt[a] = changedAt[b] = changes
        hasChanged = true
        yield changes
      }
      yield changes
    }
  }
  return changes
}

type State = {
  p: TerritoryProblem
  assignment: Assignment
  potential: Float64Array
  members: number[][]
  /** A gain below this is rounding, and taking it might never end. */
  least: number
}

function membersOf(p: TerritoryProblem, assignment: Assignment): number[][] {
  const members: number[][] = Array.from({ length: p.sellerCount }, () => [])
  assignment.forEach((seller, account) => members[seller]!.push(account))
  return members
}

function improvePair(state: State, a: number, b: number): number {
  let changes = 0
  for (let hasChanged = true; hasChanged;) {
    const made = moves(state, a, b) + moves(state, b, a) + bestSwap(state, a, b)
    changes += made
    hasChanged = made > 0
  }
  return changes
}

/** What it saves outside the bands when `shift` of potential goes from one seller to another. */
function bandGain({ p, potential }: State, from: number, to: number, shift: number): number {
  const [f, t] = [potential[from]!, potential[to]!]
  const before = outsideBand(p, from, f) + outsideBand(p, to, t)
  return p.outsidePrice * (before - outsideBand(p, from, f - shift) - outsideBand(p, to, t + shift))
}

function moves(state: State, from: number, to: number): number {
  const { p, members } = state
  let count = 0
  for (let x = 0; x < members[from]!.length; x++) {
    const i = members[from]![x]!
    const saved = p.cost[i * p.sellerCount + from]! - p.cost[i * p.sellerCount + to]!
    if (!(saved + bandGain(state, from, to, p.potential[i]!) > gainFloor(state, saved))) continue
    members[from]![x] = members[from]![members[from]!.length - 1]!
    members[from]!.pop()
    give(state, i, from, to)
    members[to]!.push(i)
    count++
    x--
  }
  return count
}

/** Makes the best swap of two sellers, if there is one that saves. Out: swaps made, 0 or 1. */
function bestSwap(state: State, a: number, b: number): number {
  const { p, members } = state
  const [fromA, fromB] = [byWhatTheySave(state, a, b), byWhatTheySave(state, b, a)]
  let best = { gain: 0, i: -1, k: -1 }
  const mostB = fromB[0]?.saved ?? -Infinity
  // Inside the bands nothing is left to save there: the sum of what both save is the most a swap can gain.
  const mend = isOutside(state, a, b) ? Infinity : 0
  for (const { account: i, saved: savedA } of fromA) {
    if (mostB === -Infinity || savedA + mostB + mend <= best.gain) break
    for (const { account: k, saved: savedB } of fromB) {
      if (savedA + savedB + mend <= best.gain) break
      const saved = savedA + savedB
      const gain = saved + bandGain(state, a, b, p.potential[i]! - p.potential[k]!)
      if (gain > Math.max(best.gain, gainFloor(state, saved))) best = { gain, i, k }
    }
  }
  if (best.i < 0) return 0
  give(state, best.i, a, b)
  give(state, best.k, b, a)
  members[a]![members[a]!.indexOf(best.i)] = best.k
  members[b]![members[b]!.indexOf(best.k)] = best.i
  return 1
}

/** A seller's accounts by what giving them to another saves, the most first; without those the other may not have. */
function byWhatTheySave({ p, members }: State, from: number, to: number): { account: number; saved: number }[] {
  const m = p.sellerCount
  return members[from]!.map((account) => ({
    account,
    saved: p.cost[account * m + from]! - p.cost[account * m + to]!,
  })).sort((x, y) => y.saved - x.saved)
}

const isOutside = ({ p, potential }: State, a: number, b: number): boolean =>
  outsideBand(p, a, potential[a]!) > 0 || outsideBand(p, b, potential[b]!) > 0

const gainFloor = (state: State, saved: number): number => state.least + 1e-12 * Math.abs(saved)

function give(state: State, account: number, from: number, to: number): void {
  state.assignment[account] = to
  state.potential[from]! -= state.p.potential[account]!
  state.potential[to]! += state.p.potential[account]!
}
