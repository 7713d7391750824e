import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aalenJohansen, incidenceAt } from './aalen-johansen.ts'
import { kaplanMeier, survivalAt, survivalQuantile } from './kaplan-meier.ts'

/** Weeks in remission under 6-MP, 0: still so (Freireich et al. 1963, the textbook example of the method). */
const weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
const ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]

/** Ten deals, days until won (1), lost (2), or still open (0). */
const days = [1, 2, 2, 3, 4, 4, 5, 6, 7, 8]
const outcomes = [1, 2, 0, 1, 1, 2, 0, 1, 2, 0]

const rounded = (values: (number | undefined)[], digits: number): number[] =>
  values.map((value) => Number(value!.toFixed(digits)))
const observations = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 60,
})

describe('Kaplan–Meier', () => {
  const curve = kaplanMeier(weeks, ended)
  test('6-MP: 18/21 at 6, × 16/17 at 7, × 14/15 at 10 …: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448', () => {
    expect(curve.map((point) => [point.time, point.atRisk, point.ended])).toEqual([
      [6, 21, 3],
      [7, 17, 1],
      [10, 15, 1],
      [13, 12, 1],
      [16, 11, 1],
      [22, 7, 1],
      [23, 6, 1],
    ])
    expect(curve[1]!.survival).toBeCloseTo((18 / 21) * (16 / 17), 12)
    const survival = curve.map((point) => point.survival)
    expect(rounded(survival, 3)).toEqual([0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448])
  })
  test("6-MP: Greenwood's errors as published, 0.0764 … 0.1346", () => {
    const errors = curve.map((point) => point.standardError)
    expect(rounded(errors, 4)).toEqual([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346])
  })
  test('6-MP: the log-log band as R survival 3.5-3, 0.6197–0.9516 at 6 … 0.1881–0.6801 at 23; at 80 % 0.7238–0.9291', () => {
    const low = curve.map((point) => point.band?.low)
    const high = curve.map((point) => point.band?.high)
    expect(rounded(low, 6)).toEqual([0.619718, 0.563147, 0.5032, 0.43161, 0.367511, 0.267779, 0.188052])
    expect(rounded(high, 6)).toEqual([0.951552, 0.922809, 0.889362, 0.849066, 0.804912, 0.746791, 0.680143])
    const narrow = kaplanMeier(weeks, ended, 0.8)[0]!.band
    expect(rounded([narrow?.low, narrow?.high], 6)).toEqual([0.72376, 0.929136])
  })
  test('6-MP: median 23 weeks, at least 13, no upper end; first quarter 13 (6–22), as R; 60 % was not reached, its band from 16', () => {
    expect(survivalQuantile(curve, 0.5)).toEqual({ value: 23, low: 13, high: null })
    expect(survivalQuantile(curve, 0.25)).toEqual({ value: 13, low: 6, high: 22 })
    expect(survivalQuantile(curve, 0.6)).toEqual({ value: null, low: 16, high: null })
  })
  test('read between its steps: all at 5, 0.857 at 6.5', () => {
    expect(survivalAt(curve, 5)).toBe(1)
    expect(survivalAt(curve, 6.5)).toBeCloseTo(18 / 21, 12)
  })
  test('with nothing ended, or nothing at all, there is no curve', () => {
    expect(kaplanMeier([1, 2], [0, 0])).toEqual([])
    expect(kaplanMeier([], [])).toEqual([])
    expect(survivalQuantile([], 0.5)).toEqual({ value: null, low: null, high: null })
  })
  test('when all have ended it is 0, without a band', () => {
    expect(kaplanMeier([1, 2], [1, 1])).toMatchObject([
      { survival: 0.5, band: {} },
      { survival: 0, standardError: 0, band: null },
    ])
  })
  test('without censoring it is the share of longer durations', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), fc.nat(20), (list, time) => {
        const all = kaplanMeier(
          list,
          list.map(() => 1),
        )
        expect(survivalAt(all, time)).toBeCloseTo(list.filter((value) => value > time).length / list.length, 10)
      }),
    )
  })
  test('never rises, never leaves its band, wider bands hold narrower ones, the order of cases changes nothing', () => {
    fc.assert(
      fc.property(observations, (list) => {
        const of = (cases: [number, number][], level: number) =>
          kaplanMeier(
            cases.map(([time]) => time),
            cases.map(([, cause]) => cause),
            level,
          )
        const [wide, narrow] = [of(list, 0.95), of(list, 0.8)]
        let before = 1
        wide.forEach(({ survival, band }, i) => {
          expect(survival).toBeLessThan(before)
          before = survival
          const inner = narrow[i]!.band
          expect(inner === null).toBe(band === null)
          if (band === null || inner === null) return
          expect(0 <= band.low && band.low < inner.low && inner.low < survival).toBe(true)
          expect(survival < inner.high && inner.high < band.high && band.high <= 1).toBe(true)
        })
        expect(of(list.toReversed(), 0.95)).toEqual(wide)
      }),
    )
  })
})

describe('Aalen–Johansen', () => {
  const [won, lost] = aalenJohansen(days, outcomes, 2) as [
    ReturnType<typeof aalenJohansen>[0],
    ReturnType<typeof aalenJohansen>[0],
  ]
  test('won: 1/10, + 0.8 × 1/7 at 3, + 0.6857 × 1/6 at 4, + 0.4571 × 1/3 at 6; lost: 1/10 at 2 … 0.3667 at 7', () => {
    expect(won.map((point) => point.time)).toEqual([1, 2, 3, 4, 6, 7])
    const wins = [0.1, 0.1, 0.1 + 0.8 / 7, 0.1 + 0.8 / 7 + (0.8 * 6) / 7 / 6]
    wins.forEach((incidence, i) => expect(won[i]!.incidence).toBeCloseTo(incidence, 12))
    expect(incidenceAt(won, 6.5)).toBeCloseTo(0.480952380952, 11)
    expect(incidenceAt(lost, 100)).toBeCloseTo(0.366666666667, 11)
    expect(incidenceAt(lost, 1)).toBe(0)
  })
  test('errors and log-log band as R survival 3.5-3: won at 6 ± 0.1780, 0.1392–0.7621; lost at 7 ± 0.1721, 0.0812–0.6697', () => {
    const errors = won.map((point) => point.standardError)
    expect(rounded(errors, 10)).toEqual([
      0.0948683298, 0.0948683298, 0.1350412959, 0.1561844615, 0.1780010543, 0.1780010543,
    ])
    expect(lost[0]).toMatchObject({ incidence: 0, standardError: 0, band: null })
    expect(lost.at(-1)!.standardError).toBeCloseTo(0.1721391797451, 10)
    const band = [won.at(-1)!.band?.low, won.at(-1)!.band?.high, lost.at(-1)!.band?.low, lost.at(-1)!.band?.high]
    expect(rounded(band, 10)).toEqual([0.1391946976, 0.7620655566, 0.0812415713, 0.6696571267])
  })
  test('the shares of all causes and the Kaplan–Meier share make 1 at every time', () => {
    fc.assert(
      fc.property(observations, (list) => {
        const [times, causes] = [list.map(([time]) => time), list.map(([, cause]) => cause)]
        const curves = aalenJohansen(times, causes, 3)
        kaplanMeier(times, causes).forEach((point, i) => {
          const all = curves.reduce((sum, curve) => sum + curve[i]!.incidence, point.survival)
          expect(all).toBeCloseTo(1, 12)
          for (const curve of curves) expect(Number.isFinite(curve[i]!.standardError)).toBe(true)
        })
      }),
    )
  })
  test("with one cause it is one minus Kaplan–Meier, and its error is Greenwood's", () => {
    fc.assert(
      fc.property(observations, (list) => {
        const [times, causes] = [list.map(([time]) => time), list.map(([, cause]) => Math.min(1, cause))]
        const [only] = aalenJohansen(times, causes, 1)
        kaplanMeier(times, causes).forEach((point, i) => {
          expect(only![i]!.incidence).toBeCloseTo(1 - point.survival, 12)
          expect(only![i]!.standardError ** 2).toBeCloseTo(point.standardError ** 2, 12)
        })
      }),
    )
  })
})
