import { binEdges, toBins } from './bins.ts'
import { boost, boostedMargins, type Boosted, type BoostSettings, type BoostStep, type LabelledRows } from './boost.ts'
import { encode, encodeTraining, fitEncoder, type Encoder } from './encoder.ts'
import type { FeatureTable } from './feature-table.ts'
import {
  fitLogisticModel,
  logisticBase,
  logisticContributions,
  logisticMargins,
  type LogisticModel,
} from './logistic-model.ts'
import { logisticLoss } from './loss.ts'
import type { TargetEncodingSettings } from './target-encoding.ts'
import { shapBase, treeShap } from './tree-shap.ts'

/** A learnt ranking of rows; its margin is in log-odds. */
export type ScoreModel =
  | { kind: 'trees'; encoder: Encoder; boosted: Boosted }
  | { kind: 'logistic'; encoder: Encoder; logistic: LogisticModel }

export type LearnerSettings = {
  boost: Omit<BoostSettings, 'monotone'>
  /** By column name: 1 the chance never falls as the value rises, −1 never rises. Numbers only; trees heed it. */
  monotone: Readonly<Record<string, 1 | -1>>
  encoding: TargetEncodingSettings
  /** Penalty of the regression on standardised columns. */
  ridge: number
}

export type Examples = { table: FeatureTable; outcomes: Float64Array }

/** Grows trees on all examples. With `later` examples the number of rounds is found on them. Cost: that of `boost`. */
export function* fitTrees(
  examples: Examples,
  settings: LearnerSettings,
  later?: Examples,
): Generator<BoostStep, ScoreModel> {
  const { table, outcomes } = examples
  const encoder = fitEncoder(table, outcomes, settings.encoding)
  const columns = encodeTraining(table, outcomes, settings.encoding)
  const edges = binEdges(columns)
  const rowsOf = (of: Examples, encoded: typeof columns): LabelledRows => ({
    table: toBins(encoded, edges, of.table.rowCount),
    targets: of.outcomes,
    weights: new Float64Array(of.table.rowCount).fill(1),
  })
  const monotone = table.columns.map((c) => (c.kind === 'number' ? (settings.monotone[c.name] ?? 0) : 0))
  const watched = later && rowsOf(later, encode(later.table, encoder))
  const boosted = yield* boost(rowsOf(examples, columns), edges, logisticLoss, { ...settings.boost, monotone }, watched)
  return { kind: 'trees', encoder, boosted }
}

/** Fits the logistic regression on all examples, categories encoded as for the trees. Cost: that of `fitLogistic`. */
export function fitRegression({ table, outcomes }: Examples, settings: LearnerSettings): ScoreModel {
  const encoder = fitEncoder(table, outcomes, settings.encoding)
  const columns = encodeTraining(table, outcomes, settings.encoding)
  return { kind: 'logistic', encoder, logistic: fitLogisticModel(columns, outcomes, settings.ridge) }
}

/** Log-odds per row of a table that has the model's columns, by name. */
export function marginsOf(model: ScoreModel, table: FeatureTable): Float64Array {
  const columns = encode(table, model.encoder)
  return model.kind === 'trees'
    ? boostedMargins(model.boosted, columns, table.rowCount)
    : logisticMargins(model.logistic, columns, table.rowCount)
}

/** Why rows have their margins: `base` and a row's contributions add up to its margin, in log-odds. */
export type Explanation = { columns: readonly string[]; base: number; contributions: readonly Float64Array[] }

/** Exact Shapley contributions of every row of the table. Cost: that of `treeShap` per row. */
export function explain(model: ScoreModel, table: FeatureTable): Explanation {
  const columns = encode(table, model.encoder)
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row)
  return {
    columns: columns.map((c) => c.name),
    base: model.kind === 'trees' ? shapBase(model.boosted) : logisticBase(model.logistic),
    contributions:
      model.kind === 'trees'
        ? treeShap(model.boosted, columns, rows)
        : Array.from(rows, (row) => logisticContributions(model.logistic, columns, row)),
  }
}
