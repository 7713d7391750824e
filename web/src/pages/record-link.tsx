import { Link } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import { useSession } from '../shell/session.tsx'
import classes from './pages.module.css'
import type { Noun, PagePath } from './use-address.ts'

type Props = { noun: Noun; id: string; children: ReactNode }

/** A record's name that leads to its page. */
export function RecordLink({ noun, id, children }: Props) {
  const { workspace } = useSession()
  const target = { to: `/w/$workspace/${noun}/$id`, params: { workspace: workspace.slug, id } }
  return (
    <Link {...(target as unknown as ComponentProps<typeof Link>)} className={classes.link}>
      {children}
    </Link>
  )
}

/** The way to a page of the workspace, by its path: `/deals`. */
export function PageLink({ path, search, children }: { path: PagePath; search?: object; children: ReactNode }) {
  const { workspace } = useSession()
  const target = { to: `/w/$workspace${path}`, params: { workspace: workspace.slug }, search: search ?? {} }
  return (
    <Link {...(target as unknown as ComponentProps<typeof Link>)} className={classes.go}>
      {children}
    </Link>
  )
}
