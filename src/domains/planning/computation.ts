import {
  balanceTerritories,
  type TerritoryResult,
  type TerritorySettings,
  type TerritoryStep,
} from '../../core/planning/balance-territories.ts'
import type { TerritoryProblem } from '../../core/planning/territory-problem.ts'
import { defineComputation } from '../../platform/compute/computation.ts'
import { loadSolver } from '../../platform/solver/highs.ts'

type Input = { problem: TerritoryProblem; settings: TerritorySettings }

/** Territories in balance, on a thread; each step shows the best assignment so far. */
export const territoryComputation = defineComputation<Input, TerritoryStep, TerritoryResult>({
  name: 'territories',
  async *run({ problem, settings }) {
    return yield* balanceTerritories(problem, await loadSolver(), settings)
  },
})
