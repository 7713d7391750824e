import type { Person } from '../../../../src/domains/people/schema.ts'
import { useFormat } from '../../i18n.tsx'
import { useRead } from '../use-read.ts'

/** People to choose from, by the reader's alphabet. */
export function usePeopleChoices(): { value: string; label: string }[] {
  const format = useFormat()
  const people: Person[] = useRead('people.list', { limit: 200 }).data?.items ?? []
  return people.map(({ id, name }) => ({ value: id, label: name })).sort((a, b) => format.compare(a.label, b.label))
}
