import { useState, type ReactNode } from 'react'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { read } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { useSession } from '../../shell/session.tsx'
import { useGo } from '../use-address.ts'
import { useExport } from '../use-export.ts'
import { narrowingOf, questionOf, type List } from '../use-list.ts'
import { useRead } from '../use-read.ts'
import { BulkButton, BulkChange } from './bulk-change.tsx'
import { useDealColumns } from './deal-columns.tsx'
import { useLoadedDeal } from './use-loaded-deal.ts'

/** The list of deals with what it comes to; several can be changed at once. */
export function DealsTable({ list, toolbar, empty }: { list: List; toolbar: ReactNode; empty: ReactNode }) {
  const t = useT()
  const go = useGo()
  const { workspace, role } = useSession()
  const takeHome = useExport('deals.list', list)
  const columns = useDealColumns()
  const find = useLoadedDeal()
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [changing, setChanging] = useState<readonly Deal[] | null>(null)
  const mayEdit = list.asOf === null && role !== 'viewer'
  return (
    <>
      <DataTable
        id="deals"
        height="fill"
        label={t('deals.title')}
        columns={columns}
        chosen={list.columns}
        rowId={(deal) => deal.id}
        sort={list.sort}
        onSort={list.setSort}
        onExport={takeHome}
        onOpen={(deal) => go(`/deals/${deal.id}`)}
        {...(mayEdit && {
          selection: {
            ids,
            onChange: setIds,
            actions: (
              <BulkButton count={ids.size} onClick={() => setChanging([...ids].flatMap((id) => find(id) ?? []))} />
            ),
          },
        })}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'deals.list', questionOf(list, null)],
          fetchPage: (cursor, signal) => read(workspace.slug, 'deals.list', questionOf(list, cursor), signal),
        }}
        toolbar={toolbar}
        summary={<Sum list={list} />}
        empty={empty}
      />
      {changing && (
        <BulkChange
          deals={changing}
          onCancel={() => setChanging(null)}
          onDone={() => {
            setChanging(null)
            setIds(new Set())
          }}
        />
      )}
    </>
  )
}

/** How many there are in all and what they come to, asked apart from the rows. */
function Sum({ list }: { list: List }) {
  const t = useT()
  const format = useFormat()
  const { data } = useRead('deals.summary', narrowingOf(list))
  const all = data?.groups[0]
  if (!data || !all) return null
  const sum = format.moneyWhole(all.amount_minor, data.currency)
  return <span data-numeric>{t('deals.sum', { count: all.count, shown: format.number(all.count), sum })}</span>
}
