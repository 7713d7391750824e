import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaCdf, betaQuantile, logGamma, studentQuantile } from './beta-distribution.ts'
import { normalCdf, normalQuantile, zOfLevel } from './normal.ts'

/** Equal to so many parts of the expected value: absolute digits say nothing of a tail. */
const near = (actual: number, expected: number, relative = 1e-11): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected))

describe("normal distribution, R's pnorm and qnorm", () => {
  test('chances at −8, −1.5, 0.3 and 5.5', () => {
    near(normalCdf(-8), 6.22096057427e-16)
    near(normalCdf(-1.5), 6.68072012689e-2)
    near(normalCdf(0.3), 0.617911422189)
    near(normalCdf(5.5), 0.99999998101)
    expect(normalCdf(0)).toBe(0.5)
  })
  test('1.96 for 95 %; −0.5244 at 0.3; −6.36 at 1e−10; nothing before 0 and after 1', () => {
    near(zOfLevel(0.95), 1.959963984540054, 1e-14)
    near(normalQuantile(0.9), 1.281551565545)
    near(normalQuantile(0.3), -0.524400512708)
    near(normalQuantile(1e-10), -6.361340902404)
    expect(normalQuantile(0.5)).toBeCloseTo(0, 14)
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
  })
  test('where series and fraction meet, at 3, there is no step', () => {
    expect(normalCdf(3 + 1e-9) - normalCdf(3)).toBeCloseTo(1e-9 * 0.00443, 13)
    expect(normalCdf(-3) - normalCdf(-3 - 1e-9)).toBeCloseTo(1e-9 * 0.00443, 13)
  })
  test('quantile and chance undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-13)
      }),
    )
  })
})

describe("Beta and Student's t, R's lgamma, pbeta, qbeta and qt", () => {
  test('ln Γ(½) = ln √π; ln Γ(10) = ln 362,880; ln Γ(1,000,000)', () => {
    near(logGamma(0.5), Math.log(Math.PI) / 2)
    near(logGamma(10), Math.log(362_880))
    near(logGamma(1e6), 12_815_504.5691)
  })
  test('chances: Beta(2.5, 4) below 0.3 and Beta(1,234.5, 98,765.5) below 0.0123', () => {
    near(betaCdf(0.3, 2.5, 4), 0.352197585907)
    near(betaCdf(0.0123, 1234.5, 98_765.5), 0.452354513291, 1e-9)
    expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3)]).toEqual([0, 1])
  })
  test('quantiles: Beta(20.5, 80.5), Beta(½, 20.5), Beta(½, 1,000,000.5)', () => {
    near(betaQuantile(0.025, 20.5, 80.5), 0.130790415419)
    near(betaQuantile(0.975, 20.5, 80.5), 0.286279572827)
    near(betaQuantile(0.025, 0.5, 20.5), 2.42464784592e-5)
    near(betaQuantile(0.975, 0.5, 1e6 + 0.5), 2.51193931075e-6, 1e-8)
  })
  test('t at 0.975: 12.706 with 1 degree of freedom, 2.868 with 3.7, 1.95997 with a million', () => {
    near(studentQuantile(0.975, 1), 12.7062047362)
    near(studentQuantile(0.975, 3.7), 2.86752070719)
    near(studentQuantile(0.1, 3.7), -1.55756583886)
    near(studentQuantile(0.975, 1e6), 1.95996635681, 1e-8)
  })
  test('Beta quantile and chance undo each other', () => {
    const shape = fc.double({ min: 0.5, max: 500, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (p, a, b) => {
        expect(betaCdf(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 9)
      }),
    )
  })
})
