import type { ViewState } from '../../../../src/domains/views/schema.ts'
import type { TableSort } from '../../kit/table-column.ts'
import { textOfSearch } from '../use-address.ts'
import { columnsOf, conditionsOf } from '../use-list.ts'

/**
 * What an address says of its list, in the form a view keeps it; the order is always told, so that a list that is in
 * its first order by itself and one that was put so are the same.
 */
export function stateOf(search: Record<string, unknown>, firstSort: TableSort): ViewState {
  const words = textOfSearch(search['q'])
  const sort = textOfSearch(search['sort'])
  const filter = conditionsOf(search['filter'])
  const columns = columnsOf(search['columns'])
  const pipeline = textOfSearch(search['pipeline'])
  const direction = search['direction'] === 'asc' ? 'asc' : 'desc'
  return {
    ...(words === null ? {} : { q: words }),
    ...(filter.length === 0 ? {} : { filter }),
    sort: sort ?? firstSort.column,
    direction: sort === null ? firstSort.direction : direction,
    ...(columns === null ? {} : { columns }),
    ...(search['view'] === 'board' ? { view: 'board' as const } : {}),
    ...(pipeline === null ? {} : { pipeline }),
  }
}

/** Whether two show the same. The database keeps keys in an order of its own. */
export const isSameState = (a: ViewState, b: ViewState): boolean => textOf(a) === textOf(b)

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
