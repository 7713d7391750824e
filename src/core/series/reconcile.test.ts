import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../stats/random.ts'
import { addUp, incoherence, type Hierarchy } from './hierarchy.ts'
import { reconcile } from './reconcile.ts'
import { shrunkCovariance, type ShrunkCovariance } from './shrunk-covariance.ts'

const pair: Hierarchy = { bottomCount: 2, aggregates: [Int32Array.of(0, 1)] }
const independent = (...variances: number[]): ShrunkCovariance => ({
  variances: Float64Array.from(variances),
  errors: new Float64Array(0),
  stepCount: 0,
  shrinkage: 1,
})
/** Two teams of two, and the company: 4 bottom series and 3 aggregates. */
const teams: Hierarchy = {
  bottomCount: 4,
  aggregates: [Int32Array.of(0, 1), Int32Array.of(2, 3), Int32Array.of(0, 1, 2, 3)],
}

describe('MinT', () => {
  test('3 + 4 against 10, trusted alike: the gap of 3 is shared in thirds, 4 + 5 = 9', () => {
    const got = reconcile(pair, [3, 4, 10], independent(1, 1, 1))
    ;[4, 5, 9].forEach((v, i) => expect(got[i]).toBeCloseTo(v, 9))
  })
  test('variances 1, 3 and 2: of the gap of 3, the first takes 1/6, the second 3/6, the total 2/6: 3.5 + 5.5 = 9', () => {
    const got = reconcile(pair, [3, 4, 10], independent(1, 3, 2))
    ;[3.5, 5.5, 9].forEach((v, i) => expect(got[i]).toBeCloseTo(v, 9))
  })
  test('1 + 5 against 0, all doubt in the first: it would fall to −5, is set to 0, and the total is 0 + 5 = 5', () => {
    const got = reconcile(pair, [1, 5, 0], independent(1, 1e-9, 1e-9))
    ;[0, 5, 5].forEach((v, i) => expect(got[i]).toBeCloseTo(v, 6))
  })
  test('two series that err as one, 1, −1, 1 … and twice that, are not shrunk; thirty of pure noise are, by over 0.7', () => {
    const wave = Array.from({ length: 40 }, (_, t) => (t % 2 === 0 ? 1 : -1))
    expect(shrunkCovariance([wave, wave.map((v) => 2 * v)]).shrinkage).toBeCloseTo(0, 9)
    const random = seededRandom(5)
    const noise = Array.from({ length: 30 }, () => Array.from({ length: 12 }, () => random() - 0.5))
    expect(shrunkCovariance(noise).shrinkage).toBeGreaterThan(0.7)
  })
  const value = fc.double({ min: -100, max: 100, noNaN: true })
  // In whole steps: errors that differ by 1e-13 of their size have a covariance of rounding alone, singular to the last digit.
  const errorValue = fc.integer({ min: -100, max: 100 })
  const errorRows = fc.array(fc.array(errorValue, { minLength: 5, maxLength: 5 }), { minLength: 7, maxLength: 7 })
  test('adds up, and leaves alone what adds up already', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 7, maxLength: 7 }), errorRows, (base, rows) => {
        const covariance = shrunkCovariance(rows.map((row, i) => row.map((v) => v + 1 + i)))
        const got = reconcile(teams, base, covariance)
        expect([...incoherence(teams, got)].every((gap) => Math.abs(gap) < 1e-9)).toBe(true)
        const again = reconcile(teams, got, covariance)
        again.forEach((v, i) => expect(v).toBeCloseTo(got[i]!, 6))
      }),
    )
  })
  test('equals S(S′W⁻¹S)⁻¹S′W⁻¹ŷ: the change is uncorrelated, in W⁻¹, with every forecast that adds up', () => {
    const random = seededRandom(11)
    const rows = Array.from({ length: 7 }, (_, i) => Array.from({ length: 9 }, () => (random() - 0.5) * (i + 1)))
    const covariance = shrunkCovariance(rows)
    const base = Float64Array.from({ length: 7 }, () => random() * 50 - 25)
    const got = reconcile(teams, base, covariance)
    const { variances, shrinkage } = covariance
    const w = rows.map((a, i) =>
      rows.map((b, j) => {
        const product = a.reduce((sum, v, t) => sum + (v * b[t]!) / 9, 0)
        return i === j ? variances[i]! * shrinkage + (1 - shrinkage) * product : (1 - shrinkage) * product
      }),
    )
    const change = solve(
      w,
      [...base].map((v, i) => v - got[i]!),
    )
    for (let b = 0; b < 4; b++) {
      const one = new Float64Array(7)
      one[b] = 1
      const column = addUp(teams, one)
      expect(change.reduce((sum, v, i) => sum + v * column[i]!, 0)).toBeCloseTo(0, 6)
    }
  })
})

/** Gaussian elimination, for a matrix small enough to check by. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k)
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = rows[i]![k]! / rows[k]![k]!
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!)
}
