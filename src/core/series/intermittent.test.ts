import { describe, expect, test } from 'vitest'
import { aggregate, overBuckets } from './aggregation.ts'
import { crostonModel, intermittence, sbaModel, tsbModel, unlessIntermittent } from './intermittent.ts'
import { combinationModel } from './combination.ts'
import { naive2Model } from './naive2.ts'
import type { SeriesModel } from './series-model.ts'

function forecast(model: SeriesModel, values: ArrayLike<number>, season: number, horizon: number): number[] {
  const fit = model.fit(values, season)
  if (fit.kind === 'insufficient') throw new Error(fit.reason)
  return [...fit.predict(horizon)]
}

describe('intermittent demand', () => {
  test('0, 2, 0, 0, 4, 0: 3 steps a demand, CV² = 1/9: intermittent; 0, 0, 1, 0, 9: lumpy; 1, 2, 1: smooth; zeros: null', () => {
    expect(intermittence([0, 2, 0, 0, 4, 0])).toEqual({
      interval: 3,
      variation: expect.closeTo(1 / 9, 12),
      kind: 'intermittent',
    })
    expect(intermittence([0, 0, 1, 0, 9])?.kind).toBe('lumpy')
    expect(intermittence([1, 2, 1])?.kind).toBe('smooth')
    expect(intermittence([1, 1, 1, 20])?.kind).toBe('erratic')
    expect(intermittence([0, NaN, 0])).toBeNull()
  })
  test('Croston of 0, 2, 0, 0, 4, 0: size 2 + 0.1 · 2 = 2.2, interval 2 + 0.1 · 1 = 2.1: 1.0476; SBA 0.95 of it', () => {
    const values = [0, 2, 0, 0, 4, 0]
    expect(forecast(crostonModel, values, 1, 2)).toEqual([expect.closeTo(2.2 / 2.1, 12), expect.closeTo(2.2 / 2.1, 12)])
    expect(forecast(sbaModel, values, 1, 1)[0]).toBeCloseTo((0.95 * 2.2) / 2.1, 12)
  })
  test('TSB fades when demand stops, Croston does not', () => {
    const live = Array.from({ length: 30 }, (_, t) => (t % 3 === 0 ? 6 : 0))
    const dead = [...live, ...Array.from({ length: 30 }, () => 0)]
    expect(forecast(crostonModel, dead, 1, 1)).toEqual(forecast(crostonModel, live, 1, 1))
    expect(forecast(tsbModel, live, 1, 1)[0]).toBeGreaterThan(1.5)
    expect(forecast(tsbModel, dead, 1, 1)[0]).toBeLessThan(0.5)
  })
  test('a model steps aside for SBA where demand comes seldom, and only there', () => {
    const model = unlessIntermittent(combinationModel)
    const seldom = Array.from({ length: 40 }, (_, t) => (t % 4 === 0 ? 5 + (t % 3) : 0))
    const often = Array.from({ length: 40 }, (_, t) => 5 + (t % 3))
    expect(forecast(model, seldom, 1, 3)).toEqual(forecast(sbaModel, seldom, 1, 3))
    expect(forecast(model, often, 1, 3)).toEqual(forecast(combinationModel, often, 1, 3))
  })
})

describe('temporal aggregation', () => {
  test('9, 1, 2, 3, 4 by two is 3, 7; Naive by two then says 3.5 a step', () => {
    expect([...aggregate(Float64Array.of(9, 1, 2, 3, 4), 2)]).toEqual([3, 7])
    expect(forecast(overBuckets(naive2Model, 2), [9, 1, 2, 3, 4], 1, 3)).toEqual([3.5, 3.5, 3.5])
    expect(overBuckets(naive2Model, 9).fit([1, 2, 3], 1)).toEqual({ kind: 'insufficient', reason: 'too_few_values' })
  })
})

describe('weeks', () => {
  test('four years of weeks with a yearly season: the mean of four errs by less than half of the last value repeated', () => {
    const values = Array.from(
      { length: 52 * 5 },
      (_, t) => 100 + 30 * Math.sin((2 * Math.PI * t) / 52) + ((t * 7919) % 11) - 5,
    )
    const past = values.slice(0, 208)
    const miss = (f: readonly number[]): number => f.reduce((sum, v, h) => sum + Math.abs(v - values[208 + h]!), 0)
    const naive = Array.from({ length: 52 }, () => past[207]!)
    expect(miss(forecast(combinationModel, past, 52, 52))).toBeLessThan(miss(naive) / 2)
  })
})
