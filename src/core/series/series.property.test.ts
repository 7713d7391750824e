import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { aggregatedThetaModel } from './aggregated-theta.ts'
import { autoregressionModel } from './autoregression.ts'
import { conformalIntervals } from './conformal-interval.ts'
import { dampedTrendModel } from './damped-trend.ts'
import { dynamicThetaModel } from './dynamic-theta.ts'
import { etsModel } from './ets.ts'
import { sesModel } from './exponential-smoothing.ts'
import { overBuckets } from './aggregation.ts'
import { crostonModel, sbaModel, tsbModel, unlessIntermittent } from './intermittent.ts'
import { combinationModel } from './combination.ts'
import { naive2Model } from './naive2.ts'
import { poolErrors } from './pooled-errors.ts'
import { reconcile } from './reconcile.ts'
import { fitRegressed } from './regressed-model.ts'
import { shrunkCovariance } from './shrunk-covariance.ts'
import { thetaModel } from './theta.ts'

const combinedModels = [
  thetaModel,
  dynamicThetaModel,
  dampedTrendModel,
  etsModel,
  autoregressionModel,
  aggregatedThetaModel,
]
const base = [naive2Model, sesModel, ...combinedModels, combinationModel]
const seldom = [crostonModel, sbaModel, tsbModel, unlessIntermittent(naive2Model), overBuckets(thetaModel, 3)]
const models = [...base, ...seldom]

/** Whatever may come in: huge, tiny, negative, alike, missing, intermittent. */
const hostileValue = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, 1e-12, 1e15),
  fc.integer({ min: -20, max: 20 }),
  fc.double({ min: -1e6, max: 1e6 }),
)
const hostileSeries = fc.oneof(
  fc.array(hostileValue, { maxLength: 60 }),
  fc.array(fc.constantFrom(0, 0, 0, 3), { maxLength: 60 }),
  fc.array(fc.double({ min: 1, max: 2, noNaN: true }), { maxLength: 60 }),
  fc.array(fc.double({ noNaN: false }), { maxLength: 20 }),
)
const season = fc.constantFrom(1, 2, 4, 7, 12, 24, 52)

describe('any series', () => {
  test('has numbers for a forecast, as many as asked, or the answer that there is too little; never below zero if it never was', () => {
    fc.assert(
      fc.property(hostileSeries, season, fc.integer({ min: 0, max: 15 }), (values, steps, horizon) => {
        for (const model of models) {
          const fit = model.fit(values, steps)
          if (fit.kind === 'insufficient') continue
          const forecast = fit.predict(horizon)
          expect(forecast.length).toBe(horizon)
          for (const v of forecast) expect(Number.isFinite(v), model.id).toBe(true)
          if (values.every((v) => !Number.isFinite(v) || v >= 0))
            for (const v of forecast) expect(v, model.id).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: fuzzRuns(300) },
    )
  }, 3_600_000)
  test('with two known values is forecast by the combination, whatever else is missing', () => {
    fc.assert(
      fc.property(hostileSeries, season, (values, steps) => {
        const first = values.findIndex((v) => Number.isFinite(v))
        const isEnough = first >= 0 && values.length - first >= 2
        expect(combinationModel.fit(values, steps).kind).toBe(isEnough ? 'fit' : 'insufficient')
      }),
    )
  })
  test('of a constant is the constant', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.integer({ min: 4, max: 40 }), (v, n) => {
        for (const model of base) {
          const fit = model.fit(
            Array.from({ length: n }, () => v),
            12,
          )
          expect(fit.kind === 'fit' ? [...fit.predict(2)] : fit).toEqual([v, v])
        }
      }),
    )
  })
  const tame = fc.array(fc.double({ min: 50, max: 150, noNaN: true }), { minLength: 6, maxLength: 40 })
  test('counted in other units is forecast the same in those units', () => {
    fc.assert(
      fc.property(tame, fc.constantFrom(1024, 1 / 4096), (values, unit) => {
        const own = combinationModel.fit(values, 4)
        const other = combinationModel.fit(
          values.map((v) => v * unit),
          4,
        )
        if (own.kind === 'insufficient' || other.kind === 'insufficient') throw new Error('too little')
        const expected = own.predict(5)
        other.predict(5).forEach((v, h) => expect(v / unit).toBeCloseTo(expected[h]!, 6))
      }),
      { numRuns: 50 },
    )
  })
  test('has its 80 % interval inside its 95 % one, and its forecast inside both', () => {
    fc.assert(
      fc.property(fc.array(tame, { minLength: 20, maxLength: 25 }), (many) => {
        const series = many.map((values) => ({ values, season: 1 }))
        const errors = poolErrors(thetaModel, series, 2)
        for (const past of series) {
          const fit = thetaModel.fit(past.values, 1)
          if (fit.kind === 'insufficient') throw new Error('too little')
          const forecast = fit.predict(2)
          const narrow = conformalIntervals(forecast, past, errors, 0.8)
          const wide = conformalIntervals(forecast, past, errors, 0.95)
          forecast.forEach((v, h) => {
            const [inner, outer] = [narrow[h], wide[h]]
            if (!inner) return
            expect(inner.low <= v && v <= inner.high).toBe(true)
            if (outer) expect(outer.low <= inner.low && inner.high <= outer.high).toBe(true)
          })
        }
      }),
      { numRuns: 30 },
    )
  })
  test('beside any regressor has numbers for a forecast, or the answer that there is too little', () => {
    fc.assert(
      fc.property(hostileSeries, fc.array(hostileValue, { minLength: 65, maxLength: 65 }), (values, column) => {
        const regressor = { name: 'any', knownAt: () => column.map((v) => (Number.isFinite(v) ? v : 0)) }
        const fit = fitRegressed(sesModel, [regressor], values, { season: 4, horizon: 3 })
        if (fit.kind === 'fit') for (const v of fit.predict(3)) expect(Number.isFinite(v)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('any hierarchy', () => {
  const size = fc.oneof(fc.constantFrom(0, 1e12, -1e12, 1e-12), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  test('is reconciled to numbers that add up, whatever the errors were, none and all alike included', () => {
    const members = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(members, { minLength: 1, maxLength: 5 }),
        fc.array(size, { minLength: 11, maxLength: 11 }),
        fc.array(fc.array(size, { minLength: 4, maxLength: 4 }), { minLength: 11, maxLength: 11 }),
        fc.integer({ min: 0, max: 4 }),
        (groups, forecasts, rows, known) => {
          const hierarchy = { bottomCount: 6, aggregates: groups.map((g) => Int32Array.from(g)) }
          const count = 6 + groups.length
          const covariance = shrunkCovariance(rows.slice(0, count).map((row) => row.slice(0, known)))
          const got = reconcile(hierarchy, forecasts.slice(0, count), covariance)
          for (const v of got) expect(Number.isFinite(v)).toBe(true)
          groups.forEach((g, a) => expect(got[6 + a]).toBe(g.reduce((sum, b) => sum + got[b]!, 0)))
        },
      ),
      { numRuns: 1000 },
    )
  })
})
