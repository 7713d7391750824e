import { expect, test } from 'vitest'
import { claimedTwice, type Column } from './import-draft.ts'

const column = (index: number, target: string | null): Column => ({
  column: index,
  name: `c${index}`,
  target,
  format: { type: 'text', date_order: null, decimal_mark: null },
})

test('two columns to one target are told, columns left out are not', () => {
  expect(claimedTwice([column(0, 'name'), column(1, 'name'), column(2, null), column(3, null)])).toEqual(['name'])
})
