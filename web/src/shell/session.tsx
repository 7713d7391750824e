import { createContext, useContext, type ReactNode } from 'react'

export type Role = 'administrator' | 'operations' | 'manager' | 'seller' | 'viewer'

/** Who is signed in and where they are: what the shell and every page may rely on. */
export type Session = {
  user: { name: string; email: string }
  workspace: {
    slug: string
    name: string
    currency: string
    timeZone: string
    fiscalYearStartMonth: number
    weekStart: number
  }
  role: Role
  /** Everywhere this user may go. */
  workspaces: readonly { slug: string; name: string }[]
  /** Today in the workspace's zone, 'YYYY-MM-DD'. */
  today: string
  signOut: () => void
}

const SessionContext = createContext<Session | null>(null)

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('useSession outside SessionProvider')
  return session
}

/** The day in a zone, as 'YYYY-MM-DD' (Swedish writes days so). */
export const todayIn = (timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date())
