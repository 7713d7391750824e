import { auc } from '../stats/auc.ts'
import { takeRows, type FeatureTable } from './feature-table.ts'
import { populationStability } from './population-stability.ts'
import { fitTrees, marginsOf, type LearnerSettings } from './score-model.ts'

export type Drift = {
  /** How well earlier and later rows can be told apart by their columns: 0.5 not at all, 1 always. */
  adversarialAuc: number | null
  /** Population stability index per column, largest first. */
  columns: readonly { column: string; stabilityIndex: number }[]
}

/** Over this a column counts as moved much, by the rule of thumb credit scoring goes by (Siddiqi 2006). */
export const movedMuch = 0.25

/** Stability index of every column that both tables have, largest first. Cost: that of `populationStability`. */
export function columnDrift(earlier: FeatureTable, later: FeatureTable): Drift['columns'] {
  const columns = earlier.columns.flatMap((column) => {
    const other = later.columns.find((c) => c.name === column.name)
    const stabilityIndex = other === undefined ? null : populationStability(column, other)
    return stabilityIndex === null ? [] : [{ column: column.name, stabilityIndex }]
  })
  return columns.sort((a, b) => b.stabilityIndex - a.stabilityIndex || (a.column < b.column ? -1 : 1))
}

/**
 * How far all columns together have moved: trees are grown to tell earlier from later rows and asked about rows they
 * did not see (adversarial validation; two halves, each judged by the other's trees). 0.5: not at all, 1: always told
 * apart; null for too few rows. Deterministic. Cost: that of `fitTrees`, few rounds.
 */
export function* adversarialAuc(
  earlier: FeatureTable,
  later: FeatureTable,
  settings: LearnerSettings,
): Generator<unknown, number | null> {
  const few = { ...settings, monotone: {}, boost: { ...settings.boost, rounds: 20, learningRate: 0.2 } }
  const halves = [0, 1].map((half) => both(everyOther(earlier, half), everyOther(later, half)))
  const found: number[] = []
  for (const [at, half] of halves.entries()) {
    const asked = halves[1 - at]!
    if (half.table.rowCount === 0) return null
    const told = auc(marginsOf(yield* fitTrees(half, few), asked.table), asked.outcomes)
    if (told === null) return null
    found.push(told)
  }
  return (found[0]! + found[1]!) / 2
}

const everyOther = (table: FeatureTable, half: number): FeatureTable =>
  takeRows(
    table,
    Array.from({ length: Math.ceil((table.rowCount - half) / 2) }, (_, i) => 2 * i + half),
  )

/** Earlier rows with outcome 0, then later rows with outcome 1. In: the same columns; levels are joined by name. */
function both(earlier: FeatureTable, later: FeatureTable): { table: FeatureTable; outcomes: Float64Array } {
  const rowCount = earlier.rowCount + later.rowCount
  const columns = earlier.columns.map((column) => {
    const other = later.columns.find((c) => c.name === column.name)
    if (column.kind === 'number') {
      const values = new Float64Array(rowCount).fill(Number.NaN)
      values.set(column.values)
      if (other?.kind === 'number') values.set(other.values, earlier.rowCount)
      return { ...column, values }
    }
    const levels = [...new Set([...column.levels, ...(other?.kind === 'category' ? other.levels : [])])]
    const codes = new Int32Array(rowCount).fill(-1)
    codes.set(column.codes)
    if (other?.kind === 'category') {
      const joined = other.levels.map((level) => levels.indexOf(level))
      codes.set(
        other.codes.map((code) => (code < 0 ? -1 : joined[code]!)),
        earlier.rowCount,
      )
    }
    return { ...column, levels, codes }
  })
  const outcomes = new Float64Array(rowCount).fill(1, earlier.rowCount)
  return { table: { rowCount, columns }, outcomes }
}
