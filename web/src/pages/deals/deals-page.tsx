import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import classes from '../pages.module.css'
import { SampleButton } from '../sample/sample-button.tsx'
import { SearchBox } from '../search-box.tsx'
import { textOfSearch, useAddress, useGo } from '../use-address.ts'
import { useList, type List } from '../use-list.ts'
import { ViewChanges } from '../views/view-changes.tsx'
import { ViewSwitcher } from '../views/view-switcher.tsx'
import { DealsBoard, PipelineChoice } from './deals-board.tsx'
import { DealsTable } from './deals-table.tsx'
import { useDealFilters } from './deal-columns.tsx'
import { NewDeal } from './new-deal.tsx'
import { useChoices } from './use-choices.ts'

const firstSort = { column: 'close_on', direction: 'desc' } as const

/** Every deal, now or as it was: as a table, or as a board of one pipeline. */
export function DealsPage() {
  const t = useT()
  const { search, change } = useAddress()
  const list = useList(firstSort)
  const { stageRows } = useChoices()
  const isBoard = textOfSearch(search['view']) === 'board' && stageRows.length > 0
  const narrowing = <Narrowing list={list} />
  return (
    <Page layout="fill">
      <PageHeader
        title={t('deals.title')}
        note={list.asOf === null ? t('deals.note') : t('deals.note_past')}
        actions={
          <>
            {stageRows.length > 0 && (
              <SegmentedControl
                aria-label={t('deals.view')}
                size="xs"
                data={[
                  { value: 'table', label: t('deals.view.table') },
                  { value: 'board', label: t('deals.view.board') },
                ]}
                value={isBoard ? 'board' : 'table'}
                onChange={(view) => change({ view: view === 'board' ? view : null })}
              />
            )}
            <NewDeal />
          </>
        }
      />
      {isBoard ? (
        <>
          <div className={classes.row}>
            <PipelineChoice />
            {narrowing}
          </div>
          <DealsBoard list={list} />
        </>
      ) : (
        <DealsTable list={list} toolbar={narrowing} empty={<NoDeals list={list} />} />
      )}
    </Page>
  )
}

function Narrowing({ list }: { list: List }) {
  const t = useT()
  const fields = useDealFilters()
  return (
    <>
      <ViewSwitcher page="deals" firstSort={firstSort} />
      <SearchBox label={t('deals.search')} value={list.words} onChange={list.setWords} />
      <FilterChips fields={fields} value={list.filter} onChange={list.setFilter} />
      <ViewChanges page="deals" firstSort={firstSort} />
    </>
  )
}

function NoDeals({ list }: { list: List }) {
  const t = useT()
  const go = useGo()
  if (list.filter.length > 0 || list.words !== '')
    return (
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
    )
  return (
    <EmptyState
      icon={<IconCoins size={20} />}
      title={t('deals.none')}
      action={
        <Group gap={8} justify="center">
          <Button onClick={() => go('/import')}>{t('deals.import')}</Button>
          <SampleButton />
        </Group>
      }
    >
      {t('deals.none_text')}
    </EmptyState>
  )
}
