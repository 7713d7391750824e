import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { read, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import type { DataColumn, RowSource } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { useGo } from '../use-address.ts'

type Product = Output<'products.list'>['items'][number]

export function ProductsTab() {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { workspace } = useSession()
  const source = useMemo(
    (): RowSource<Product> => ({
      kind: 'pages',
      key: [workspace.slug, 'products.list', 'settings'],
      fetchPage: (cursor, signal) =>
        read(workspace.slug, 'products.list', { limit: 100, ...(cursor === null ? {} : { cursor }) }, signal),
    }),
    [workspace.slug],
  )
  const columns: DataColumn<Product>[] = [
    { id: 'name', label: t('settings.products.name'), type: 'text', cell: ({ name }) => name },
    { id: 'family', label: t('settings.products.family'), type: 'text', cell: ({ family }) => family ?? '–' },
    {
      id: 'list_price',
      label: t('settings.products.price'),
      type: 'money',
      cell: ({ list_price_minor: price, currency }) =>
        price === null || price === undefined ? '–' : format.money(price, currency ?? workspace.currency),
    },
  ]
  return (
    <DataTable
      id="settings-products"
      label={t('settings.tab.products')}
      columns={columns}
      source={source}
      rowId={({ id }) => id}
      empty={
        <EmptyState
          title={t('settings.products.empty')}
          action={<Button onClick={() => go('/import')}>{t('settings.go_import')}</Button>}
        >
          {t('settings.products.empty.text')}
        </EmptyState>
      }
    />
  )
}
