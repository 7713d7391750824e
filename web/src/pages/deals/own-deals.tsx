import { useState } from 'react'
import { read } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import type { TableSort } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { useGo } from '../use-address.ts'
import { useDealColumns } from './deal-columns.tsx'

type Props = { field: 'account_id' | 'owner_id'; id: string; asOf: string | null }

/** Deals of one company or of one person. */
export function OwnDeals({ field, id, asOf }: Props) {
  const t = useT()
  const go = useGo()
  const { workspace } = useSession()
  const [sort, setSort] = useState<TableSort>({ column: 'created_on', direction: 'desc' })
  const columns = useDealColumns().filter((column) => column.id !== field.replace('_id', '_name'))
  const question = {
    filter: [{ field, op: 'eq' as const, value: id }],
    sort: sort.column,
    direction: sort.direction,
    limit: 50,
    ...(asOf === null ? {} : { as_of: asOf }),
  }
  return (
    <DataTable
      id={`deals-of-${field}`}
      label={t('deals.title')}
      toolbar={<strong>{t('deals.title')}</strong>}
      columns={columns}
      rowId={(deal) => deal.id}
      sort={sort}
      onSort={setSort}
      onOpen={(deal) => go(`/deals/${deal.id}`)}
      source={{
        kind: 'pages',
        key: [workspace.slug, 'deals.list', question],
        fetchPage: (cursor, signal) =>
          read(workspace.slug, 'deals.list', { ...question, ...(cursor === null ? {} : { cursor }) }, signal),
      }}
      empty={<p style={{ padding: 16 }}>{t('deals.none_here')}</p>}
    />
  )
}
