import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reachedOf } from './pace.ts'

test('target 900 in 90 days, 30 gone, 240 reached: attainment 24/90, expected 300, pace 0.8, 660 remain, 11 a day', () => {
  expect(reachedOf(900, 240, { gone: 30, all: 90 })).toEqual({
    attainment_ratio: 240 / 900,
    expected_value: 300,
    pace_ratio: 0.8,
    remaining_value: 660,
    remaining_per_day: 11,
  })
})

test('before the first day nothing is expected and there is no pace; after the last nothing is due per day', () => {
  expect(reachedOf(900, 0, { gone: 0, all: 90 })).toMatchObject({
    expected_value: 0,
    pace_ratio: null,
    remaining_per_day: 10,
  })
  expect(reachedOf(900, 1000, { gone: 90, all: 90 })).toMatchObject({
    pace_ratio: 1000 / 900,
    remaining_value: 0,
    remaining_per_day: null,
  })
})

test('a target of 0 has no attainment and no pace', () => {
  expect(reachedOf(0, 5, { gone: 3, all: 30 })).toMatchObject({
    attainment_ratio: null,
    pace_ratio: null,
    remaining_value: 0,
  })
})

test('whoever reaches what is expected each day has pace 1 and needs as much a day as before', () => {
  const days = fc
    .integer({ min: 2, max: 366 })
    .chain((all) => fc.tuple(fc.integer({ min: 1, max: all - 1 }), fc.constant(all)))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), days, (perDay, [gone, all]) => {
      const reached = reachedOf(perDay * all, perDay * gone, { gone, all })
      expect(reached.pace_ratio).toBeCloseTo(1, 9)
      expect(reached.remaining_per_day).toBeCloseTo(perDay, 3)
    }),
  )
})
