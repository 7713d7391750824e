import { useAddress } from './use-address.ts'

/** Whether the form for a new record is open: the address says so, and the command palette opens it from anywhere. */
export function useNewForm(): { isOpen: boolean; open: () => void; close: () => void } {
  const { search, change } = useAddress()
  return { isOpen: search['new'] === true, open: () => change({ new: true }), close: () => change({ new: null }) }
}
