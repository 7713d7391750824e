import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson, jeffreys } from './beta-interval.ts'
import { bootstrap } from './bootstrap.ts'
import { compareMeans, compareMedians, compareShares } from './compare.ts'
import { crpsOfNormal, crpsOfQuantiles, crpsOfSample } from './crps.ts'
import { seededRandom } from './random.ts'
import { robustScale } from './robust-scale.ts'

const ends = (interval: { low: number; high: number } | null, digits = 4): number[] | null =>
  interval && [Number(interval.low.toFixed(digits)), Number(interval.high.toFixed(digits))]
const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 })

describe('robust scale', () => {
  test('1, 2, 3, 4, 100: median 3, deviations 0, 1, 1, 2, 97, their median 1, × 1.4826; of none, null', () => {
    expect(robustScale([4, 1, 100, 2, 3])).toBeCloseTo(1.4826, 4)
    expect(robustScale([5, 5, 5, 9])).toBe(0)
    expect(robustScale([])).toBeNull()
  })
  test('moves with the unit and not with the origin', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -500, max: 500 }),
        (list, unit, origin) => {
          const moved = list.map((value) => value * unit + origin)
          expect(robustScale(moved)!).toBeCloseTo(robustScale(list)! * unit, 8)
        },
      ),
    )
  })
})

describe('intervals of a share', () => {
  test('Clopper–Pearson (Newcombe 1998, table I): 81/263 0.2527–0.3676, 15/148 0.0578–0.1617, 0/20 0–0.1684, 1/29 0.0009–0.1776', () => {
    expect(ends(clopperPearson(81, 263))).toEqual([0.2527, 0.3676])
    expect(ends(clopperPearson(15, 148))).toEqual([0.0578, 0.1617])
    expect(ends(clopperPearson(0, 20))).toEqual([0, 0.1684])
    expect(ends(clopperPearson(1, 29))).toEqual([0.0009, 0.1776])
    expect(ends(clopperPearson(7, 7))![1]).toBe(1)
  })
  test("Jeffreys: 20/100 is Beta(20.5, 80.5), 0.1308–0.2863 (R's qbeta); 0/20 0–0.1166; none of none, null", () => {
    expect(ends(jeffreys(20, 100))).toEqual([0.1308, 0.2863])
    expect(ends(jeffreys(0, 20))).toEqual([0, 0.1166])
    expect(jeffreys(0, 0)).toBeNull()
    expect(jeffreys(3, 2)).toBeNull()
  })
  test('Clopper–Pearson holds Jeffreys, which holds the share; failures mirror successes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const successes = Math.round(trials * share)
        const [exact, inner] = [clopperPearson(successes, trials)!, jeffreys(successes, trials)!]
        expect(exact.low).toBeLessThanOrEqual(inner.low + 1e-12)
        expect(exact.high).toBeGreaterThanOrEqual(inner.high - 1e-12)
        expect(inner.low <= successes / trials && successes / trials <= inner.high).toBe(true)
        expect(jeffreys(trials - successes, trials)!.low).toBeCloseTo(1 - inner.high, 10)
      }),
    )
  })
})

describe('before and after', () => {
  /** Extra hours of sleep under two drugs (Student 1908; R's data set `sleep`). */
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  test("means, Student's sleep: 0.75 → 2.33, +1.58 (−0.205 to 3.365, Welch, 17.78 degrees of freedom, as R's t.test)", () => {
    const change = compareMeans(first, second)!
    expect(change.before).toBeCloseTo(0.75, 12)
    expect(change.after).toBeCloseTo(2.33, 12)
    expect(change.interval.low).toBeCloseTo(-0.205483230712, 10)
    expect(change.interval.high).toBeCloseTo(3.365483230712, 10)
  })
  test('means: two constants differ by exactly their difference; one value is too few', () => {
    expect(compareMeans([2, 2], [5, 5])).toEqual({ before: 2, after: 5, difference: 3, interval: { low: 3, high: 3 } })
    expect(compareMeans([2], [5, 5])).toBeNull()
  })
  test('shares (Newcombe 1998, table II, method 10): 56/70 − 48/80 0.0524–0.3339, 9/10 − 3/10 0.1705–0.8090, 10/10 − 0/10 0.6075–1', () => {
    const between = (a: number, m: number, b: number, n: number) =>
      ends(compareShares({ successes: b, trials: n }, { successes: a, trials: m })!.interval)
    expect(between(56, 70, 48, 80)).toEqual([0.0524, 0.3339])
    expect(between(9, 10, 3, 10)).toEqual([0.1705, 0.809])
    expect(between(5, 56, 0, 29)).toEqual([-0.0381, 0.1926])
    expect(between(10, 10, 0, 10)).toEqual([0.6075, 1])
    expect(compareShares({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toBeNull()
  })
  test('medians: 1…9 against 101…109 change by 100, for certain by more than 90; a seed repeats', () => {
    const settings = { resamples: 500, level: 0.95, seed: 3 }
    const low = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    const high = low.map((value) => value + 100)
    const change = compareMedians(low, high, settings)!
    expect(change).toMatchObject({ before: 5, after: 105, difference: 100 })
    expect(change.interval.low).toBeGreaterThan(92)
    expect(change.interval.high).toBeLessThan(108)
    expect(change.interval.low).toBeLessThan(100)
    expect(compareMedians(low, high, settings)).toEqual(change)
    expect(compareMedians([1], high, settings)).toBeNull()
  })
  test('means and shares: turned around in time, the change and its interval change sign', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const [there, back] = [compareMeans(before, after)!, compareMeans(after, before)!]
        expect(back.difference).toBeCloseTo(-there.difference, 8)
        expect(back.interval.low).toBeCloseTo(-there.interval.high, 6)
        expect(there.interval.low <= there.difference && there.difference <= there.interval.high).toBe(true)
      }),
    )
    const share = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => ({ successes: a, trials: a + b + 1 }))
    fc.assert(
      fc.property(share, share, (before, after) => {
        const [there, back] = [compareShares(before, after)!, compareShares(after, before)!]
        expect(back.interval.low).toBeCloseTo(-there.interval.high, 10)
        expect(there.interval.low).toBeGreaterThanOrEqual(-1)
        expect(there.interval.high).toBeLessThanOrEqual(1)
      }),
    )
  })
  test('means: of 2,000 pairs without change, the 80 % interval holds 0 in 78–82 %, at unequal spreads and sizes', () => {
    const random = seededRandom(11)
    const bell = (): number => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6)
    let held = 0
    for (let trial = 0; trial < 2000; trial++) {
      const before = Array.from({ length: 8 }, bell)
      const after = Array.from({ length: 25 }, () => 4 * bell())
      const { low, high } = compareMeans(before, after, 0.8)!.interval
      if (low <= 0 && 0 <= high) held++
    }
    expect(held / 2000).toBeGreaterThan(0.78)
    expect(held / 2000).toBeLessThan(0.82)
  })
})

describe('bootstrap', () => {
  const settings = { resamples: 2000, level: 0.9, seed: 5 }
  const meanOf = ([drawn]: readonly Float64Array[]): number => drawn!.reduce((a, b) => a + b, 0) / drawn!.length
  test('mean of 0 … 99: ± 1.645 × 28.87 / 10 = 4.75 around 49.5', () => {
    const sample = Array.from({ length: 100 }, (_, i) => i)
    const { low, high } = bootstrap([sample], meanOf, settings)!
    expect(Math.abs(low - (49.5 - 4.75))).toBeLessThan(0.5)
    expect(Math.abs(high - (49.5 + 4.75))).toBeLessThan(0.5)
    expect(bootstrap([sample], meanOf, settings)).toEqual({ low, high })
    expect(bootstrap([sample], meanOf, { ...settings, seed: 6 })).not.toEqual({ low, high })
  })
  test('a constant is a point; one value, or a statistic that is never defined, has no interval', () => {
    expect(bootstrap([[7, 7, 7]], meanOf, settings)).toEqual({ low: 7, high: 7 })
    expect(bootstrap([[7]], meanOf, settings)).toBeNull()
    expect(bootstrap([[1, 2]], () => null, settings)).toBeNull()
  })
})

describe('CRPS', () => {
  test('values 1 and 3 against 2: mean error 1, less half the mean distance of pairs, ½ × 1 = 0.5; of one value, its error', () => {
    expect(crpsOfSample([3, 1], 2)).toBeCloseTo(0.5, 12)
    expect(crpsOfSample([5], 2)).toBe(3)
    expect(crpsOfSample([], 2)).toBeNull()
  })
  test('standard normal at 0: (√2 − 1)/√π = 0.2337 (Gneiting & Raftery 2007); without spread, the error', () => {
    expect(crpsOfNormal(0, 1, 0)).toBeCloseTo((Math.SQRT2 - 1) / Math.sqrt(Math.PI), 12)
    expect(crpsOfNormal(10, 2, 10)).toBeCloseTo(0.46739, 5)
    expect(crpsOfNormal(4, 0, 1)).toBe(3)
  })
  test('a uniform forecast on 0–1: at 0 its CRPS is 1/3, at ½ 1/12; from 999 quantiles and 1,000 values the same', () => {
    const quantiles = Array.from({ length: 999 }, (_, i) => ({ level: (i + 0.5) / 999, value: (i + 0.5) / 999 }))
    expect(crpsOfQuantiles(quantiles, 0)!).toBeCloseTo(1 / 3, 5)
    expect(crpsOfQuantiles(quantiles, 0.5)!).toBeCloseTo(1 / 12, 5)
    const sample = Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000)
    expect(crpsOfSample(sample, 0)!).toBeCloseTo(1 / 3, 5)
    expect(crpsOfQuantiles([], 1)).toBeNull()
  })
  test('of a sample: never negative, and equal to the sums over all pairs', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -1500, max: 1500 }), (list, actual) => {
        const n = list.length
        const error = list.reduce((sum, value) => sum + Math.abs(value - actual), 0) / n
        const pairs = list.reduce((sum, a) => sum + list.reduce((inner, b) => inner + Math.abs(a - b), 0), 0) / n / n
        expect(crpsOfSample(list, actual)!).toBeCloseTo(error - pairs / 2, 8)
        expect(crpsOfSample(list, actual)!).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
