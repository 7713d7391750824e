import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useSession } from '../shell/session.tsx'

type Search = Record<string, unknown>

/** What the address says after its question mark, and how to change it; null or undefined takes a part away. */
export function useAddress(): { search: Search; change: (patch: Search) => void } {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (patch: Search): void => {
      void navigate({
        to: '.',
        replace: true,
        search: (previous: Search) => withoutNulls({ ...previous, ...patch }),
      } as never)
    },
    [navigate],
  )
  return { search, change }
}

const withoutNulls = (search: Search): Search =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== null && value !== undefined))

export const textOfSearch = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null

export type Noun = 'deals' | 'accounts' | 'people'

/** Every room a page can lie in: a misspelt one does not compile. */
type Room =
  | 'deals'
  | 'accounts'
  | 'contacts'
  | 'people'
  | 'metrics'
  | 'forecast'
  | 'targets'
  | 'import'
  | 'settings'
  | 'profile'
  | 'activities'
  | 'jobs'
export type PagePath = '/' | `/${Room}` | `/${Room}/${string}`

/** Goes to a page of the present workspace; the day looked at comes along. */
export function useGo(): (path: PagePath, search?: Search) => void {
  const navigate = useNavigate()
  const { workspace } = useSession()
  return (path, search = {}) =>
    void navigate({ to: `/w/$workspace${path}`, params: { workspace: workspace.slug }, search } as never)
}
