import { useQueryClient, type InfiniteData } from '@tanstack/react-query'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import type { Output } from '../../api.ts'
import { useSession } from '../../shell/session.tsx'

type Pages = InfiniteData<Output<'deals.list'>>

/** Finds a deal among the lists on screen, as it was read there: the version that the reader has seen. */
export function useLoadedDeal(): (id: string) => Deal | undefined {
  const client = useQueryClient()
  const { workspace } = useSession()
  return (id) =>
    client
      .getQueriesData<Pages>({ queryKey: [workspace.slug, 'deals.list'] })
      .flatMap(([, data]) => (data && 'pages' in data ? data.pages.flatMap((page) => page.items) : []))
      .find((deal) => deal.id === id)
}
