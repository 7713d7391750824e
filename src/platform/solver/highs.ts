import loadHighs, { type Highs, type Model } from 'highs'
import type { LinearAnswer, LinearModel, SolveLimits, SolveLinear } from '../../base/linear-model.ts'

const solvedTo = { optimal: 7, infeasible: 8, timeLimit: 13, solutionLimit: 16 }
const feasiblePoint = 2

/**
 * HiGHS (Huangfu & Hall, Math. Program. Comp. 10, 2018) as WebAssembly. Loading is asynchronous, solving holds its
 * thread: use it in a computation. Every solve has a solver of its own, so nothing learnt in one leaks into another.
 */
export async function loadSolver(): Promise<SolveLinear> {
  const highs = await loadHighs()
  return (model, limits) => {
    const solver = highs.createModel()
    try {
      return solve(highs, solver, model, limits)
    } finally {
      solver.dispose()
    }
  }
}

function solve(highs: Highs, solver: Model, model: LinearModel, limits: SolveLimits): LinearAnswer {
  solver.options.set({
    output_flag: false,
    mip_abs_gap: limits.absoluteGap,
    mip_rel_gap: 0,
    time_limit: limits.seconds,
  })
  solver.passModel({
    numCols: model.cost.length,
    numRows: model.rowLower.length,
    colCost: model.cost,
    colLower: finite(model.columnLower, highs.infinity),
    colUpper: finite(model.columnUpper, highs.infinity),
    rowLower: finite(model.rowLower, highs.infinity),
    rowUpper: finite(model.rowUpper, highs.infinity),
    matrix: {
      format: 'csc',
      numRows: model.rowLower.length,
      numCols: model.cost.length,
      starts: model.starts,
      indices: model.rows,
      values: model.values,
    },
    ...(model.isWhole ? { integrality: model.isWhole } : {}),
  })
  solver.run()
  return readAnswer(solver)
}

function readAnswer(solver: Model): LinearAnswer {
  const status = solver.getModelStatus()
  if (status === solvedTo.infeasible) return { kind: 'infeasible' }
  const isOptimal = status === solvedTo.optimal
  const isStopped = status === solvedTo.timeLimit || status === solvedTo.solutionLimit
  // Without a point there is nothing to ask for: HiGHS throws.
  if (!isOptimal && !(isStopped && solver.info.get('primal_solution_status') === feasiblePoint))
    return { kind: 'failed', reason: `HiGHS ended with model status ${status}` }
  const { colValue, rowDual } = solver.getSolution()
  return { kind: isOptimal ? 'optimal' : 'stopped', values: colValue, rowPrices: rowDual }
}

/** HiGHS has an infinity of its own. */
const finite = (bounds: Float64Array, infinity: number): Float64Array =>
  bounds.map((bound) => Math.max(-infinity, Math.min(infinity, bound)))
