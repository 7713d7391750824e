import type { Deal } from '../../../../src/domains/deals/schema.ts'
import type { FilterField } from '../../kit/filter-field.ts'
import type { DataColumn } from '../../kit/table-column.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { RecordLink } from '../record-link.tsx'
import { AmountOf, StatusBadge } from './deal-marks.tsx'
import { useChoices } from './use-choices.ts'

export function useDealColumns(): DataColumn<Deal>[] {
  const t = useT()
  const format = useFormat()
  const day = (value: string | null | undefined): string => (value ? format.day(value) : '–')
  return [
    {
      id: 'name',
      label: t('deals.field.name'),
      type: 'text',
      width: 230,
      isSortable: true,
      cell: (deal) => (
        <RecordLink noun="deals" id={deal.id}>
          {deal.name}
        </RecordLink>
      ),
    },
    {
      id: 'account_name',
      label: t('deals.field.account_id'),
      type: 'text',
      width: 165,
      isSortable: true,
      cell: (deal) => deal.account_name ?? '–',
    },
    {
      id: 'owner_name',
      label: t('deals.field.owner_id'),
      type: 'text',
      width: 155,
      isSortable: true,
      cell: (deal) => deal.owner_name ?? '–',
    },
    {
      id: 'stage_name',
      label: t('deals.field.stage_id'),
      type: 'badge',
      width: 115,
      isSortable: true,
      cell: (deal) => deal.stage_name ?? '–',
    },
    {
      id: 'amount_minor',
      label: t('deals.field.amount_minor'),
      type: 'money',
      width: 115,
      isSortable: true,
      cell: (deal) => <AmountOf deal={deal} />,
    },
    {
      id: 'close_on',
      label: t('deals.field.close_on'),
      type: 'day',
      isSortable: true,
      cell: (deal) => day(deal.close_on),
    },
    {
      id: 'created_on',
      label: t('deals.field.created_on'),
      type: 'day',
      isSortable: true,
      cell: (deal) => (deal.created_known ? day(deal.created_on) : t('deals.created_unknown')),
    },
    {
      id: 'status',
      label: t('deals.field.status'),
      type: 'badge',
      width: 110,
      isSortable: true,
      cell: (deal) => <StatusBadge status={deal.status} />,
    },
    {
      id: 'product_name',
      label: t('deals.field.product_id'),
      type: 'text',
      width: 160,
      isSortable: true,
      isHiddenAtFirst: true,
      cell: (deal) => deal.product_name ?? '–',
    },
    {
      id: 'next_step',
      label: t('deals.field.next_step'),
      type: 'text',
      isHiddenAtFirst: true,
      cell: (deal) => deal.next_step ?? '–',
    },
  ]
}

export function useDealFilters(): FilterField[] {
  const t = useT()
  const { workspace } = useSession()
  const { people, stages, products } = useChoices()
  const statuses = (['open', 'won', 'lost'] as const).map((value) => ({ value, label: t(`deals.status.${value}`) }))
  return [
    { id: 'status', label: t('deals.field.status'), type: 'choice', options: statuses },
    { id: 'stage_id', label: t('deals.field.stage_id'), type: 'choice', options: stages },
    { id: 'owner_id', label: t('deals.field.owner_id'), type: 'choice', options: people },
    { id: 'product_id', label: t('deals.field.product_id'), type: 'choice', options: products },
    { id: 'account_name', label: t('deals.field.account_id'), type: 'text' },
    { id: 'amount_minor', label: t('deals.field.amount_minor'), type: 'money', currency: workspace.currency },
    { id: 'close_on', label: t('deals.field.close_on'), type: 'day' },
    { id: 'created_on', label: t('deals.field.created_on'), type: 'day' },
    { id: 'amount_estimated', label: t('deals.field.amount_estimated'), type: 'flag' },
    { id: 'history_known', label: t('deals.field.history_known'), type: 'flag' },
  ]
}
