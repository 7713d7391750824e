import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibratedChance, fitCalibrator } from './calibrator.ts'
import { fitIsotonic, isotonicAt } from './isotonic.ts'
import { fitLogistic } from './irls.ts'
import { fitPlatt } from './platt.ts'

const rows = fc.array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 80 })
const margin = fc.double({ min: -50, max: 50, noNaN: true })

describe('isotonic regression', () => {
  test('outcomes 0, 1, 0, 1 in rising order: the middle two violate and share ½', () => {
    const curve = fitIsotonic([1, 2, 3, 4], [0, 1, 0, 1])
    expect([2, 2.5, 3].map((s) => isotonicAt(curve, s))).toEqual([0.5, 0.5, 0.5])
    expect(isotonicAt(curve, 1)).toBeCloseTo(0.5 / 5, 12)
    expect(isotonicAt(curve, 9)).toBeCloseTo(1 - 0.5 / 5, 12)
  })
  test('ties get one chance even where the first of them look like violators: 1 → ½; 2 → ¾', () => {
    const curve = fitIsotonic([1, 1, 2, 2, 2, 2], [0, 1, 0, 1, 1, 1])
    expect([isotonicAt(curve, 1), isotonicAt(curve, 2)]).toEqual([0.5, 0.75])
  })
  test('rises, and equals the best of means over spans (min–max formula)', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const curve = fitIsotonic(
          pairs.map((p) => p[0]),
          pairs.map((p) => p[1]),
        )
        const levels = [...new Set(pairs.map((p) => p[0]))].sort((a, b) => a - b)
        const mean = (from: number, to: number): number => {
          const inside = pairs.filter((p) => p[0] >= from && p[0] <= to)
          return inside.reduce((sum, p) => sum + p[1], 0) / inside.length
        }
        const nearest = 0.5 / (pairs.length + 1)
        for (const s of levels) {
          const oracle = Math.max(
            ...levels
              .filter((a) => a <= s)
              .map((a) => Math.min(...levels.filter((b) => b >= s).map((b) => mean(a, b)))),
          )
          expect(isotonicAt(curve, s)).toBeCloseTo(Math.min(1 - nearest, Math.max(nearest, oracle)), 9)
        }
      }),
    )
  })
})

describe('logistic regression', () => {
  test('one yes–no column, 1 of 4 without and 3 of 4 with: intercept −ln 3, coefficient 2·ln 3', () => {
    const values = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1)
    const fit = fitLogistic({ values, width: 1, rowCount: 8 }, Float64Array.of(1, 0, 0, 0, 1, 1, 1, 0), 1e-9)
    expect(fit.intercept).toBeCloseTo(-Math.log(3), 6)
    expect(fit.coefficients[0]).toBeCloseTo(2 * Math.log(3), 6)
  })
  test('separated data stay finite; a larger ridge pulls the coefficient in', () => {
    const x = { values: Float64Array.of(-1, -1, 1, 1), width: 1, rowCount: 4 }
    const weak = fitLogistic(x, Float64Array.of(0, 0, 1, 1), 0.01).coefficients[0]!
    const strong = fitLogistic(x, Float64Array.of(0, 0, 1, 1), 1).coefficients[0]!
    expect(Number.isFinite(weak)).toBe(true)
    expect(strong).toBeLessThan(weak)
    // The optimum of 4·ln(1 + e^−β) + β²/2 is where 4/(1 + e^β) = β.
    expect(4 / (1 + Math.exp(strong))).toBeCloseTo(strong, 6)
  })
})

describe('Platt scaling', () => {
  test('100 rows of margin 0, 30 won: the chance is (30·31/32 + 70/72)/100', () => {
    const margins = new Float64Array(100)
    const calibrator = {
      kind: 'platt',
      curve: fitPlatt(
        margins,
        margins.map((_, i) => (i < 30 ? 1 : 0)),
      ),
    } as const
    expect(calibratedChance(calibrator, 0)).toBeCloseTo(((30 * 31) / 32 + 70 / 72) / 100, 6)
  })
  test('margins that rank backwards: level at the rate, for ranks are never turned', () => {
    expect(fitPlatt([3, 2, -2, -3], [0, 0, 1, 1])).toEqual({ slope: 0, intercept: 0 })
  })
})

describe('calibrator', () => {
  test('10 of each: Platt; 300 of each: isotonic; fewer: the model’s own chance', () => {
    const kind = (each: number): string =>
      fitCalibrator(
        Float64Array.from({ length: 2 * each }, (_, i) => i),
        Float64Array.from({ length: 2 * each }, (_, i) => i % 2),
      ).kind
    expect([kind(0), kind(9), kind(10), kind(300)]).toEqual(['none', 'none', 'platt', 'isotonic'])
  })
  test('never turns ranks and never leaves 0–1', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 5 }), margin, margin, (pairs, fewest, a, b) => {
        const calibrator = fitCalibrator(
          pairs.map((p) => p[0]),
          pairs.map((p) => p[1]),
          { fewestForPlatt: 1, fewestForIsotonic: fewest },
        )
        const low = calibratedChance(calibrator, Math.min(a, b))
        const high = calibratedChance(calibrator, Math.max(a, b))
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(high + 1e-12)
      }),
    )
  })
})
