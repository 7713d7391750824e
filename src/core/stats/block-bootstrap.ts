import type { Interval } from './coverage.ts'
import { percentileInterval } from './percentile-interval.ts'
import { seededRandom } from './random.ts'

export type BlockBootstrapSettings = { blockLength: number; resamples: number; level: number; seed: number }

/**
 * Percentile interval of a statistic of a dependent series by the circular block bootstrap (Politis & Romano 1992):
 * neighbours are drawn together, because overlapping windows err together.
 * In: series length n, a statistic of drawn indices (null: undefined for that draw). Out: null when n < 2 or never
 * defined. Deterministic by the seed. Cost: O(resamples × n).
 */
export function blockBootstrap(
  length: number,
  statistic: (indices: Int32Array) => number | null,
  settings: BlockBootstrapSettings,
): Interval | null {
  if (length < 2) return null
  const random = seededRandom(settings.seed)
  const block = Math.max(1, Math.min(length, Math.floor(settings.blockLength)))
  const indices = new Int32Array(length)
  const drawn: number[] = []
  for (let resample = 0; resample < settings.resamples; resample++) {
    for (let at = 0; at < length; at += block) {
      const start = Math.floor(random() * length)
      for (let j = 0; j < block && at + j < length; j++) indices[at + j] = (start + j) % length
    }
    const value = statistic(indices)
    if (value !== null) drawn.push(value)
  }
  return percentileInterval(drawn, settings.level)
}
