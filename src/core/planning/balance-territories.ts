import type { SolveLinear } from '../../base/linear-model.ts'
import { territoryObstacles, type Obstacle } from './territory-obstacles.ts'
import { assignmentCost, outsideBand, sellersInBand, territoryPotential } from './territory-problem.ts'
import type { Assignment, TerritoryProblem } from './territory-problem.ts'
import { solveRelaxation } from './territory-relaxation.ts'
import { roundSplit } from './territory-rounding.ts'
import { searchTerritories } from './territory-search.ts'

/** What can be shown while it runs. Whoever stops it may keep the newest assignment: it is whole. */
export type TerritoryStep =
  | { stage: 'bound'; bound: number }
  | { stage: 'search'; bound: number; cost: number; gapRatio: number; sellersInBand: number; assignment: Assignment }

/** A seller whose band could not be met: by how much potential, above (+) or below (−). */
export type BandMiss = { seller: number; outside: number }

export type TerritoryPlan = {
  kind: 'plan'
  assignment: Assignment
  cost: number
  bound: number
  /** (cost − bound) / |bound|; 0 when the bound is met. */
  gapRatio: number
  sellersInBand: number
  splitCount: number
  changeCount: number
}

export type TerritoryResult =
  | TerritoryPlan
  | { kind: 'infeasible'; obstacles: Obstacle[] }
  /** No constraint is impossible by itself, but not all bands hold together; `plan` is the nearest found. */
  | { kind: 'bands_not_met'; misses: BandMiss[]; plan: TerritoryPlan }
  | { kind: 'failed'; reason: string }

export type TerritorySettings = {
  /** The longest that the solver may take for one model of the relaxation; longer is a failure. */
  relaxationSeconds: number
  /** The longest for the model of the split accounts; what it has by then is taken, the search goes on from there. */
  roundingSeconds: number
  /** How near to its optimum the model of the split accounts is solved, as a share of the bound. */
  roundingGapRatio: number
}

export const usualTerritorySettings: TerritorySettings = {
  relaxationSeconds: 40,
  roundingSeconds: 3,
  roundingGapRatio: 0.0005,
}

/**
 * Territories in balance: relaxation, its whole accounts fixed, a mixed-integer model of the split ones, then moves and
 * swaps. The bound is a proof: no assignment costs less. Errors: none thrown; what cannot hold is a value.
 * Source: the balanced-territory model of Hess & Samuels (Management Science 18, 1971), with costs instead of compactness.
 */
export function* balanceTerritories(
  p: TerritoryProblem,
  solve: SolveLinear,
  settings: TerritorySettings = usualTerritorySettings,
): Generator<TerritoryStep, TerritoryResult> {
  const obstacles = territoryObstacles(p)
  if (obstacles.length > 0) return { kind: 'infeasible', obstacles }
  const relaxing = solveRelaxation(p, solve, settings.relaxationSeconds)
  let next = relaxing.next()
  for (; !next.done; next = relaxing.next()) yield { stage: 'bound', bound: next.value }
  if ('failed' in next.value) return { kind: 'failed', reason: next.value.failed }
  const { bound, whole } = next.value
  const absoluteGap = settings.roundingGapRatio * Math.abs(bound)
  const assignment = roundSplit(p, whole, solve, { absoluteGap, seconds: settings.roundingSeconds })
  yield searchStep(p, bound, assignment)
  const searching = searchTerritories(p, assignment)
  let search = searching.next()
  for (; !search.done; search = searching.next()) yield searchStep(p, bound, assignment)
  const splitCount = whole.filter((seller) => seller < 0).length
  return finish(p, { ...summary(p, bound, assignment), splitCount, changeCount: search.value })
}

const summary = (p: TerritoryProblem, bound: number, assignment: Assignment) => {
  const cost = assignmentCost(p, assignment)
  const gapRatio = cost <= bound ? 0 : (cost - bound) / Math.max(Math.abs(bound), Number.MIN_VALUE)
  return { assignment, bound, cost, gapRatio, sellersInBand: sellersInBand(p, assignment) }
}

const searchStep = (p: TerritoryProblem, bound: number, assignment: Assignment): TerritoryStep => ({
  stage: 'search',
  ...summary(p, bound, assignment.slice()),
})

function finish(p: TerritoryProblem, found: Omit<TerritoryPlan, 'kind'>): TerritoryResult {
  const plan: TerritoryPlan = { kind: 'plan', ...found }
  const misses: BandMiss[] = []
  territoryPotential(p, plan.assignment).forEach((potential, seller) => {
    const outside = outsideBand(p, seller, potential)
    if (outside > 0) misses.push({ seller, outside: potential > p.target[seller]! ? outside : -outside })
  })
  return misses.length === 0 ? plan : { kind: 'bands_not_met', misses, plan }
}
