import { studentQuantile } from './beta-distribution.ts'
import { bootstrap, type BootstrapSettings } from './bootstrap.ts'
import type { Interval } from './coverage.ts'
import { zOfLevel } from './normal.ts'
import { quantile } from './quantile.ts'
import { wilson } from './wilson.ts'

/** A figure of two independent samples and its change, `after` − `before`, with an interval of the change. */
export type Comparison = { before: number; after: number; difference: number; interval: Interval }

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  let mean = 0
  let squares = 0
  // Welford 1962: no digits are lost when the mean is large beside the spread.
  for (let i = 0; i < values.length; i++) {
    const step = values[i]! - mean
    mean += step / (i + 1)
    squares += step * (values[i]! - mean)
  }
  return { mean, variance: squares / (values.length - 1) }
}

/**
 * Change of a mean with Welch's interval (Welch 1947; degrees of freedom by Satterthwaite), for unequal spreads.
 * In: level 0–1. Out: null when a sample has fewer than 2 values, or one that is not finite or too large to square.
 * Cost: O(n).
 */
export function compareMeans(before: ArrayLike<number>, after: ArrayLike<number>, level = 0.95): Comparison | null {
  if (before.length < 2 || after.length < 2) return null
  const [b, a] = [moments(before), moments(after)]
  const [errorB, errorA] = [b.variance / before.length, a.variance / after.length]
  const squared = errorB + errorA
  const difference = a.mean - b.mean
  if (!Number.isFinite(squared) || !Number.isFinite(difference)) return null
  if (squared === 0)
    return { before: b.mean, after: a.mean, difference, interval: { low: difference, high: difference } }
  // Shares of the squared error instead of its squares: those would vanish for tiny spreads.
  const [shareB, shareA] = [errorB / squared, errorA / squared]
  const degrees = 1 / (shareB ** 2 / (before.length - 1) + shareA ** 2 / (after.length - 1))
  const half = studentQuantile((1 + level) / 2, degrees) * Math.sqrt(squared)
  if (!Number.isFinite(half)) return null
  return { before: b.mean, after: a.mean, difference, interval: { low: difference - half, high: difference + half } }
}

/** So many successes of so many trials. */
export type Successes = { successes: number; trials: number }

/**
 * Change of a share with Newcombe's interval from two Wilson intervals (Newcombe 1998, method 10): stays within −1 … 1
 * and holds for few cases too.
 * In: whole successes 0 … trials. Out: null when a sample has no trials.
 */
export function compareShares(before: Successes, after: Successes, level = 0.95): Comparison | null {
  const z = zOfLevel(level)
  const [b, a] = [wilson(before.successes, before.trials, z), wilson(after.successes, after.trials, z)]
  if (b === null || a === null) return null
  const shares = { before: before.successes / before.trials, after: after.successes / after.trials }
  const difference = shares.after - shares.before
  const interval = {
    low: difference - Math.hypot(shares.after - a.low, b.high - shares.before),
    high: difference + Math.hypot(a.high - shares.after, shares.before - b.low),
  }
  return { ...shares, difference, interval }
}

/**
 * Change of a median with a bootstrap interval (each sample drawn by itself), for skewed values such as cycle times.
 * Out: null when a sample has fewer than 2 values, or one that is not finite. Deterministic by the seed.
 * Cost: O(resamples × n log n).
 */
export function compareMedians(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  settings: BootstrapSettings,
): Comparison | null {
  if (![...Array.from(before), ...Array.from(after)].every(Number.isFinite)) return null
  const change = ([b, a]: readonly ArrayLike<number>[]): { before: number; after: number } | null => {
    const [medianB, medianA] = [quantile(b!, 0.5), quantile(a!, 0.5)]
    return medianB === null || medianA === null ? null : { before: medianB, after: medianA }
  }
  const seen = change([before, after])
  const interval = bootstrap(
    [before, after],
    (drawn) => {
      const medians = change(drawn)
      return medians && medians.after - medians.before
    },
    settings,
  )
  if (seen === null || interval === null) return null
  const difference = seen.after - seen.before
  return Number.isFinite(difference) ? { ...seen, difference, interval } : null
}
