import { useEffect } from 'react'
import { useSession } from './session.tsx'

export type RecentNoun = 'deals' | 'accounts' | 'people'
export type RecentRecord = { noun: RecentNoun; id: string; name: string }

const most = 6
const nouns: readonly unknown[] = ['deals', 'accounts', 'people']

/** Names are business data: they are kept for this tab and this person alone, and go with the tab. */
const keyOf = (slug: string, who: string): string => `kurs.recent.${slug}.${who}`

/** What was opened last in this tab, the latest first. */
export function recentRecords(slug: string, who: string): RecentRecord[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(slug, who)) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent) : []
  } catch {
    return [] // storage switched off
  }
}

const isRecent = (value: unknown): value is RecentRecord =>
  typeof value === 'object' &&
  value !== null &&
  'noun' in value &&
  nouns.includes(value.noun) &&
  'id' in value &&
  typeof value.id === 'string' &&
  'name' in value &&
  typeof value.name === 'string'

/** The same record again moves to the front; the oldest falls out. */
export const withRecent = (before: readonly RecentRecord[], one: RecentRecord): RecentRecord[] =>
  [one, ...before.filter(({ id }) => id !== one.id)].slice(0, most)

/** Notes that a record's page was opened. */
export function useRemember(noun: RecentNoun, record: { id: string; name: string } | undefined): void {
  const { workspace, user } = useSession()
  const { id, name } = record ?? {}
  useEffect(() => {
    if (id === undefined || name === undefined) return
    try {
      const next = withRecent(recentRecords(workspace.slug, user.email), { noun, id, name })
      sessionStorage.setItem(keyOf(workspace.slug, user.email), JSON.stringify(next))
    } catch {
      // see recentRecords
    }
  }, [noun, id, name, workspace.slug, user.email])
}
