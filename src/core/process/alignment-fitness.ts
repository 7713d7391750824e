import { align, type Alignment } from './alignment.ts'
import type { Sublog } from './sublog.ts'
import type { ResidualSpace } from './tree-residuals.ts'

export type AlignmentFitness = {
  /** 1 − Σ cost / Σ worst cost over cases, 0–1; null without cases. With unfinished ones it is an upper bound. */
  readonly fitness: number | null
  readonly fittingCaseCount: number
  readonly caseCount: number
  readonly unfinishedCaseCount: number
}

/**
 * How well a log fits a tree by optimal alignments. The worst a case can cost is every event as a log move and the
 * cheapest run of the process beside it. Source: Adriansyah 2014, §6.1. Cost: one alignment a variant.
 */
export function alignmentFitness(space: ResidualSpace, log: Sublog, mostStates?: number): AlignmentFitness {
  const empty = align(space, [], mostStates).cost
  let [cost, worst, fitting, cases, unfinished] = [0, 0, 0, 0, 0]
  for (const { activities, caseCount } of log) {
    const found: Alignment = align(space, activities, mostStates)
    cost += caseCount * found.cost
    worst += caseCount * (activities.length + empty)
    cases += caseCount
    if (found.kind === 'unfinished') unfinished += caseCount
    else if (found.cost === 0) fitting += caseCount
  }
  const fitness = cases === 0 ? null : worst === 0 ? 1 : 1 - cost / worst
  return { fitness, fittingCaseCount: fitting, caseCount: cases, unfinishedCaseCount: unfinished }
}
