import { normalQuantile } from '../stats/normal.ts'

/** A number that is not known: certain; between two ends with a likeliest value; or a factor around a median. */
export type Assumption =
  | { kind: 'fixed'; value: number }
  | { kind: 'triangular'; low: number; likely: number; high: number }
  /** exp of a normal value: two thirds of the mass within median · e^±sigma. */
  | { kind: 'lognormal'; median: number; sigma: number }

/** Beyond these a factor around a median is cut, a chance of one in a million. */
const [leastChance, mostSigma] = [1e-6, 3]

/**
 * The value below which the assumption lies with chance u (inverse transform: Devroye, Non-Uniform Random Variate
 * Generation, 1986, ch. II): one uniform number for each value, so runs with the same numbers can be compared.
 */
export function assumptionAt(assumption: Assumption, u: number): number {
  if (assumption.kind === 'fixed') return assumption.value
  if (assumption.kind === 'lognormal') {
    const chance = Math.max(leastChance, Math.min(1 - leastChance, u))
    return assumption.median * Math.exp(assumption.sigma * normalQuantile(chance))
  }
  const { low, likely, high } = assumption
  if (high === low) return low
  const turn = (likely - low) / (high - low)
  return u < turn
    ? low + Math.sqrt(u * (high - low) * (likely - low))
    : high - Math.sqrt((1 - u) * (high - low) * (high - likely))
}

/** Whether the numbers can be meant and lie between these ends (a median; the tail is cut at them). */
export function isAssumption(assumption: Assumption, least: number, most: number): boolean {
  const isIn = (value: number): boolean => value >= least && value <= most
  if (assumption.kind === 'fixed') return isIn(assumption.value)
  if (assumption.kind === 'lognormal')
    return isIn(assumption.median) && assumption.sigma >= 0 && assumption.sigma <= mostSigma
  const { low, likely, high } = assumption
  return isIn(low) && isIn(high) && low <= likely && likely <= high
}

/** Whether there is nothing uncertain in it. */
export const isCertain = (assumption: Assumption): boolean =>
  assumption.kind === 'fixed' ||
  (assumption.kind === 'triangular' ? assumption.low === assumption.high : assumption.sigma === 0)
