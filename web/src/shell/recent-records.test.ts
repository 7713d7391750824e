import { expect, test } from 'vitest'
import { withRecent, type RecentRecord } from './recent-records.ts'

const deal = (id: string, name = id): RecentRecord => ({ noun: 'deals', id, name })

test('a record opened again comes to the front under its present name, once', () => {
  expect(withRecent([deal('a'), deal('b')], deal('b', 'B'))).toEqual([deal('b', 'B'), deal('a')])
})

test('six are kept: the seventh pushes the oldest out', () => {
  const six = ['f', 'e', 'd', 'c', 'b', 'a'].map((id) => deal(id))
  expect(withRecent(six, deal('g')).map(({ id }) => id)).toEqual(['g', 'f', 'e', 'd', 'c', 'b'])
})
