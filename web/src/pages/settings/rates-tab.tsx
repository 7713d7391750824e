import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { read, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import type { DataColumn, RowSource } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { useGo } from '../use-address.ts'

type Rate = Output<'currency_rates.list'>['items'][number]

export function RatesTab() {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { workspace } = useSession()
  const source = useMemo(
    (): RowSource<Rate> => ({
      kind: 'pages',
      key: [workspace.slug, 'currency_rates.list', 'settings'],
      fetchPage: (cursor, signal) =>
        read(workspace.slug, 'currency_rates.list', { limit: 100, ...(cursor === null ? {} : { cursor }) }, signal),
    }),
    [workspace.slug],
  )
  const columns: DataColumn<Rate>[] = [
    {
      id: 'currency',
      label: t('settings.rates.currency'),
      type: 'text',
      cell: ({ currency }) => `${currency} · ${format.currencyName(currency)}`,
    },
    { id: 'rated_on', label: t('settings.rates.day'), type: 'day', cell: ({ rated_on }) => format.day(rated_on) },
    { id: 'rate', label: t('settings.rates.rate'), type: 'number', cell: ({ rate }) => format.number(Number(rate), 6) },
    { id: 'quote', label: t('settings.rates.quote'), type: 'badge', cell: ({ quote }) => quote },
  ]
  return (
    <DataTable
      id="settings-rates"
      label={t('settings.tab.rates')}
      columns={columns}
      source={source}
      rowId={({ id }) => id}
      empty={
        <EmptyState
          title={t('settings.rates.empty')}
          action={<Button onClick={() => go('/import')}>{t('settings.go_import')}</Button>}
        >
          {t('settings.rates.empty.text')}
        </EmptyState>
      }
    />
  )
}
