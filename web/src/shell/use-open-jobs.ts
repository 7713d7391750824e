import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { longWork, read, type Output } from '../api.ts'
import { useSession } from './session.tsx'

export type Job = Output<'jobs.list'>['items'][number]

const everyMs = 1000
const none: Job[] = []

/**
 * Long work that waits or runs. Asked for when the page changes, when this screen began some, when the window is looked
 * at again, and each second while there is any; not otherwise, so that an idle screen lets its session end. When a work
 * is over, everything the workspace shows is asked anew.
 */
export function useOpenJobs(): Job[] {
  const { workspace } = useSession()
  const { pathname } = useLocation()
  const queries = useQueryClient()
  const { data, refetch } = useQuery({
    queryKey: [workspace.slug, 'jobs.list', { status: 'open', limit: 50 }],
    queryFn: ({ signal }) => read(workspace.slug, 'jobs.list', { status: 'open', limit: 50 }, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.items.length > 0 ? everyMs : false),
    refetchOnWindowFocus: 'always',
  })
  useEffect(() => void refetch(), [pathname, refetch])
  useEffect(() => {
    const ask = (): void => void refetch()
    longWork.addEventListener('begun', ask)
    return () => longWork.removeEventListener('begun', ask)
  }, [refetch])
  const items = data?.items ?? none
  const before = useRef(items)
  useEffect(() => {
    const isOver = before.current.some(({ id }) => !items.some((job) => job.id === id))
    before.current = items
    if (isOver) void queries.invalidateQueries({ queryKey: [workspace.slug] })
  }, [items, queries, workspace.slug])
  return items
}
