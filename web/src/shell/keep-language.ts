import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { writeIdentity } from '../api.ts'
import type { Language } from '../format.ts'

/** Keeps the chosen language with the user, for the next sign-in on any device. This screen has switched already. */
export function useKeepLanguage(): (language: Language) => void {
  const queries = useQueryClient()
  return useCallback(
    (language) => {
      // Not kept is not lost: this browser remembers, and the next choice tries again.
      void writeIdentity('profile.update', { language })
        .then(() => queries.invalidateQueries({ queryKey: ['session'] }))
        .catch(() => undefined)
    },
    [queries],
  )
}
