import { describe, expect, test } from 'vitest'
import { momentOf, windowsOf, type Moment } from './windows.ts'

const rules = { timeZone: 'Europe/Kyiv', fiscalYearStartMonth: 4, weekStart: 1 }
const at = (as_of: string): Moment => momentOf(as_of, '2030-01-01T00:00:00Z', rules)
const flow = { byTime: true, ofMoment: false, compare: undefined } as const
const days = (windows: ReturnType<typeof windowsOf>): string[] =>
  windows.map(({ side, period }) => `${side} ${period.from}…${period.to}`)

describe('the moment', () => {
  test('a day means its end in Kyiv: 31 March 2026 ends at 20:59:59.999999 UTC', () => {
    expect(at('2026-03-31')).toEqual({ at: '2026-03-31T20:59:59.999999Z', on: '2026-03-31' })
  })
  test('what has not come yet is as of now', () => {
    expect(momentOf('2031-01-01', '2030-01-01T00:00:00Z', rules)).toEqual({
      at: '2030-01-01T00:00:00Z',
      on: '2030-01-01',
    })
  })
})

describe('periods', () => {
  test('without one: the fiscal quarter of the day; by time its months', () => {
    expect(days(windowsOf(undefined, { ...flow, byTime: false }, at('2026-05-10'), rules))).toEqual([
      '0 2026-04-01…2026-07-01',
    ])
    expect(days(windowsOf(undefined, flow, at('2026-05-10'), rules))).toEqual([
      '0 2026-04-01…2026-05-01',
      '0 2026-05-01…2026-06-01',
      '0 2026-06-01…2026-07-01',
    ])
  })
  test('the last two fiscal years of a year that begins in April', () => {
    const windows = windowsOf({ granularity: 'year', count: 2 }, flow, at('2026-03-31'), rules)
    expect(days(windows)).toEqual(['0 2024-04-01…2025-04-01', '0 2025-04-01…2026-04-01'])
  })
  test('days given are cut at their ends: 28 January to 3 February by week', () => {
    const windows = windowsOf(
      { from: '2026-01-28', to: '2026-02-03', granularity: 'week' },
      flow,
      at('2026-05-10'),
      rules,
    )
    expect(days(windows)).toEqual(['0 2026-01-28…2026-02-02', '0 2026-02-02…2026-02-03'])
  })
  test('bounds are the zone’s midnights, in winter 22:00 and in summer 21:00 UTC', () => {
    const [window] = windowsOf(
      { from: '2026-01-01', to: '2026-04-01' },
      { ...flow, byTime: false },
      at('2026-05-10'),
      rules,
    )
    expect([window?.fromAt, window?.toAt]).toEqual(['2025-12-31T22:00:00Z', '2026-03-31T21:00:00Z'])
  })
  test('401 days by day are too many', () => {
    expect(() =>
      windowsOf({ from: '2025-01-01', to: '2026-02-06', granularity: 'day' }, flow, at('2026-05-10'), rules),
    ).toThrow(/too_many_periods/)
  })
})

describe('what a metric of a moment looks at', () => {
  const stock = { byTime: true, ofMoment: true, compare: undefined } as const
  test('by month the end of each month, the as-of moment in the current one, and no future month', () => {
    const windows = windowsOf(
      { from: '2026-04-01', to: '2026-07-01', granularity: 'month' },
      stock,
      at('2026-05-10'),
      rules,
    )
    expect(windows.map(({ pointOn }) => pointOn)).toEqual(['2026-04-30', '2026-05-10'])
  })
  test('without time only the as-of moment, whatever the period', () => {
    const windows = windowsOf(
      { from: '2020-01-01', to: '2021-01-01' },
      { ...stock, byTime: false },
      at('2026-05-10'),
      rules,
    )
    expect(windows.map(({ pointOn }) => pointOn)).toEqual(['2026-05-10'])
  })
})

describe('comparison', () => {
  const compared = (
    compare: 'previous_period' | 'same_period_last_year',
    period: Parameters<typeof windowsOf>[0],
    asOf = '2027-01-01',
  ) => days(windowsOf(period, { byTime: false, ofMoment: false, compare }, at(asOf), rules)).at(-1)
  test('whole months go back by months, other days by their number, a year by twelve months', () => {
    expect(compared('previous_period', { from: '2026-03-01', to: '2026-04-01' })).toBe('1 2026-02-01…2026-03-01')
    expect(compared('previous_period', { from: '2026-03-10', to: '2026-03-20' })).toBe('1 2026-02-28…2026-03-10')
    expect(compared('same_period_last_year', { from: '2026-03-01', to: '2026-04-01' })).toBe('1 2025-03-01…2025-04-01')
  })
  test('weeks of last year are 52 weeks back, the same weekday', () => {
    expect(compared('same_period_last_year', { granularity: 'week', count: 1 }, '2026-05-13')).toBe(
      '1 2025-05-12…2025-05-15',
    )
  })
})
