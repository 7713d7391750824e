import { betaQuantile } from './beta-distribution.ts'
import type { Interval } from './coverage.ts'
import { isCountOf } from './wilson.ts'

/**
 * Jeffreys interval of a share: the equal-tailed interval of Beta(successes + ½, failures + ½), reaching 0 or 1 when
 * nothing or everything succeeded (Brown, Cai & DasGupta 2001). Close to the promised coverage on average.
 * In: whole successes 0 … trials, level 0–1. Out: bounds in 0–1; null without trials.
 */
export function jeffreys(successes: number, trials: number, level = 0.95): Interval | null {
  if (!isCountOf(successes, trials)) return null
  const [a, b] = [successes + 0.5, trials - successes + 0.5]
  return {
    low: successes === 0 ? 0 : betaQuantile((1 - level) / 2, a, b),
    high: successes === trials ? 1 : betaQuantile((1 + level) / 2, a, b),
  }
}

/**
 * Clopper–Pearson ("exact") interval of a share (Clopper & Pearson 1934): never covers less than promised, usually more.
 * In: whole successes 0 … trials, level 0–1. Out: bounds in 0–1; null without trials.
 */
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval | null {
  if (!isCountOf(successes, trials)) return null
  const failures = trials - successes
  return {
    low: successes === 0 ? 0 : betaQuantile((1 - level) / 2, successes, failures + 1),
    high: failures === 0 ? 1 : betaQuantile((1 + level) / 2, successes + 1, failures),
  }
}
