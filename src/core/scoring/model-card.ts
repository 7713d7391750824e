import { auc } from '../stats/auc.ts'
import { brier } from '../stats/brier.ts'
import { calibrationTable, expectedCalibrationError, type CalibrationBin } from '../stats/calibration-table.ts'
import { logLoss } from '../stats/log-loss.ts'
import type { Calibrator } from './calibrator.ts'
import type { Drift } from './drift.ts'
import type { Leak } from './leakage.ts'
import type { ScoreModel } from './score-model.ts'
import type { LabelledTable } from './time-split.ts'

/** How chances did on rows from one moment to another. */
export type SliceMetrics = {
  fromAt: number
  toAt: number
  rowCount: number
  positiveCount: number
  auc: number | null
  brier: number | null
  logLoss: number | null
}

/** How far stated chances were from what came, on rows the curve was not learnt from. */
export type CalibrationReport = { rowCount: number; expectedError: number | null; bins: readonly CalibrationBin[] }

/** A model on trial, judged on the last time slice; `slices` cut it into quarters, oldest first. */
export type CandidateReport = {
  kind: ScoreModel['kind']
  /** What it looked at. */
  columns: readonly string[]
  whole: SliceMetrics
  slices: readonly SliceMetrics[]
}

/** What anyone should know who leans on a score (Mitchell et al. 2019): data, dates, skill by time, calibration, reasons. */
export type ModelCard = {
  champion: ScoreModel['kind']
  data: { rowCount: number; positiveCount: number; fromAt: number; toAt: number }
  refused: readonly Leak[]
  /** Candidates learnt from outcomes known before `lastFrom` and were judged on rows from then on. */
  lastFrom: number
  candidates: readonly CandidateReport[]
  /** On the later half of the last slice: as the model says, and by a curve learnt from the earlier half. */
  calibration: { kind: Calibrator['kind']; before: CalibrationReport; after: CalibrationReport }
  drift: Drift
  /** Columns by how much they move the margin of rows of the last slice, on average; log-odds, largest first. */
  reasons: readonly { column: string; meanAbsoluteContribution: number }[]
}

/** Skill of stated chances on rows in order of time; at least one row. Cost: O(n log n). */
export const sliceMetrics = (rows: LabelledTable, chances: Float64Array): SliceMetrics => ({
  fromAt: rows.at[0]!,
  toAt: rows.at.at(-1)!,
  rowCount: rows.outcomes.length,
  positiveCount: rows.outcomes.reduce((a, b) => a + b, 0),
  auc: auc(chances, rows.outcomes),
  brier: brier(chances, rows.outcomes),
  logLoss: logLoss(chances, rows.outcomes),
})

/** How honest stated chances are. Cost: O(n). */
export function calibrationReport(chances: Float64Array, outcomes: Float64Array): CalibrationReport {
  const bins = calibrationTable(chances, outcomes)
  return { rowCount: outcomes.length, expectedError: expectedCalibrationError(bins), bins }
}
