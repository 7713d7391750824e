import { useSuspenseQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { readSetting } from '../../settings.ts'
import { sessionQuery } from '../../shell/workspace-screen.tsx'

/** `/` leads to the workspace last used, or to the door. */
export function StartPage() {
  const { data } = useSuspenseQuery(sessionQuery)
  if (data.needs_setup) return <Navigate {...to('/setup')} />
  const last = readSetting('workspace')
  const slug = data.workspaces.find((workspace) => workspace.slug === last)?.slug ?? data.workspaces[0]?.slug
  return <Navigate {...to(data.user === null || slug === undefined ? '/sign-in' : `/w/${slug}`)} />
}

const to = (href: string) => ({ href, replace: true }) as unknown as ComponentProps<typeof Navigate>
