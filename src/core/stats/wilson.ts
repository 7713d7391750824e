import type { Interval } from './coverage.ts'

/** Whether so many of so many is possible: whole numbers, at least one trial. */
export const isCountOf = (successes: number, trials: number): boolean =>
  Number.isSafeInteger(successes) && Number.isSafeInteger(trials) && successes >= 0 && trials >= Math.max(1, successes)

/**
 * Wilson score interval of a share (Wilson 1927), for showing a rate from few cases honestly.
 * In: whole successes 0 … trials, z of the level (1.96 for 95 %). Out: bounds in 0–1; null without trials.
 */
export function wilson(successes: number, trials: number, z = 1.959963984540054): Interval | null {
  if (!isCountOf(successes, trials)) return null
  if (z === Infinity) return { low: 0, high: 1 }
  const share = successes / trials
  const z2 = z * z
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
  const half = (z / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
