import { useSuspenseQuery } from '@tanstack/react-query'
import { Navigate, Outlet, useParams, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, useState, type ComponentProps } from 'react'
import { read, readIdentity, writeIdentity } from '../api.ts'
import { PageSkeleton } from '../kit/page-skeleton.tsx'
import { writeSetting } from '../settings.ts'
import { SessionProvider, todayIn, type Session } from './session.tsx'
import { Shell } from './shell.tsx'

/** Who is signed in: asked once, and again when the tab is looked at after a while. */
export const sessionQuery = {
  queryKey: ['session'],
  queryFn: ({ signal }: { signal: AbortSignal }) => readIdentity('session.get', {}, signal),
  staleTime: 60_000,
}

/** Everything under /w/<workspace>: signed in, its settings known, inside the shell. */
export function WorkspaceScreen() {
  const { data: identity } = useSuspenseQuery(sessionQuery)
  if (identity.user === null) return <SignInFirst />
  return (
    <Suspense fallback={<PageSkeleton />}>
      <SignedIn identity={{ ...identity, user: identity.user }} />
    </Suspense>
  )
}

/**
 * Leads to the door, once. While the door's page is loading this one is still there, and Navigate goes again whenever it is
 * handed new props: an element made anew with every change of the address would navigate for ever.
 */
function SignInFirst() {
  const router = useRouter()
  const [once] = useState(() => <Navigate {...signInFirst(router.state.location.href)} />)
  return once
}

/** The address of the screen wanted comes back after signing in. */
const signInFirst = (next: string) =>
  ({ to: '/sign-in', search: { next }, replace: true }) as unknown as ComponentProps<typeof Navigate>

type Identity = Awaited<ReturnType<typeof sessionQuery.queryFn>>
type Props = { identity: Identity & { user: NonNullable<Identity['user']> } }

function SignedIn({ identity }: Props) {
  const { workspace: slug } = useParams({ strict: false }) as { workspace: string }
  const { data: settings } = useSuspenseQuery({
    queryKey: [slug, 'settings.get'],
    queryFn: ({ signal }) => read(slug, 'settings.get', {}, signal),
    staleTime: 5 * 60_000,
  })
  useEffect(() => writeSetting('workspace', slug), [slug])
  const session = useMemo((): Session => {
    const { user, workspaces } = identity
    return {
      user,
      workspace: {
        slug,
        name: settings.name,
        currency: settings.currency,
        timeZone: settings.time_zone,
        fiscalYearStartMonth: settings.fiscal_year_start_month,
        weekStart: settings.week_start,
      },
      role: workspaces.find((one) => one.slug === slug)?.role ?? 'viewer',
      workspaces: workspaces.map((one) => ({ slug: one.slug, name: one.slug === slug ? settings.name : one.slug })),
      today: todayIn(settings.time_zone),
      signOut: () => void signOut(),
    }
  }, [identity, settings, slug])
  return (
    <SessionProvider session={session}>
      <Shell>
        <Outlet />
      </Shell>
    </SessionProvider>
  )
}

/** A full load afterwards: nothing of this person stays in memory. */
async function signOut(): Promise<void> {
  await writeIdentity('session.end', {})
  location.assign('/')
}
