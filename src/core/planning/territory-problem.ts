/**
 * Which seller has which account. Matrices by rows of accounts: `[account * sellerCount + seller]`.
 * Potential and targets in one unit (money a year, visits …), costs in another that may be added up.
 */
export type TerritoryProblem = {
  accountCount: number
  sellerCount: number
  /** v, ≥ 0, a value for each account. */
  potential: Float64Array
  /** T, > 0, a value for each seller. */
  target: Float64Array
  /** b: a seller's territory must have (1 − b)·T to (1 + b)·T. */
  bandRatio: number
  /** c, of each account with each seller; Infinity: this seller may not have it. */
  cost: Float64Array
  /** P, cost of a unit of potential outside the band. */
  outsidePrice: number
}

export type Assignment = Int32Array

export const bandLow = (p: TerritoryProblem, seller: number): number => (1 - p.bandRatio) * p.target[seller]!
export const bandHigh = (p: TerritoryProblem, seller: number): number => (1 + p.bandRatio) * p.target[seller]!

/** Potential outside the seller's band, 0 inside; a billionth of the target is rounding. */
export function outsideBand(p: TerritoryProblem, seller: number, potential: number): number {
  const outside = Math.max(0, bandLow(p, seller) - potential, potential - bandHigh(p, seller))
  return outside > 1e-9 * p.target[seller]! ? outside : 0
}

/** Potential of each seller's territory. Cost: O(accounts). */
export function territoryPotential(p: TerritoryProblem, assignment: Assignment): Float64Array {
  const sums = new Float64Array(p.sellerCount)
  for (let i = 0; i < p.accountCount; i++) sums[assignment[i]!]! += p.potential[i]!
  return sums
}

/** Σ c of who has what + P · what lies outside the bands: what balancing minimises. Cost: O(accounts). */
export function assignmentCost(p: TerritoryProblem, assignment: Assignment): number {
  let cost = 0
  for (let i = 0; i < p.accountCount; i++) cost += p.cost[i * p.sellerCount + assignment[i]!]!
  territoryPotential(p, assignment).forEach((potential, j) => (cost += p.outsidePrice * outsideBand(p, j, potential)))
  return cost
}

/** How many sellers have a territory inside their band. */
export function sellersInBand(p: TerritoryProblem, assignment: Assignment): number {
  return territoryPotential(p, assignment).filter((potential, j) => outsideBand(p, j, potential) === 0).length
}
