import { useMemo } from 'react'
import { useFormat } from '../../i18n.tsx'
import { usePeopleChoices } from '../people/use-people-choices.ts'
import { useRead } from '../use-read.ts'

export type Choice = { value: string; label: string }

const whole = { limit: 200, archived: 'without' } as const

/** Who and what a deal may refer to, for forms and filters; stages in their order, names by the reader's alphabet. */
export function useChoices() {
  const { compare } = useFormat()
  const people = usePeopleChoices()
  const stages = useRead('stages.list', { ...whole, sort: 'position' }).data?.items
  const products = useRead('products.list', whole).data?.items
  return useMemo(() => {
    const choices = (items: readonly { id: string; name: string }[] | undefined): Choice[] =>
      (items ?? []).map(({ id, name }) => ({ value: id, label: name }))
    return {
      people,
      products: choices(products).sort((a, b) => compare(a.label, b.label)),
      stages: choices(stages),
      stageRows: stages ?? [],
      /** Whether the stages have been read. */
      isKnown: stages !== undefined,
    }
  }, [people, stages, products, compare])
}
