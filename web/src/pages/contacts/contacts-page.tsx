import { Button } from '@mantine/core'
import { IconAddressBook, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Contact } from '../../../../src/domains/accounts/schema.ts'
import { read } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import type { FilterField } from '../../kit/filter-field.ts'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { usePeopleChoices } from '../people/use-people-choices.ts'
import { SearchBox } from '../search-box.tsx'
import { useGo } from '../use-address.ts'
import { useArchive } from '../use-archive.tsx'
import { useExport } from '../use-export.ts'
import { questionOf, useList } from '../use-list.ts'
import { useNewForm } from '../use-new-form.ts'
import { ViewChanges } from '../views/view-changes.tsx'
import { ViewSwitcher } from '../views/view-switcher.tsx'
import { useContactColumns } from './contact-columns.tsx'
import { ContactForm } from './contact-form.tsx'

const firstSort = { column: 'name', direction: 'asc' } as const

/** Everybody known at the companies that buy. */
export function ContactsPage() {
  const t = useT()
  const { workspace, role } = useSession()
  const { asOf } = useAsOf()
  const list = useList(firstSort)
  const takeHome = useExport('contacts.list', list)
  const archive = useArchive('contacts')
  const [edited, setEdited] = useState<Contact | null>(null)
  const form = useNewForm()
  const mayEdit = asOf === null && role !== 'viewer'
  const edit = mayEdit ? setEdited : null
  return (
    <Page layout="fill">
      <PageHeader
        title={t('contacts.title')}
        note={t('contacts.note')}
        actions={mayEdit && <NewContact onClick={() => void form.open()} />}
      />
      <DataTable<Contact>
        id="contacts"
        height="fill"
        label={t('contacts.title')}
        columns={useContactColumns(edit, archive)}
        chosen={list.columns}
        rowId={(contact) => contact.id}
        sort={list.sort}
        onSort={list.setSort}
        onExport={takeHome}
        {...(edit === null ? {} : { onOpen: edit })}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'contacts.list', questionOf(list, null)],
          fetchPage: (cursor, signal) => read(workspace.slug, 'contacts.list', questionOf(list, cursor), signal),
        }}
        toolbar={
          <>
            <ViewSwitcher page="contacts" firstSort={firstSort} />
            <SearchBox label={t('contacts.search')} value={list.words} onChange={list.setWords} />
            <FilterChips fields={useContactFields()} value={list.filter} onChange={list.setFilter} />
            <ViewChanges page="contacts" firstSort={firstSort} />
          </>
        }
        empty={<NoContacts isNarrowed={list.filter.length > 0 || list.words !== ''} />}
      />
      {edited !== null && <ContactForm contact={edited} onClose={() => setEdited(null)} />}
      {mayEdit && form.isOpen && <ContactForm contact={null} onClose={() => void form.close()} />}
    </Page>
  )
}

function useContactFields(): FilterField[] {
  const t = useT()
  const people = usePeopleChoices()
  return [
    { id: 'name', label: t('accounts.contact'), type: 'text' },
    { id: 'account_name', label: t('accounts.name'), type: 'text' },
    { id: 'title', label: t('people.job'), type: 'text' },
    { id: 'email', label: t('people.email'), type: 'text' },
    { id: 'owner_id', label: t('accounts.owner'), type: 'choice', options: people },
  ]
}

function NewContact({ onClick }: { onClick: () => void }) {
  const t = useT()
  return (
    <Button leftSection={<IconPlus size={15} />} onClick={onClick}>
      {t('accounts.new_contact')}
    </Button>
  )
}

function NoContacts({ isNarrowed }: { isNarrowed: boolean }) {
  const t = useT()
  const go = useGo()
  if (isNarrowed) return <EmptyState title={t('contacts.none_found')}>{t('contacts.none_found_text')}</EmptyState>
  return (
    <EmptyState
      icon={<IconAddressBook size={20} />}
      title={t('contacts.none')}
      action={<Button onClick={() => go('/import')}>{t('deals.import')}</Button>}
    >
      {t('contacts.none_text')}
    </EmptyState>
  )
}
