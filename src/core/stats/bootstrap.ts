import type { Interval } from './coverage.ts'
import { percentileInterval } from './percentile-interval.ts'
import { seededRandom } from './random.ts'

export type BootstrapSettings = { resamples: number; level: number; seed: number }

/**
 * Percentile interval of a statistic of one or more independent samples by the bootstrap (Efron 1979): values of each
 * are drawn with replacement, of each sample as many as it has. For dependent values: `blockBootstrap`.
 * In: samples, a statistic of drawn samples (the arrays are used again; null or not finite:
 * undefined for that draw). Out: null when
 * a sample has fewer than 2 values or the statistic is never defined. Deterministic by the seed. Cost: O(resamples × n).
 */
export function bootstrap(
  samples: readonly ArrayLike<number>[],
  statistic: (drawn: readonly Float64Array[]) => number | null,
  settings: BootstrapSettings,
): Interval | null {
  if (samples.some((sample) => sample.length < 2)) return null
  const random = seededRandom(settings.seed)
  const drawn = samples.map((sample) => new Float64Array(sample.length))
  const values: number[] = []
  for (let resample = 0; resample < settings.resamples; resample++) {
    samples.forEach((sample, s) => {
      const into = drawn[s]!
      for (let i = 0; i < into.length; i++) into[i] = sample[Math.floor(random() * sample.length)]!
    })
    const value = statistic(drawn)
    if (value !== null && Number.isFinite(value)) values.push(value)
  }
  return percentileInterval(values, settings.level)
}
