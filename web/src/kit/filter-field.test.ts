import { expect, test } from 'vitest'
import { createFormat } from '../format.ts'
import { conditionWords, toMajor, toMinor, type FilterField } from './filter-field.ts'

const en = createFormat('en')
const t = (key: string): string => key
const close: FilterField = { id: 'close_on', label: 'Close date', type: 'day' }
const stage: FilterField = {
  id: 'stage_id',
  label: 'Stage',
  type: 'choice',
  options: [{ value: 'a', label: 'Prospecting' }],
}

test('a condition reads as a sentence', () => {
  expect(conditionWords(close, { field: 'close_on', op: 'gte', value: '2026-10-01' }, t, en)).toBe(
    'Close date filter.op.gte 1 Oct 2026',
  )
  expect(conditionWords(stage, { field: 'stage_id', op: 'in', value: ['a'] }, t, en)).toBe('Stage: Prospecting')
  expect(conditionWords(stage, { field: 'stage_id', op: 'is_empty' }, t, en)).toBe('Stage filter.op.is_empty')
})

test('1234.56 hryvnias are 123456 kopiykas and back; 1500 yen are 1500', () => {
  expect([toMinor(1234.56, 'UAH'), toMajor(123456, 'UAH'), toMinor(1500, 'JPY')]).toEqual([123456, 1234.56, 1500])
})
