import { expect, test } from 'vitest'
import { claimedTwice, movedStages, withKind, type Column, type Stage } from './import-draft.ts'

const stage = (value: string, position: number): Stage => ({ value, kind: 'open', position, probability_ratio: 0.5 })
const column = (index: number, target: string | null): Column => ({
  column: index,
  name: `c${index}`,
  target,
  format: { type: 'text', date_order: null, decimal_mark: null },
})

test('the third of A, B, C moved up gives A, C, B with places 0, 1, 2', () => {
  const moved = movedStages([stage('A', 0), stage('B', 1), stage('C', 5)], 2, -1)
  expect(moved.map(({ value, position }) => [value, position])).toEqual([
    ['A', 0],
    ['C', 1],
    ['B', 2],
  ])
})

test('a stage made won is certain, one made lost has no chance', () => {
  expect(withKind(stage('A', 0), 'won').probability_ratio).toBe(1)
  expect(withKind(stage('A', 0), 'lost').probability_ratio).toBe(0)
})

test('two columns to one target are told, columns left out are not', () => {
  expect(claimedTwice([column(0, 'name'), column(1, 'name'), column(2, null), column(3, null)])).toEqual(['name'])
})
