import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { View, ViewState } from '../../../../src/domains/views/schema.ts'
import { write } from '../../api.ts'
import { useProblemWords } from '../../kit/error-state.tsx'
import type { TableSort } from '../../kit/table-column.ts'
import { storedColumns } from '../../kit/use-column-layout.ts'
import { problemOfThrown } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import { textOfSearch, useAddress, useGo } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { isSameState, stateOf } from './view-state.ts'

export type ViewPage = View['page']

export type Views = {
  all: readonly View[]
  /** The one whose name the address holds, if the reader may see it. */
  open: View | null
  /** What is seen differs from what the open view keeps; without one, from what the page shows at first. */
  isChanged: boolean
  mayChange: boolean
  /** What is seen now, columns included. */
  seen: () => ViewState
  show: (view: Pick<View, 'id' | 'state'> | null) => void
  keep: (view: View) => void
  isKeeping: boolean
}

/** The saved views of a page and the one that is open; all of what is seen stays in the address. */
export function useViews(page: ViewPage, firstSort: TableSort): Views {
  const { search } = useAddress()
  const go = useGo()
  const { workspace, role } = useSession()
  const queries = useQueryClient()
  const words = useProblemWords()
  const all = useRead('views.list', { page }).data?.items ?? []
  const open = all.find(({ id }) => id === textOfSearch(search['saved'])) ?? null
  const now = stateOf(search, firstSort)
  const kept = stateOf(open?.state ?? {}, firstSort)
  const seen = (): ViewState => {
    const columns = now.columns ?? storedColumns(page)
    return columns === null ? now : { ...now, columns }
  }
  const show: Views['show'] = (view) => go(`/${page}`, view === null ? {} : { ...view.state, saved: view.id })
  const keeping = useMutation({
    mutationFn: (view: View) =>
      write(workspace.slug, 'views.update', { id: view.id, version: view.version ?? undefined, state: seen() }),
    onSuccess: async (view) => {
      await queries.invalidateQueries({ queryKey: [workspace.slug, 'views.list'] })
      show(view)
    },
    onError: (error) => {
      void queries.invalidateQueries({ queryKey: [workspace.slug, 'views.list'] })
      const { happened, advice } = words(problemOfThrown(error))
      notifications.show({ title: happened, message: advice, color: 'red' })
    },
  })
  return {
    all,
    open,
    isChanged: !isSameState(now, kept),
    mayChange: open !== null && (open.is_own || role === 'administrator' || role === 'operations'),
    seen,
    show,
    keep: keeping.mutate,
    isKeeping: keeping.isPending,
  }
}
