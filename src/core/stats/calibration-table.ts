import type { Interval } from './coverage.ts'
import { wilson } from './wilson.ts'

/** One bin of a reliability table: what was said, what came, and how sure the latter is (95 %). */
export type CalibrationBin = {
  count: number
  meanChance: number
  observedRatio: number
  interval: Interval
}

/**
 * Reliability table in bins of equal width over 0–1 (DeGroot & Fienberg 1983); empty bins are left out.
 * In: chances 0–1 and outcomes 0 or 1, same order. Out: bins in ascending order. Cost: O(n).
 */
export function calibrationTable(
  chances: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  binCount = 10,
): CalibrationBin[] {
  const counts = new Float64Array(binCount)
  const said = new Float64Array(binCount)
  const came = new Float64Array(binCount)
  for (let i = 0; i < outcomes.length; i++) {
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor(chances[i]! * binCount)))
    counts[bin]! += 1
    said[bin]! += chances[i]!
    came[bin]! += outcomes[i]!
  }
  return Array.from(counts).flatMap((count, bin) => {
    const interval = wilson(came[bin]!, count)
    if (interval === null) return []
    return [{ count, meanChance: said[bin]! / count, observedRatio: came[bin]! / count, interval }]
  })
}

/**
 * Expected calibration error Σ nᵦ/n·|said − came| over a reliability table (Naeini, Cooper & Hauskrecht 2015).
 * Out: 0 (as said) – 1; null for an empty table.
 */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number | null {
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  if (total === 0) return null
  return bins.reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.meanChance - bin.observedRatio), 0)
}
