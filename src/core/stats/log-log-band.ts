import type { Interval } from './coverage.ts'

/**
 * Interval of a chance that is symmetric in log(−log) of it: chance^exp(±z·s), s = error / (chance·|ln chance|). Unlike
 * chance ± z·error it never leaves 0–1.
 * Out: null when the chance is 0 or 1, or has no error.
 */
export function logLogBand(chance: number, standardError: number, z: number): Interval | null {
  if (chance <= 0 || chance >= 1 || !(standardError > 0)) return null
  const reach = Math.exp((z * standardError) / (chance * -Math.log(chance)))
  return { low: chance ** reach, high: chance ** (1 / reach) }
}
