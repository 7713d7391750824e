import { auc } from '../stats/auc.ts'
import { defaultBoostSettings } from './boost.ts'
import {
  calibratedChance,
  defaultCalibrationSettings,
  fitCalibrator,
  type CalibrationSettings,
  type Calibrator,
} from './calibrator.ts'
import { chooseChampion } from './champion.ts'
import { adversarialAuc, columnDrift, movedMuch } from './drift.ts'
import { takeRows, type FeatureTable } from './feature-table.ts'
import { insufficientData, type InsufficientData } from './insufficient.ts'
import { findLeaks, type FieldTimes } from './leakage.ts'
import { sigmoid } from './loss.ts'
import { calibrationReport, sliceMetrics, type CandidateReport, type ModelCard } from './model-card.ts'
import { explain, fitRegression, fitTrees, marginsOf, type LearnerSettings, type ScoreModel } from './score-model.ts'
import { defaultTargetEncodingSettings } from './target-encoding.ts'
import { splitByTime, takeLabelled, type LabelledTable } from './time-split.ts'

export type ScoreSettings = LearnerSettings & {
  /** Share of the rows, the latest ones, on which candidates are judged and chances calibrated. */
  lastShare: number
  /** Rows of each outcome there must be before the last slice, and in it. */
  fewestEarlier: number
  fewestLast: number
  calibration: CalibrationSettings
}

export const defaultScoreSettings: ScoreSettings = {
  boost: defaultBoostSettings,
  monotone: {},
  encoding: defaultTargetEncodingSettings,
  ridge: 1,
  lastShare: 0.2,
  fewestEarlier: 50,
  fewestLast: 10,
  calibration: defaultCalibrationSettings,
}

export type TrainedScore = { kind: 'score'; model: ScoreModel; calibrator: Calibrator; card: ModelCard }
export type TrainingStep = { phase: 'rounds' | 'judging' | 'drift' | 'refitting' }

/**
 * Learns a score from rows whose outcome is known. Columns that know the outcome are refused. Trees and a
 * logistic regression learn from outcomes known before the last time slice and are judged on it; the regression looks
 * only at columns that did not move much until then, for a line drawn through what moves points nowhere. The champion (`chooseChampion`) then learns from all rows, so that it
 * is as fresh as the data; its chances are calibrated on what it said of the last slice when it had not seen it.
 * In: `times` for the leakage guard, where they are kept. Yields between phases and rounds. Deterministic.
 * Out: `insufficient` where a part has too few rows of an outcome. Cost: about four trainings.
 */
export function* trainScore(
  all: LabelledTable,
  settings: ScoreSettings,
  times: readonly FieldTimes[] = [],
): Generator<TrainingStep, TrainedScore | InsufficientData> {
  const refused = findLeaks(all.table, all.outcomes, all.outcomeAt, times)
  const rows = withoutColumns(all, new Set(refused.map((leak) => leak.column)))
  if (rows.table.columns.length === 0) return insufficientData('no_usable_columns', 0, 1)
  const split = splitByTime(rows, settings.lastShare)
  if (split.earlier.outcomes.length === 0) return insufficientData('no_earlier_rows', 0, 2 * settings.fewestEarlier)
  const short = tooFew(split.earlier, settings.fewestEarlier) ?? tooFew(split.last, settings.fewestLast)
  if (short !== null) return short
  const rounds = yield* phase('rounds', roundsFor(split.earlier, settings))
  const learning = { ...settings, boost: { ...settings.boost, rounds } }
  const drift = columnDrift(split.earlier.table, split.last.table)
  const candidates: Candidate[] = []
  for (const learner of learnersFor(drift, rows.table))
    candidates.push(judge(learner, yield* phase('judging', learn(learner, split.earlier, learning)), split.last))
  const champion = candidates[chooseChampion(candidates.map((c) => c.report.slices.map((slice) => slice.auc)))]!
  const told = yield* phase('drift', adversarialAuc(split.earlier.table, split.last.table, learning))
  const model = yield* phase('refitting', learn(champion.learner, rows, learning))
  const card: ModelCard = {
    champion: champion.learner.kind,
    data: dataOf(rows),
    refused,
    lastFrom: split.lastFrom,
    candidates: candidates.map((c) => c.report),
    calibration: trialOfCalibration(champion.margins, split.last.outcomes, settings.calibration),
    drift: { adversarialAuc: told, columns: drift },
    reasons: topReasons(champion.model, split.last.table),
  }
  const calibrator = fitCalibrator(champion.margins, split.last.outcomes, settings.calibration)
  return { kind: 'score', model, calibrator, card }
}

/** What is to be learnt by which means; `without` are columns it may not look at. */
type Learner = { kind: ScoreModel['kind']; without: ReadonlySet<string> }

/** Simplest first. Where every column moved much there is no steadier choice. */
function learnersFor(drift: ModelCard['drift']['columns'], table: FeatureTable): Learner[] {
  const moved = new Set(drift.filter((c) => c.stabilityIndex > movedMuch).map((c) => c.column))
  return [
    { kind: 'logistic', without: moved.size < table.columns.length ? moved : new Set() },
    { kind: 'trees', without: new Set() },
  ]
}

function* learn(learner: Learner, rows: LabelledTable, settings: ScoreSettings): Generator<unknown, ScoreModel> {
  const seen = withoutColumns(rows, learner.without)
  return learner.kind === 'trees' ? yield* fitTrees(seen, settings) : fitRegression(seen, settings)
}

function* phase<T>(name: TrainingStep['phase'], steps: Generator<unknown, T>): Generator<TrainingStep, T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    yield { phase: name }
  }
}

function withoutColumns(rows: LabelledTable, names: ReadonlySet<string>): LabelledTable {
  const columns = rows.table.columns.filter((column) => !names.has(column.name))
  return { ...rows, table: { ...rows.table, columns } }
}

function tooFew(rows: LabelledTable, fewest: number): InsufficientData | null {
  const positives = rows.outcomes.reduce((a, b) => a + b, 0)
  const negatives = rows.outcomes.length - positives
  if (positives < fewest) return insufficientData('too_few_positive', positives, fewest)
  return negatives < fewest ? insufficientData('too_few_negative', negatives, fewest) : null
}

/** Early stopping on the last slice of what came before the judged one; it must not choose its own judge. */
function* roundsFor(earlier: LabelledTable, settings: ScoreSettings): Generator<unknown, number> {
  const inner = splitByTime(earlier, settings.lastShare)
  if (tooFew(inner.earlier, settings.fewestLast) !== null || tooFew(inner.last, settings.fewestLast) !== null)
    return settings.boost.rounds
  const stopped = yield* fitTrees(inner.earlier, settings, inner.last)
  return stopped.kind === 'trees' ? Math.max(1, stopped.boosted.trees.length) : settings.boost.rounds
}

type Candidate = { learner: Learner; model: ScoreModel; margins: Float64Array; report: CandidateReport }

function judge(learner: Learner, model: ScoreModel, last: LabelledTable): Candidate {
  const margins = marginsOf(model, last.table)
  const chances = margins.map(sigmoid)
  const whole = { ...sliceMetrics(last, chances), auc: auc(margins, last.outcomes) }
  const slices = [0, 1, 2, 3].map((quarter) => {
    const from = Math.floor((quarter * margins.length) / 4)
    const to = Math.floor(((quarter + 1) * margins.length) / 4)
    const which = Int32Array.from({ length: to - from }, (_, i) => from + i)
    return sliceMetrics(takeLabelled(last, which), chances.subarray(from, to))
  })
  return {
    learner,
    model,
    margins,
    report: { kind: learner.kind, columns: model.encoder.columns.map((c) => c.name), whole, slices },
  }
}

function trialOfCalibration(
  margins: Float64Array,
  outcomes: Float64Array,
  settings: CalibrationSettings,
): ModelCard['calibration'] {
  const half = margins.length >> 1
  const trial = fitCalibrator(margins.subarray(0, half), outcomes.subarray(0, half), settings)
  const [later, came] = [margins.subarray(half), outcomes.subarray(half)]
  return {
    kind: trial.kind,
    before: calibrationReport(later.map(sigmoid), came),
    after: calibrationReport(
      later.map((margin) => calibratedChance(trial, margin)),
      came,
    ),
  }
}

const dataOf = (rows: LabelledTable): ModelCard['data'] => ({
  rowCount: rows.outcomes.length,
  positiveCount: rows.outcomes.reduce((a, b) => a + b, 0),
  fromAt: rows.at.reduce((a, b) => Math.min(a, b), Infinity),
  toAt: rows.at.reduce((a, b) => Math.max(a, b), -Infinity),
})

/** Some hundred rows, evenly chosen, show which columns matter. */
const rowsForReasons = 500

function topReasons(model: ScoreModel, table: FeatureTable): ModelCard['reasons'] {
  const count = Math.min(rowsForReasons, table.rowCount)
  const chosen = Int32Array.from({ length: count }, (_, i) => Math.floor((i * table.rowCount) / count))
  const { columns, contributions } = explain(model, takeRows(table, chosen))
  return columns
    .map((column, c) => ({
      column,
      meanAbsoluteContribution: contributions.reduce((sum, row) => sum + Math.abs(row[c]!), 0) / count,
    }))
    .sort((a, b) => b.meanAbsoluteContribution - a.meanAbsoluteContribution || (a.column < b.column ? -1 : 1))
}

/** Calibrated chances 0–1 per row of a table that has the model's columns, by name. */
export const chancesOf = (score: TrainedScore, table: FeatureTable): Float64Array =>
  marginsOf(score.model, table).map((margin) => calibratedChance(score.calibrator, margin))

/**
 * The same score with its chances calibrated anew on rows labelled since it was trained, the latest ones; ranks stay.
 * Cheap, so that it can be done as often as outcomes come in. Where they are too few, the old curve stays.
 */
export function recalibrate(
  score: TrainedScore,
  latest: { table: FeatureTable; outcomes: Float64Array },
  settings: CalibrationSettings,
): TrainedScore {
  const calibrator = fitCalibrator(marginsOf(score.model, latest.table), latest.outcomes, settings)
  return calibrator.kind === 'none' ? score : { ...score, calibrator }
}
