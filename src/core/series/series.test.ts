import { describe, expect, test } from 'vitest'
import { aggregatedThetaModel } from './aggregated-theta.ts'
import { autoregressionModel } from './autoregression.ts'
import { burg } from './burg.ts'
import { conformalIntervals } from './conformal-interval.ts'
import { decompose } from './decomposition.ts'
import { dampedTrendModel } from './damped-trend.ts'
import { dynamicThetaModel } from './dynamic-theta.ts'
import { errorScale } from './error-scale.ts'
import { etsModel } from './ets.ts'
import { etsFilter } from './ets-filter.ts'
import { sesModel, smoothLevel } from './exponential-smoothing.ts'
import { lineSearch } from './line-search.ts'
import { combinationModel } from './combination.ts'
import { fillGaps } from './missing.ts'
import { naive2Model } from './naive2.ts'
import { nelderMead } from './nelder-mead.ts'
import { poolErrors } from './pooled-errors.ts'
import { rollOrigins, scoreOrigins } from './rolling-origin.ts'
import { shrinkIndices } from './seasonal-shrinkage.ts'
import { isSeasonal } from './seasonality-test.ts'
import type { SeriesModel } from './series-model.ts'
import { thetaModel } from './theta.ts'

/** International airline passengers in thousands, 1949–1956 and 1957 (Box & Jenkins 1976, series G). */
const passengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114,
  140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191,
  172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259,
  229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405,
  355, 306, 271, 306,
]
const nextYear = [315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336]

function forecast(model: SeriesModel, values: ArrayLike<number>, season: number, horizon: number): number[] {
  const fit = model.fit(values, season)
  if (fit.kind === 'insufficient') throw new Error(fit.reason)
  return [...fit.predict(horizon)]
}

describe('optimisers', () => {
  test('Nelder–Mead finds (1, 1) in Rosenbrock’s valley from (−1.2, 1)', () => {
    const valley = (x: Float64Array): number => 100 * (x[1]! - x[0]! ** 2) ** 2 + (1 - x[0]!) ** 2
    const found = nelderMead(valley, [-1.2, 1], [0.5, 0.5], { maxEvaluations: 500, tolerance: 1e-12 })
    expect(found.at[0]).toBeCloseTo(1, 3)
    expect(found.at[1]).toBeCloseTo(1, 3)
  })
  test('the line search takes the deeper of two dips: (x − 0.8)² − 0.1 and not (x − 0.2)²', () => {
    expect(lineSearch((x) => Math.min((x - 0.2) ** 2, (x - 0.8) ** 2 - 0.1), 0, 1)).toBeCloseTo(0.8, 2)
  })
})

describe('season', () => {
  test('quarters 8, 10, 12, 10 on a level of 10 have indices 0.8, 1, 1.2, 1 and an even adjusted series', () => {
    const values = Float64Array.from({ length: 20 }, (_, t) => [8, 10, 12, 10][t % 4]!)
    const { indices, adjusted } = decompose(values, 4, 'multiplicative')
    ;[0.8, 1, 1.2, 1].forEach((index, i) => expect(indices[i]).toBeCloseTo(index, 12))
    adjusted.forEach((v) => expect(v).toBeCloseTo(10, 12))
    expect(isSeasonal(values, 4)).toBe(true)
    expect(isSeasonal(values, 3)).toBe(false)
    expect(isSeasonal(values.subarray(0, 8), 4)).toBe(false)
  })
  test('shrinkage, by hand: means 1, 2, 3, 6 (spread 14/3), error of a mean 3/4 · 4/8: W = ⅓ · 0.375 / (14/3) = 3/112', () => {
    const shrunk = shrinkIndices(
      [
        [0.5, 1.5],
        [2, 2],
        [2.5, 3.5],
        [5, 7],
      ],
      1,
    )
    ;[1, 2, 3, 6].forEach((mean, i) => expect(shrunk[i]).toBeCloseTo(mean + (3 / 112) * (3 - mean), 12))
  })
})

describe('gaps', () => {
  test('·, 1, ·, ·, 4, · is 1, 2, 3, 4, 4; nothing known is null', () => {
    expect([...fillGaps([NaN, 1, NaN, Infinity, 4, NaN])!]).toEqual([1, 2, 3, 4, 4])
    expect(fillGaps([NaN, NaN])).toBeNull()
  })
})

describe('models', () => {
  test('smoothing 3, 5, 4, 6, 5, 7: no other α and starting level of a grid has a smaller Σe²', () => {
    const values = Float64Array.of(3, 5, 4, 6, 5, 7)
    const { alpha } = smoothLevel(values)
    const squares = (a: number, start: number): number => {
      let level = start
      let sum = 0
      for (const v of values) {
        sum += (v - level) ** 2
        level += a * (v - level)
      }
      return sum
    }
    const best = smoothLevel(values)
    for (const a of [0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
      for (const start of [3, 3.5, 4, 4.5, 5])
        expect(squares(alpha, best.startLevel)).toBeLessThanOrEqual(squares(a, start) + 1e-6)
  })
  test('the filter by hand: values 2, 3 from level 1, α ½: errors 1 and 1.5, n·log Σe² = 2 log 3.25, level 2.25', () => {
    const state = { level: 0, slope: 0, seasonal: new Float64Array(0) }
    const pass = {
      values: Float64Array.of(2, 3),
      form: { error: 'A', trend: 'N', season: 'N' } as const,
      startSeasonal: new Float64Array(0),
      state,
    }
    expect(etsFilter(pass, Float64Array.of(0.5, 0, 0, 0.9, 1, 0))).toBeCloseTo(2 * Math.log(3.25), 12)
    expect(state.level).toBe(2.25)
  })
  test('Theta of a straight line 1, 2 … 20 goes on with half its slope: 20 + …, each ½ above the last', () => {
    const values = Array.from({ length: 20 }, (_, t) => t + 1)
    const f = forecast(thetaModel, values, 1, 3)
    expect(f[1]! - f[0]!).toBeCloseTo(0.5, 9)
    expect(f[0]).toBeGreaterThan(20)
    expect(f[0]).toBeLessThan(21.01)
  })
  test('a straight line goes on: ETS and dynamic Theta say about 21 and 23 after 1 … 20', () => {
    const values = Array.from({ length: 20 }, (_, t) => t + 1)
    const ets = forecast(etsModel, values, 1, 3)
    expect(ets[0]).toBeCloseTo(21, 1)
    expect(ets[2]).toBeCloseTo(23, 1)
    expect(forecast(dynamicThetaModel, values, 1, 1)[0]).toBeCloseTo(21, 0)
  })
  test('Naive 2 of a season without noise repeats it', () => {
    const values = Array.from({ length: 24 }, (_, t) => [8, 10, 12, 10][t % 4]!)
    forecast(naive2Model, values, 4, 5).forEach((v, h) => expect(v).toBeCloseTo([8, 10, 12, 10, 8][h]!, 9))
  })
  test('airline passengers 1957: the combination errs by under 6 % a month on average, last year repeated by 11 %', () => {
    const f = forecast(combinationModel, passengers, 12, 12)
    const errors = f.map((v, h) => Math.abs(v / nextYear[h]! - 1))
    const repeated = nextYear.map((v, h) => Math.abs(passengers[84 + h]! / v - 1))
    const mean = (of: number[]): number => of.reduce((a, b) => a + b, 0) / of.length
    expect(mean(repeated)).toBeCloseTo(0.11, 2)
    expect(mean(errors)).toBeLessThan(0.06)
  })
  test('ten values: the mean of three models; two: smoothing; none: insufficient', () => {
    const values = [5, 7, 6, 8, 9, 8, 10, 11, 10, 12]
    const three = [dynamicThetaModel, dampedTrendModel, autoregressionModel].map((model) =>
      forecast(model, values, 1, 2),
    )
    expect(forecast(combinationModel, values, 1, 2)[1]).toBeCloseTo(three.reduce((sum, one) => sum + one[1]!, 0) / 3, 9)
    expect(forecast(combinationModel, [4, 6], 1, 1)).toEqual(forecast(sesModel, [4, 6], 1, 1))
    expect(combinationModel.fit([NaN], 12)).toEqual({ kind: 'insufficient', reason: 'no_values' })
    expect(combinationModel.fit([3], 12)).toEqual({ kind: 'insufficient', reason: 'too_few_values' })
  })
})

describe('autoregression', () => {
  test('Burg, by hand: 1, 2, −1: k₁ = 2 · (2 − 2) / (1 + 4 + 4 + 1) = 0; 2, 1, 1: k₁ = 2 · 3 / 7, variance 2 · (1 − 36/49)', () => {
    expect(burg(Float64Array.of(1, 2, -1), 1)[1]).toEqual({ coefficients: Float64Array.of(0), variance: 2 })
    const [, first] = burg(Float64Array.of(2, 1, 1), 1)
    expect(first!.coefficients[0]).toBeCloseTo(6 / 7, 12)
    expect(first!.variance).toBeCloseTo(2 * (1 - 36 / 49), 12)
  })
  test('Burg finds the two coefficients of a long wave: x_t = 2 cos(π/6) x_{t−1} − x_{t−2}', () => {
    const wave = Float64Array.from({ length: 600 }, (_, t) => Math.cos((Math.PI / 6) * t + 0.3))
    const { coefficients } = burg(wave, 2)[2]!
    expect(coefficients[0]).toBeCloseTo(Math.sqrt(3), 2)
    expect(coefficients[1]).toBeCloseTo(-1, 2)
  })
  test('changes that swing +3, −1 go on swinging, where smoothing sees a level; a steady climb of 2 goes on', () => {
    const swinging = Array.from({ length: 40 }, (_, t) => 2 * Math.floor((t + 1) / 2) + (t % 2))
    forecast(autoregressionModel, swinging, 1, 4).forEach((v, h) => {
      const t = 40 + h
      expect(Math.abs(v - (2 * Math.floor((t + 1) / 2) + (t % 2)))).toBeLessThan(0.5)
    })
    expect(forecast(autoregressionModel, [1, 3, 5, 7, 9, 11], 1, 3)).toEqual(
      [13, 15, 17].map((v) => expect.closeTo(v, 9)),
    )
  })
})

describe('aggregation levels', () => {
  test('a straight line stays one: every level says the same, so the mean does', () => {
    const line = Array.from({ length: 48 }, (_, t) => 100 + 2 * t)
    const plain = forecast(aggregatedThetaModel, line, 12, 6)
    plain.forEach((v, h) => expect(Math.abs(v - (100 + 2 * (48 + h)))).toBeLessThan(1))
  })
  test('five values leave no level but their own: dynamic Theta itself', () => {
    const few = [4, 7, 6, 9, 8]
    expect(forecast(aggregatedThetaModel, few, 1, 3)).toEqual(
      forecast(dynamicThetaModel, few, 1, 3).map((v) => expect.closeTo(v, 9)),
    )
  })
})

describe('intervals', () => {
  const zigzag = { values: [4, 6, 4, 6, 4, 6], season: 1 }
  test('the pool, by hand: 1, 2, 3, 4, 5, 9 in thirds: Naive 2 says 5, misses by 4; said 4 twice, misses by 1 and 5, on a scale of 1', () => {
    const errors = poolErrors(naive2Model, [{ values: [1, 2, 3, 4, 5, 9], season: 1 }], 6)
    expect(errors.map((e) => [...e])).toEqual([[1, 4], [5], [], [], [], []])
  })
  test('forecast 5 ± q · 2: of errors 0.1, 0.2 … 1.9 the 16th is the 80 % half-width: 5 ± 3.2', () => {
    const errors = [Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 10)]
    const [interval] = conformalIntervals([5], zigzag, errors, 0.8)
    expect(interval!.low).toBeCloseTo(1.8, 12)
    expect(interval!.high).toBeCloseTo(8.2, 12)
    const [wider] = conformalIntervals([5], zigzag, errors, 0.95)
    expect(wider).toEqual({ low: expect.closeTo(1.2, 12), high: expect.closeTo(8.8, 12) })
    expect(conformalIntervals([5], zigzag, errors, 0.99)).toEqual([null])
  })
  test('a later step is never narrower; a constant has no scale and no interval', () => {
    const pool = [Float64Array.of(3, 3, 3, 3), Float64Array.of(1, 1, 1, 1)]
    expect(conformalIntervals([50, 50], zigzag, pool, 0.8)[1]).toEqual({ low: 44, high: 56 })
    expect(errorScale([7, 7, 7], 1)).toBeNull()
    expect(conformalIntervals([7], { values: [7, 7, 7], season: 1 }, pool, 0.8)).toEqual([null])
  })
})

describe('rolling origins', () => {
  const series = { values: [1, 2, 3, 5, 8, 13], season: 1 }
  const settings = { horizon: 2, firstOrigin: 3, stepCount: 1 }
  test('1, 2, 3, 5, 8, 13 by Naive, two steps from 3 and 4: errors 2, 5 on 1 and 3, 8 on 4/3: MASE (3.5 + 4.125)/2', () => {
    const origins = [...rollOrigins(naive2Model, series, settings)]
    expect(origins.map((o) => o!.origin)).toEqual([3, 4])
    const score = scoreOrigins(origins)
    expect(score.originCount).toBe(2)
    expect(score.mase).toBeCloseTo((3.5 + 5.5 / (4 / 3)) / 2, 12)
    expect(score.bias).toBeCloseTo(-18 / 34, 12)
  })
  test('a later value changes no earlier origin; too little everywhere scores null', () => {
    const [first] = rollOrigins(combinationModel, { values: passengers, season: 12 }, { ...settings, firstOrigin: 60 })
    const changed = passengers.map((v, t) => (t < 60 ? v : 0))
    const [again] = rollOrigins(combinationModel, { values: changed, season: 12 }, { ...settings, firstOrigin: 60 })
    expect(again!.forecast).toEqual(first!.forecast)
    expect(scoreOrigins(rollOrigins(etsModel, series, settings)).originCount).toBe(1)
    expect(scoreOrigins([null])).toEqual({ originCount: 0, mase: null, smape: null, bias: null })
  })
})
