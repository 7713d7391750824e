import { expect, test } from 'vitest'
import { secondsLeft } from './progress-card.tsx'

test('250 of 1000 rows in 10 s leave 750 rows at 25 a second: 30 s', () => {
  expect(secondsLeft(250, 1000, 10)).toBe(30)
})

test('nothing done, nothing known or nothing left: no guess', () => {
  expect([secondsLeft(0, 1000, 10), secondsLeft(5, null, 10), secondsLeft(9, 9, 10), secondsLeft(1, 9, 1)]).toEqual([
    null,
    null,
    null,
    null,
  ])
})
