import { Button } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { read } from '../../api.ts'
import type { Account } from '../../../../src/domains/accounts/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import type { FilterField } from '../../kit/filter-field.ts'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { usePeopleChoices } from '../people/use-people-choices.ts'
import { RecordLink } from '../record-link.tsx'
import { SearchBox } from '../search-box.tsx'
import { useGo } from '../use-address.ts'
import { useExport } from '../use-export.ts'
import { useNewForm } from '../use-new-form.ts'
import { questionOf, useList } from '../use-list.ts'
import { ViewChanges } from '../views/view-changes.tsx'
import { ViewSwitcher } from '../views/view-switcher.tsx'
import { useRead } from '../use-read.ts'
import { AccountForm } from './account-form.tsx'
import { attributeName, attributeWords } from './attribute-words.ts'

const firstSort = { column: 'name', direction: 'asc' } as const

/** Companies that buy, with whatever is known of them. */
export function AccountsPage() {
  const t = useT()
  const go = useGo()
  const { workspace } = useSession()
  const list = useList(firstSort)
  const takeHome = useExport('accounts.list', list)
  const columns = useColumns()
  const people = usePeopleChoices()
  const fields: FilterField[] = [
    { id: 'name', label: t('accounts.name'), type: 'text' },
    { id: 'owner_id', label: t('accounts.owner'), type: 'choice', options: people },
    { id: 'parent_name', label: t('accounts.parent'), type: 'text' },
  ]
  const isNarrowed = list.filter.length > 0 || list.words !== ''
  return (
    <Page layout="fill">
      <PageHeader title={t('accounts.title')} note={t('accounts.note')} actions={<NewAccount />} />
      <DataTable
        id="accounts"
        height="fill"
        label={t('accounts.title')}
        columns={columns}
        chosen={list.columns}
        rowId={(account) => account.id}
        sort={list.sort}
        onSort={list.setSort}
        onExport={takeHome}
        onOpen={(account) => go(`/accounts/${account.id}`)}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'accounts.list', questionOf(list, null)],
          fetchPage: (cursor, signal) => read(workspace.slug, 'accounts.list', questionOf(list, cursor), signal),
        }}
        toolbar={
          <>
            <ViewSwitcher page="accounts" firstSort={firstSort} />
            <SearchBox label={t('accounts.search')} value={list.words} onChange={list.setWords} />
            <FilterChips fields={fields} value={list.filter} onChange={list.setFilter} />
            <ViewChanges page="accounts" firstSort={firstSort} />
          </>
        }
        empty={
          isNarrowed ? (
            <EmptyState title={t('accounts.none_found')}>{t('accounts.none_found_text')}</EmptyState>
          ) : (
            <EmptyState
              icon={<IconBuilding size={20} />}
              title={t('accounts.none')}
              action={<Button onClick={() => go('/import')}>{t('deals.import')}</Button>}
            >
              {t('accounts.none_text')}
            </EmptyState>
          )
        }
      />
    </Page>
  )
}

function NewAccount() {
  const t = useT()
  const go = useGo()
  const { role } = useSession()
  const { asOf } = useAsOf()
  const { isOpen, open, close } = useNewForm()
  const made = useRef<string | null>(null)
  const leave = async (): Promise<void> => {
    const id = made.current
    made.current = null
    await close()
    if (id !== null) go(`/accounts/${id}`)
  }
  if (asOf !== null || role === 'viewer') return null
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => void open()}>
        {t('accounts.new')}
      </Button>
      {isOpen && <AccountForm account={null} onClose={() => void leave()} onSaved={(id) => (made.current = id)} />}
    </>
  )
}

/** At most so many attributes become columns; the rest are on the account's page. */
const mostAttributes = 6

function useColumns(): DataColumn<Account>[] {
  const t = useT()
  const format = useFormat()
  const { data } = useRead('accounts.list', { limit: 50 })
  const keys = [...new Set((data?.items ?? []).flatMap((account) => Object.keys(account.attributes ?? {})))]
  return [
    {
      id: 'name',
      label: t('accounts.name'),
      type: 'text',
      width: 240,
      isSortable: true,
      cell: (account) => (
        <RecordLink noun="accounts" id={account.id}>
          {account.name}
        </RecordLink>
      ),
    },
    {
      id: 'parent_name',
      label: t('accounts.parent'),
      type: 'text',
      width: 170,
      isSortable: true,
      cell: (account) => account.parent_name ?? '–',
    },
    {
      id: 'owner_name',
      label: t('accounts.owner'),
      type: 'text',
      width: 170,
      isSortable: true,
      cell: (account) => account.owner_name ?? '–',
    },
    ...keys.slice(0, mostAttributes).map((key): DataColumn<Account> => ({
      id: `attributes.${key}`,
      label: attributeName(key),
      type: 'text',
      width: 150,
      cell: (account) => attributeWords(key, account.attributes?.[key], format, t),
    })),
  ]
}
