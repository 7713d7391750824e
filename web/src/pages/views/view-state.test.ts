import { expect, test } from 'vitest'
import { isSameState, stateOf } from './view-state.ts'

const first = { column: 'close_on', direction: 'desc' } as const

test('a list in its first order by itself and one that was put so are the same', () => {
  const put = stateOf({ sort: 'close_on', direction: 'desc' }, first)
  expect(isSameState(stateOf({}, first), put)).toBe(true)
  expect(isSameState(stateOf({ sort: 'close_on', direction: 'asc' }, first), put)).toBe(false)
})

test('what the address holds beside the list is no part of a view: the day looked at, the view itself', () => {
  expect(stateOf({ as_of: '2026-01-01', saved: 'x', view: 'board', q: 'Сонях' }, first)).toEqual({
    q: 'Сонях',
    sort: 'close_on',
    direction: 'desc',
    view: 'board',
  })
})

test('the order of columns counts, the order of keys does not', () => {
  const filter = [{ field: 'status', op: 'in' as const, value: ['open'] }]
  const stored = {
    filter: [{ op: 'in' as const, value: ['open'], field: 'status' }],
    columns: ['name', 'amount_minor'],
  }
  expect(isSameState(stored, { columns: ['name', 'amount_minor'], filter })).toBe(true)
  expect(isSameState(stored, { columns: ['amount_minor', 'name'], filter })).toBe(false)
})

test('a mistyped address gives a view that the server takes', () => {
  expect(stateOf({ q: 7, filter: 'x', columns: [1, 2], view: 'map', pipeline: {} }, first)).toEqual({
    sort: 'close_on',
    direction: 'desc',
  })
})
