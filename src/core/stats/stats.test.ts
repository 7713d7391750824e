import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bias } from './bias.ts'
import { blockBootstrap } from './block-bootstrap.ts'
import { conformalBounds } from './conformal.ts'
import { coverage } from './coverage.ts'
import { mase } from './mase.ts'
import { msis } from './msis.ts'
import { owa } from './owa.ts'
import { pinball } from './pinball.ts'
import { quantile } from './quantile.ts'
import { seededRandom } from './random.ts'
import { seasonalNaiveScale } from './seasonal-naive-scale.ts'
import { smape } from './smape.ts'
import { meanAbsoluteError, wape } from './wape.ts'
import { wilson } from './wilson.ts'

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('quantile, type 7', () => {
  test('of 1, 2, 3, 4: 0.25 is 1.75 and 0.5 is 2.5 (as R); of none, null', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75)
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([], 0.5)).toBeNull()
  })
  test('grows with p and stays between the least and the largest', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (v, p, q) => {
          const low = quantile(v, Math.min(p, q))!
          const high = quantile(v, Math.max(p, q))!
          expect(low).toBeLessThanOrEqual(high + 1e-9)
          expect(low).toBeGreaterThanOrEqual(Math.min(...v) - 1e-9)
          expect(high).toBeLessThanOrEqual(Math.max(...v) + 1e-9)
        },
      ),
    )
  })
})

describe('errors of forecasts', () => {
  test('F = 110, 80 against A = 100, 100: WAPE 30/200, bias −10/200, MAE 15', () => {
    expect(wape([110, 80], [100, 100])).toBe(0.15)
    expect(bias([110, 80], [100, 100])).toBe(-0.05)
    expect(meanAbsoluteError([110, 80], [100, 100])).toBe(15)
  })
  test('actuals of 0 have no percentage', () => {
    expect(wape([5], [0])).toBeNull()
    expect(bias([5], [0])).toBeNull()
  })
  test('MASE: 15 against a benchmark error of 30 is 0.5; a benchmark without error has none', () => {
    expect(mase([110, 80], [130, 70], [100, 100])).toBe(0.5)
    expect(mase([1], [2], [2])).toBeNull()
  })
  test('|bias| never exceeds WAPE', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer({ min: 1, max: 1e6 })), { minLength: 1 }), (pairs) => {
        const f = pairs.map((p) => p[0])
        const a = pairs.map((p) => p[1])
        expect(Math.abs(bias(f, a)!)).toBeLessThanOrEqual(wape(f, a)! + 1e-9)
      }),
    )
  })
  test('pinball at 0.9: 10 short costs 9, 10 over costs 1', () => {
    expect(pinball(90, 100, 0.9)).toBe(9)
    expect(pinball(110, 100, 0.9)).toBeCloseTo(1, 12)
  })
  test('coverage: one of two intervals holds its actual, the missing one is left out', () => {
    expect(coverage([{ low: 0, high: 10 }, null, { low: 0, high: 1 }], [10, 5, 2])).toBe(0.5)
    expect(coverage([null], [1])).toBeNull()
  })
})

describe('intervals', () => {
  test('Wilson 81 of 263 at 95 %: 0.2553 – 0.3662 (Newcombe 1998); 0 of 20: 0 – 0.1611', () => {
    expect(wilson(81, 263)?.low).toBeCloseTo(0.2553, 4)
    expect(wilson(81, 263)?.high).toBeCloseTo(0.3662, 4)
    expect(wilson(0, 20)?.low).toBe(0)
    expect(wilson(0, 20)?.high).toBeCloseTo(0.1611, 4)
    expect(wilson(0, 0)).toBeNull()
  })
  test('conformal: of −4 … 4 at 80 % k = ⌊10 × 0.1⌋ = 1, so −4 … 4; at 95 % nine are too few', () => {
    const residuals = [3, -4, 0, 1, -2, 2, -1, 4, -3]
    expect(conformalBounds(residuals, 0.8)).toEqual({ low: -4, high: 4 })
    expect(conformalBounds(residuals, 0.95)).toBeNull()
    expect(conformalBounds([1, -2, 3, -4], 0.8)).toEqual({ low: -4, high: 4 })
    expect(conformalBounds([1, 2, 3], 0.8)).toBeNull()
    expect(conformalBounds([], 0.8)).toBeNull()
  })
  test('conformal bounds hold at least the promised share of exchangeable residuals', () => {
    const random = seededRandom(7)
    let inside = 0
    for (let trial = 0; trial < 2000; trial++) {
      const bounds = conformalBounds(Array.from({ length: 30 }, random), 0.8)!
      const next = random()
      if (next >= bounds.low && next <= bounds.high) inside++
    }
    expect(inside / 2000).toBeGreaterThan(0.78)
    expect(inside / 2000).toBeLessThan(0.84)
  })
  test('block bootstrap of a mean: repeats by its seed, holds the mean, is a point for a constant', () => {
    const values = Array.from({ length: 50 }, (_, i) => i % 7)
    const mean = (indices: Int32Array): number => indices.reduce((sum, i) => sum + values[i]!, 0) / indices.length
    const settings = { blockLength: 5, resamples: 300, level: 0.8, seed: 1 }
    const interval = blockBootstrap(50, mean, settings)!
    expect(blockBootstrap(50, mean, settings)).toEqual(interval)
    expect(interval.low).toBeLessThan(2.98)
    expect(interval.high).toBeGreaterThan(2.98)
    expect(blockBootstrap(10, () => 3, settings)).toEqual({ low: 3, high: 3 })
    expect(blockBootstrap(1, () => 3, settings)).toBeNull()
  })
  test('the random numbers of seed 1 are the same everywhere', () => {
    const random = seededRandom(1)
    const drawn = Array.from({ length: 10_000 }, random)
    expect(drawn.every((v) => v >= 0 && v < 1)).toBe(true)
    expect(drawn.reduce((a, b) => a + b, 0) / 10_000).toBeCloseTo(0.5, 1)
    expect(seededRandom(1)()).toBe(drawn[0])
  })
})

describe('errors of series', () => {
  test('sMAPE of 110 and 0 for 90 and 0: (2 · 20/200 + 0)/2 = 10 %; of none, null', () => {
    expect(smape([110, 0], [90, 0])).toBeCloseTo(10, 12)
    expect(smape([], [])).toBeNull()
  })
  test('scale of 1, 5, 3, 9 with a season of two: (|3 − 1| + |9 − 5|)/2 = 3; of a constant or two values, null', () => {
    expect(seasonalNaiveScale([1, 5, 3, 9], 2)).toBe(3)
    expect(seasonalNaiveScale([4, 4, 4], 1)).toBeNull()
    expect(seasonalNaiveScale([1, 5], 2)).toBeNull()
  })
  test('OWA of (9, 0.8) against (10, 1): (0.9 + 0.8)/2 = 0.85', () => {
    expect(owa({ smape: 9, mase: 0.8 }, { smape: 10, mase: 1 })).toBeCloseTo(0.85, 12)
    expect(owa({ smape: 9, mase: 0.8 }, { smape: 0, mase: 1 })).toBeNull()
  })
  test('MSIS at 80 %, scale 2: [0, 4] holds 3 and costs 4; [0, 4] misses 6 by 2 and costs 4 + 10 · 2: (4 + 24)/2/2 = 7', () => {
    const interval = { low: 0, high: 4 }
    expect(msis([interval, interval, null], [3, 6, 9], 2, 0.8)).toBeCloseTo(7, 12)
    expect(msis([null], [3], 2, 0.8)).toBeNull()
  })
})
