import { expect, test } from 'vitest'
import { firstDirection, sortRows } from './table-column.ts'

const compare = (a: string, b: string) => a.localeCompare(b, 'uk')

test('3, null, 1, 2 sorts to 1, 2, 3, null and backwards to 3, 2, 1, null', () => {
  const rows = [3, null, 1, 2]
  expect(sortRows(rows, (row) => row, 'asc', compare)).toEqual([1, 2, 3, null])
  expect(sortRows(rows, (row) => row, 'desc', compare)).toEqual([3, 2, 1, null])
})

test('9 comes before 10 as numbers, and the rows given stay as they were', () => {
  const rows = [10, 9]
  expect(sortRows(rows, (row) => row, 'asc', compare)).toEqual([9, 10])
  expect(rows).toEqual([10, 9])
})

test('money opens with the largest, names with the first', () => {
  expect([firstDirection('money'), firstDirection('day'), firstDirection('text')]).toEqual(['desc', 'desc', 'asc'])
})
