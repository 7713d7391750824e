import { useNavigate, useSearch } from '@tanstack/react-router'

/** The day the screen looks at, from the address; null is now. It stays when one goes from page to page. */
export function useAsOf(): { asOf: string | null; setAsOf: (day: string | null) => void } {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const asOf = typeof search['as_of'] === 'string' ? search['as_of'] : null
  const setAsOf = (day: string | null): void => {
    void navigate({
      to: '.',
      search: (previous: Record<string, unknown>) => ({ ...previous, as_of: day ?? undefined }),
    } as never)
  }
  return { asOf, setAsOf }
}
