import { useRead } from './use-read.ts'

/** The last day on which a deal was closed: where old data is best looked at. Null while unknown. */
export function useLastDay(isWanted: boolean): string | null {
  const { data } = useRead(
    'deals.list',
    { filter: [{ field: 'closed_on', op: 'is_not_empty' }], sort: 'closed_on', direction: 'desc', limit: 1 },
    { enabled: isWanted },
  )
  return data?.items[0]?.closed_on ?? null
}
