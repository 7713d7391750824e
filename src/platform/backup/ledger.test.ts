import { expect, test } from 'vitest'
import { staleness } from './ledger.ts'

const at = (instant: string) => ({ at: instant, file: '/b' })
const now = '2026-11-23T12:00:00.000Z'

test('at noon of the 23rd: a backup of 10:00 the day before is 26 h old and good, one of 09:59 is too old', () => {
  const tried = at('2026-11-22T12:00:00.000Z')
  expect(staleness({ made: at('2026-11-22T10:00:00.000Z'), tried }, now)).toBeNull()
  expect(staleness({ made: at('2026-11-22T09:59:00.000Z'), tried }, now)).toBe('old')
  expect(staleness({ made: null, tried }, now)).toBe('never')
})

test('a trial of noon of the 15th is 8 days old and good, one a minute older is not; none at all is said first', () => {
  const made = at(now)
  expect(staleness({ made, tried: at('2026-11-15T12:00:00.000Z') }, now)).toBeNull()
  expect(staleness({ made, tried: at('2026-11-15T11:59:00.000Z') }, now)).toBe('trial_old')
  expect(staleness({ made, tried: null }, now)).toBe('untried')
})
