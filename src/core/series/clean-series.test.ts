import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanSeries } from './clean-series.ts'

/** 100 and a wave of ±1 that never repeats exactly. */
const calm = Array.from({ length: 30 }, (_, t) => 100 + ((t * 7) % 5) / 2 - 1)
const clean = (values: ArrayLike<number>, season = 1): NonNullable<ReturnType<typeof cleanSeries>> => {
  const found = cleanSeries(values, season)
  if (found === null) throw new Error('nothing known')
  return found
}

describe('cleaning', () => {
  test('of a calm series does and says nothing; of nothing, null', () => {
    expect(clean(calm)).toEqual({ values: Float64Array.from(calm), changes: [] })
    expect(cleanSeries([NaN], 1)).toBeNull()
  })
  test('one value of 300 among hundreds is replaced by one near 100, and only it', () => {
    const spoilt = calm.with(12, 300)
    const { values, changes } = clean(spoilt)
    expect(changes).toEqual([{ kind: 'outlier_replaced', at: 12, seen: 300, used: values[12] }])
    expect(Math.abs(values[12]! - 100)).toBeLessThan(1.5)
    values.forEach((v, t) => t !== 12 && expect(v).toBe(spoilt[t]))
  })
  test('a level that falls to half and stays: the past is halved, by a ratio of about 0.5', () => {
    const { values, changes } = clean(calm.map((v, t) => (t < 15 ? v : v / 2)))
    expect(changes).toEqual([{ kind: 'level_moved', at: 15, by: expect.closeTo(0.5, 2), form: 'multiplied' }])
    values.forEach((v) => expect(Math.abs(v - 50)).toBeLessThan(2))
  })
  test('the newest value alone may be either: left, and said', () => {
    const spoilt = [...calm, 300]
    expect(clean(spoilt)).toEqual({
      values: Float64Array.from(spoilt),
      changes: [{ kind: 'left_undecided', at: 30, seen: 300 }],
    })
  })
  test('gaps: ·, 4, ·, 6 is 4, 5, 6, the front cut and the filling told', () => {
    expect(clean([NaN, 4, NaN, 6])).toEqual({
      values: Float64Array.of(4, 5, 6),
      changes: [
        { kind: 'front_cut', at: 1 },
        { kind: 'gap_filled', at: 2, used: 5 },
      ],
    })
  })
  test('a December that always doubles is a season and no outlier', () => {
    const yearly = Array.from({ length: 60 }, (_, t) => (t % 12 === 11 ? 200 : 100) + ((t * 7) % 5) / 2 - 1)
    expect(clean(yearly, 12).changes).toEqual([])
  })
  test('any series stays numbers, and a value nobody told of stays as it was', () => {
    const value = fc.oneof(fc.constantFrom(0, NaN, 1e308, -1e308, 5e-324), fc.double({ min: -100, max: 100 }))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), fc.constantFrom(1, 4, 12), (raw, season) => {
        const found = cleanSeries(raw, season)
        if (found === null) return
        const offset = raw.length - found.values.length
        const lastMove = Math.max(0, ...found.changes.map((c) => (c.kind === 'level_moved' ? c.at : 0)))
        const told = new Set(found.changes.map((c) => c.at))
        found.values.forEach((v, t) => {
          expect(Number.isFinite(v)).toBe(true)
          if (t + offset >= lastMove && !told.has(t + offset)) expect(v).toBe(raw[t + offset])
        })
      }),
      { numRuns: 1000 },
    )
  })
})
