import { useMemo } from 'react'
import { useFormat } from '../../i18n.tsx'
import { useRead } from '../use-read.ts'

/** People to choose from, by the reader's alphabet. */
export function usePeopleChoices(): { value: string; label: string }[] {
  const { compare } = useFormat()
  const people = useRead('people.list', { limit: 200 }).data?.items
  return useMemo(
    () => (people ?? []).map(({ id, name }) => ({ value: id, label: name })).sort((a, b) => compare(a.label, b.label)),
    [people, compare],
  )
}
