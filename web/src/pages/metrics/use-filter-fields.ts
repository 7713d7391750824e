import { useT } from '../../i18n.tsx'
import type { FilterField } from '../../kit/filter-field.ts'
import { useSession } from '../../shell/session.tsx'
import { useChoices } from '../deals/use-choices.ts'
import { useRead } from '../use-read.ts'
import { useDimensionName } from './metric-words.ts'

const whole = { limit: 200, archived: 'without' } as const
const named = (items: readonly { id: string; name: string }[] | undefined) =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: name }))

/** What a number may be narrowed to: who, what, where, how much, and what is known of the company. */
export function useFilterFields(attributes: readonly string[]): FilterField[] {
  const t = useT()
  const nameOf = useDimensionName()
  const { workspace } = useSession()
  const { people, stages, products } = useChoices()
  const teams = named(useRead('teams.list', whole).data?.items)
  const pipelines = named(useRead('pipelines.list', whole).data?.items)
  return [
    { id: 'owner', label: nameOf('owner'), type: 'choice', options: people },
    { id: 'team', label: nameOf('team'), type: 'choice', options: teams },
    { id: 'pipeline', label: nameOf('pipeline'), type: 'choice', options: pipelines },
    { id: 'stage', label: nameOf('stage'), type: 'choice', options: stages },
    { id: 'product', label: nameOf('product'), type: 'choice', options: products },
    { id: 'source', label: nameOf('source'), type: 'text' },
    { id: 'amount_minor', label: t('deals.field.amount_minor'), type: 'money', currency: workspace.currency },
    { id: 'created_on', label: t('deals.field.created_on'), type: 'day' },
    { id: 'close_on', label: t('deals.field.close_on'), type: 'day' },
    ...attributes.map((key): FilterField => ({ id: `account.${key}`, label: nameOf(`account.${key}`), type: 'text' })),
  ]
}
