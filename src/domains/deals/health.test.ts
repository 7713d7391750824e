import { expect, test } from 'vitest'
import { reasonsOf, type Signs } from './health.ts'

const healthy: Signs = {
  overdue_days: -10,
  has_next_step: true,
  quiet_days: 3,
  push_count: 1,
  stage_days: 8,
  stage_usual_days: 9,
  cut_ratio: null,
}
const kinds = (more: Partial<Signs>): string[] => reasonsOf({ ...healthy, ...more }).map(({ kind }) => kind)

test('a deal that goes as deals go gives no reason; one sign over its line gives one, with its size', () => {
  expect(reasonsOf(healthy)).toEqual([])
  expect(reasonsOf({ ...healthy, overdue_days: 4 })).toEqual([{ kind: 'close_overdue', size: 4, usual: null }])
  expect(reasonsOf({ ...healthy, stage_days: 30 })).toEqual([{ kind: 'long_in_stage', size: 30, usual: 9 }])
  expect(reasonsOf({ ...healthy, cut_ratio: 0.25 })).toEqual([{ kind: 'amount_cut', size: 0.25, usual: null }])
})

test('the lines: closing today is not late, 20 days are not quiet and 21 are, one push is none and two are', () => {
  expect(kinds({ overdue_days: 0 })).toEqual([])
  expect([kinds({ quiet_days: 20 }), kinds({ quiet_days: 21 })]).toEqual([[], ['quiet']])
  expect([kinds({ push_count: 1 }), kinds({ push_count: 2 })]).toEqual([[], ['pushed']])
  expect([kinds({ cut_ratio: 0.09 }), kinds({ cut_ratio: 0.1 })]).toEqual([[], ['amount_cut']])
})

test('without history to hold it against, no stay is too long', () => {
  expect(kinds({ stage_days: 900, stage_usual_days: null })).toEqual([])
  expect(kinds({ stage_days: null })).toEqual([])
})

test('several reasons stand with the gravest first', () => {
  expect(kinds({ overdue_days: 1, has_next_step: false, quiet_days: 60, push_count: 3 })).toEqual([
    'close_overdue',
    'pushed',
    'quiet',
    'no_next_step',
  ])
  expect(kinds({ overdue_days: null })).toEqual(['no_close_date'])
})
