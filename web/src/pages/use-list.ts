import type { FilterCondition, FilterOperator } from '../kit/filter-field.ts'
import type { ColumnChoice, TableSort } from '../kit/table-column.ts'
import { textOfSearch, useAddress } from './use-address.ts'

const operators: readonly FilterOperator[] = ['eq', 'in', 'lte', 'gte', 'contains', 'is_empty', 'is_not_empty']

export type List = {
  filter: FilterCondition[]
  setFilter: (filter: FilterCondition[]) => void
  words: string
  setWords: (words: string) => void
  sort: TableSort
  setSort: (sort: TableSort) => void
  asOf: string | null
  /** Columns that the address names: a view's, or what became of them. Without a view they are the reader's own. */
  columns: ColumnChoice
}

/** What a list shows, kept in the address. */
export function useList(firstSort: TableSort): List {
  const { search, change } = useAddress()
  const column = textOfSearch(search['sort'])
  const columns = columnsOf(search['columns'])
  const isInView = columns !== null || textOfSearch(search['saved']) !== null
  return {
    filter: conditionsOf(search['filter']),
    setFilter: (filter) => change({ filter: filter.length > 0 ? filter : null }),
    words: textOfSearch(search['q']) ?? '',
    setWords: (words) => change({ q: words.trim() === '' ? null : words }),
    sort: column === null ? firstSort : { column, direction: search['direction'] === 'asc' ? 'asc' : 'desc' },
    setSort: (sort) => change({ sort: sort.column, direction: sort.direction }),
    asOf: textOfSearch(search['as_of']),
    columns: { ids: columns, onChange: isInView ? (ids) => change({ columns: ids }) : null },
  }
}

/** A mistyped filter in an address is no filter. */
export function conditionsOf(value: unknown): FilterCondition[] {
  return Array.isArray(value) ? value.filter(isCondition) : []
}

/** Ids of columns in their order; null when the address names none. */
export function columnsOf(value: unknown): string[] | null {
  const ids = Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : []
  return ids.length > 0 ? ids : null
}

const isCondition = (value: unknown): value is FilterCondition =>
  typeof value === 'object' &&
  value !== null &&
  'field' in value &&
  typeof value.field === 'string' &&
  'op' in value &&
  operators.some((op) => op === value.op)

/** Which records a list is about. */
export const narrowingOf = (list: List) => ({
  filter: list.filter,
  ...(list.words === '' ? {} : { search: list.words }),
  ...(list.asOf === null ? {} : { as_of: list.asOf }),
})

/** The part of a list's question that all lists share. */
export const questionOf = (list: List, cursor: string | null) => ({
  ...narrowingOf(list),
  sort: list.sort.column,
  direction: list.sort.direction,
  limit: 100,
  ...(cursor === null ? {} : { cursor }),
})
