import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auc } from './auc.ts'
import { brier } from './brier.ts'
import { calibrationTable, expectedCalibrationError } from './calibration-table.ts'
import { logLoss } from './log-loss.ts'

const said = fc.array(fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }), came: fc.constantFrom(0, 1) }), {
  maxLength: 60,
})

describe('Brier score and log loss', () => {
  test('0.8 and 0.4 said, 1 and 0 came: Brier (0.04 + 0.16)/2 = 0.1; log loss −(ln 0.8 + ln 0.6)/2', () => {
    expect(brier([0.8, 0.4], [1, 0])).toBeCloseTo(0.1, 12)
    expect(logLoss([0.8, 0.4], [1, 0])).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 12)
  })
  test('none have none; a wrong certainty costs much, but not infinity', () => {
    expect([brier([], []), logLoss([], [])]).toEqual([null, null])
    expect(logLoss([1], [0])).toBeGreaterThan(30)
    expect(logLoss([1], [0])).toBeLessThan(40)
  })
})

describe('AUC', () => {
  test('won 3 and 1, lost 2 and 1: pairs 3>2, 3>1, 1<2, 1=1 → 2.5/4', () => {
    expect(auc([3, 1, 2, 1], [1, 1, 0, 0])).toBe(0.625)
  })
  test('one outcome only has none', () => expect(auc([1, 2], [1, 1])).toBeNull())
  test('is the share of ordered pairs, a tie counting half', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 1))), (rows) => {
        const won = rows.filter((r) => r[1] === 1).map((r) => r[0])
        const lost = rows.filter((r) => r[1] === 0).map((r) => r[0])
        const pairs = won.flatMap((a) => lost.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
        const share = pairs.length === 0 ? null : pairs.reduce<number>((a, b) => a + b, 0) / pairs.length
        const found = auc(
          rows.map((r) => r[0]),
          rows.map((r) => r[1]),
        )
        if (share === null || found === null) expect(found).toBe(share)
        else expect(found).toBeCloseTo(share, 12)
      }),
    )
  })
})

describe('calibration table', () => {
  test('0.1, 0.3 said of two lost and 0.9 of one won, in 2 bins: ⅔·|0.2 − 0| + ⅓·|0.9 − 1| = 1/6', () => {
    const bins = calibrationTable([0.1, 0.3, 0.9], [0, 0, 1], 2)
    expect(bins.map((b) => [b.count, b.observedRatio])).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(bins[0]!.meanChance).toBeCloseTo(0.2, 12)
    expect(expectedCalibrationError(bins)).toBeCloseTo(1 / 6, 12)
  })
  test('of none there is no error', () => expect(expectedCalibrationError(calibrationTable([], []))).toBeNull())
  test('every row lies in one bin, and the error lies in 0–1', () => {
    fc.assert(
      fc.property(said, (rows) => {
        const bins = calibrationTable(
          rows.map((r) => r.chance),
          rows.map((r) => r.came),
        )
        expect(bins.reduce((sum, b) => sum + b.count, 0)).toBe(rows.length)
        for (const b of bins) expect(b.interval.low).toBeLessThanOrEqual(b.observedRatio + 1e-12)
        if (rows.length > 0) expect(expectedCalibrationError(bins)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
