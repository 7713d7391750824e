import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFormat } from '../i18n.tsx'
import { sortRows, type DataColumn, type RowSource, type TableSort } from './table-column.ts'

export type LoadedRows<Row> = {
  rows: readonly Row[]
  isLoading: boolean
  hasMore: boolean
  loadMore: () => void
  error: Error | null
  retry: () => void
}

const noPages = { kind: 'rows', rows: [] } as const

/** The rows of a table, whichever way they come. */
export function useRows<Row>(
  source: RowSource<Row>,
  columns: readonly DataColumn<Row>[],
  sort: TableSort | null,
): LoadedRows<Row> {
  const { compare } = useFormat()
  const pages = source.kind === 'pages' ? source : null
  const query = useInfiniteQuery({
    queryKey: pages ? [...pages.key, 'pages'] : ['no-pages'],
    enabled: pages !== null,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      pages ? pages.fetchPage(pageParam, signal) : Promise.resolve({ items: [], next_cursor: null }),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  })
  const given = source.kind === 'rows' ? source.rows : noPages.rows
  const sortBy = columns.find((column) => column.id === sort?.column)?.sortBy
  const rows = useMemo(() => {
    if (pages) return query.data?.pages.flatMap((page) => page.items) ?? []
    return sort && sortBy ? sortRows(given, sortBy, sort.direction, compare) : given
    // `pages` is a fresh object each render; only its kind matters here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pages === null, query.data, given, sort, sortBy, compare])

  return {
    rows,
    isLoading: pages !== null && query.isPending,
    hasMore: pages !== null && query.hasNextPage,
    loadMore: () => {
      if (!query.isFetchingNextPage && query.hasNextPage) void query.fetchNextPage()
    },
    error: pages ? query.error : null,
    retry: () => void query.refetch(),
  }
}
