import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { read } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import type { DataColumn, RowSource } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { useMayOperate } from '../may-operate.ts'
import { RecordButtons } from '../record-buttons.tsx'
import { useArchive } from '../use-archive.tsx'
import { useGo } from '../use-address.ts'
import { ProductForm, type Product } from './product-form.tsx'
import classes from './settings.module.css'

/** What is sold, and for how much. */
export function ProductsTab() {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { workspace } = useSession()
  const mayEdit = useMayOperate()
  const archive = useArchive('products')
  const [open, setOpen] = useState<Product | 'new' | null>(null)
  const source = useMemo(
    (): RowSource<Product> => ({
      kind: 'pages',
      key: [workspace.slug, 'products.list', 'settings'],
      fetchPage: (cursor, signal) =>
        read(workspace.slug, 'products.list', { limit: 100, ...(cursor === null ? {} : { cursor }) }, signal),
    }),
    [workspace.slug],
  )
  const deeds: DataColumn<Product> = {
    id: 'deeds',
    label: t('record.deeds'),
    type: 'text',
    cell: (product) => (
      <RecordButtons name={product.name} onEdit={() => setOpen(product)} onArchive={() => archive(product)} />
    ),
  }
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
    ...(mayEdit ? [deeds] : []),
  ]
  return (
    <div className={classes.stack}>
      {mayEdit && (
        <div>
          <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
            {t('settings.products.new')}
          </Button>
        </div>
      )}
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
      {open !== null && <ProductForm product={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  )
}
