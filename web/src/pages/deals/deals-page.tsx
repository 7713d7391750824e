import { Button } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { read } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { SearchBox } from '../search-box.tsx'
import { useGo } from '../use-address.ts'
import { useExport } from '../use-export.ts'
import { questionOf, useList } from '../use-list.ts'
import { NewDeal } from './new-deal.tsx'
import { useDealColumns, useDealFilters } from './deal-columns.tsx'

/** Every deal, now or as it was. */
export function DealsPage() {
  const t = useT()
  const go = useGo()
  const { workspace } = useSession()
  const list = useList({ column: 'close_on', direction: 'desc' })
  const takeHome = useExport('deals.list', list)
  const columns = useDealColumns()
  const fields = useDealFilters()
  const isNarrowed = list.filter.length > 0 || list.words !== ''
  return (
    <Page layout="fill">
      <PageHeader
        title={t('deals.title')}
        note={list.asOf === null ? t('deals.note') : t('deals.note_past')}
        actions={<NewDeal />}
      />
      <DataTable
        id="deals"
        height="fill"
        label={t('deals.title')}
        columns={columns}
        rowId={(deal) => deal.id}
        sort={list.sort}
        onSort={list.setSort}
        onExport={takeHome}
        onOpen={(deal) => go(`/deals/${deal.id}`)}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'deals.list', questionOf(list, null)],
          fetchPage: (cursor, signal) => read(workspace.slug, 'deals.list', questionOf(list, cursor), signal),
        }}
        toolbar={
          <>
            <SearchBox label={t('deals.search')} value={list.words} onChange={list.setWords} />
            <FilterChips fields={fields} value={list.filter} onChange={list.setFilter} />
          </>
        }
        empty={
          isNarrowed ? (
            <EmptyState
              title={t('deals.none_found')}
              action={
                <Button variant="default" onClick={() => list.setFilter([])}>
                  {t('filter.clear')}
                </Button>
              }
            >
              {t('deals.none_found_text')}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<IconCoins size={20} />}
              title={t('deals.none')}
              action={<Button onClick={() => go('/import')}>{t('deals.import')}</Button>}
            >
              {t('deals.none_text')}
            </EmptyState>
          )
        }
      />
    </Page>
  )
}
