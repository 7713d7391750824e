import { fitIsotonic, isotonicAt, type IsotonicCurve } from './isotonic.ts'
import { sigmoid } from './loss.ts'
import { fitPlatt, type PlattCurve } from './platt.ts'

/** From a model's margin to a chance that means what it says. `none`: the model's own chance. */
export type Calibrator =
  { kind: 'isotonic'; curve: IsotonicCurve } | { kind: 'platt'; curve: PlattCurve } | { kind: 'none' }

export type CalibrationSettings = {
  /** Rows of the rarer outcome under which there is nothing to go by, and from which the freer curve is taken. */
  fewestForPlatt: number
  fewestForIsotonic: number
}

export const defaultCalibrationSettings: CalibrationSettings = { fewestForPlatt: 10, fewestForIsotonic: 300 }

/**
 * Learns the calibration from a labelled window the model was not trained on, the latest there is: isotonic where the
 * rarer outcome is frequent enough, Platt's two numbers where it is not (Niculescu-Mizil & Caruana 2005).
 * In: margins without NaN, outcomes 0 or 1, same order; may be empty. Cost: O(n log n).
 */
export function fitCalibrator(
  margins: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  settings: CalibrationSettings = defaultCalibrationSettings,
): Calibrator {
  const positives = Array.from(outcomes).reduce((a, b) => a + b, 0)
  const rarer = Math.min(positives, outcomes.length - positives)
  if (rarer >= settings.fewestForIsotonic) return { kind: 'isotonic', curve: fitIsotonic(margins, outcomes) }
  if (rarer >= settings.fewestForPlatt) return { kind: 'platt', curve: fitPlatt(margins, outcomes) }
  return { kind: 'none' }
}

/** The chance 0–1 of a margin. */
export function calibratedChance(calibrator: Calibrator, margin: number): number {
  if (calibrator.kind === 'isotonic') return isotonicAt(calibrator.curve, margin)
  if (calibrator.kind === 'platt') return sigmoid(calibrator.curve.slope * margin + calibrator.curve.intercept)
  return sigmoid(margin)
}
