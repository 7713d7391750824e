import { useQueries } from '@tanstack/react-query'
import { read } from '../api.ts'

export type Found = {
  noun: 'deals' | 'accounts' | 'people'
  items: { id: string; name: string; note?: string | undefined }[]
}

const shortest = 2
const limit = 5

/** Records whose names hold the words, a few of each kind. A kind that cannot be asked is left out, not an error. */
export function useFoundRecords(slug: string, query: string): Found[] {
  const search = query.trim()
  const enabled = search.length >= shortest
  const shared = { enabled, staleTime: 30_000, retry: false }
  const results = useQueries({
    queries: [
      {
        ...shared,
        queryKey: [slug, 'find', 'deals', search],
        queryFn: async ({ signal }): Promise<Found> => {
          const { items } = await read(slug, 'deals.list', { search, limit }, signal)
          return { noun: 'deals', items: items.map((deal) => ({ ...deal, note: deal.account_name ?? undefined })) }
        },
      },
      {
        ...shared,
        queryKey: [slug, 'find', 'accounts', search],
        queryFn: async ({ signal }): Promise<Found> => {
          const { items } = await read(slug, 'accounts.list', { search, limit }, signal)
          return { noun: 'accounts', items: items.map(({ id, name }) => ({ id, name })) }
        },
      },
      {
        ...shared,
        queryKey: [slug, 'find', 'people', search],
        queryFn: async ({ signal }): Promise<Found> => {
          const { items } = await read(slug, 'people.list', { search, limit }, signal)
          return { noun: 'people', items: items.map(({ id, name, title }) => ({ id, name, note: title ?? undefined })) }
        },
      },
    ],
  })
  return results.flatMap((result) => (enabled && result.data && result.data.items.length > 0 ? [result.data] : []))
}
