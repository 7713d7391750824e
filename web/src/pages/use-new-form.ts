import { useNavigate, useSearch } from '@tanstack/react-router'

export type NewForm = { isOpen: boolean; open: () => Promise<void>; close: () => Promise<void> }

/**
 * Whether the form for a new record is open: the address says so, and the command palette opens it from anywhere.
 * Who goes on to the new record waits for `close`, so that Back leads to the list and not into an empty form.
 */
export function useNewForm(): NewForm {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const set = (isOpen: boolean): Promise<void> =>
    navigate({
      to: '.',
      replace: true,
      search: ({ new: _before, ...rest }: Record<string, unknown>) => (isOpen ? { ...rest, new: true } : rest),
    } as never)
  return { isOpen: search['new'] === true, open: () => set(true), close: () => set(false) }
}
