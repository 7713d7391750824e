import { Button, Tabs } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { read } from '../../api.ts'
import type { Person } from '../../../../src/domains/people/schema.ts'
import { useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { RecordLink } from '../record-link.tsx'
import { SearchBox } from '../search-box.tsx'
import { useAddress, useGo } from '../use-address.ts'
import { questionOf, useList } from '../use-list.ts'
import { useMayOperate } from '../may-operate.ts'
import { PersonForm } from './person-form.tsx'
import { TeamForm } from './team-form.tsx'
import { TeamTree } from './team-tree.tsx'
import { isMemberOn, useStructure } from './use-structure.ts'

/** Who sells, and how they are put together. */
export function PeoplePage() {
  const t = useT()
  const { search, change } = useAddress()
  const tab = search['tab'] === 'people' ? 'people' : 'teams'
  const go = useGo()
  const mayEdit = useMayOperate()
  const { teams } = useStructure()
  const [making, setMaking] = useState<'person' | 'team' | null>(null)
  return (
    <Page layout="fill">
      <PageHeader
        title={t('nav.people')}
        note={t('people.note')}
        actions={
          mayEdit && (
            <>
              <Button variant="default" onClick={() => setMaking('team')}>
                {t('people.new_team')}
              </Button>
              <Button onClick={() => setMaking('person')}>{t('people.new')}</Button>
            </>
          )
        }
      />
      {making === 'team' && <TeamForm team={null} teams={teams} onClose={() => setMaking(null)} />}
      {making === 'person' && (
        <PersonForm person={null} onClose={() => setMaking(null)} onSaved={(id) => go(`/people/${id}`)} />
      )}
      <Tabs value={tab} onChange={(next) => change({ tab: next })} keepMounted={false}>
        <Tabs.List mb={16}>
          <Tabs.Tab value="teams">{t('people.teams')}</Tabs.Tab>
          <Tabs.Tab value="people">{t('people.people')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="teams">
          <Panel>
            <TeamTree />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <PeopleTable />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function PeopleTable() {
  const t = useT()
  const go = useGo()
  const { workspace } = useSession()
  const list = useList({ column: 'name', direction: 'asc' })
  const columns = useColumns()
  return (
    <DataTable
      id="people"
      label={t('people.people')}
      columns={columns}
      rowId={(person) => person.id}
      sort={list.sort}
      onSort={list.setSort}
      onOpen={(person) => go(`/people/${person.id}`)}
      source={{
        kind: 'pages',
        key: [workspace.slug, 'people.list', questionOf(list, null)],
        fetchPage: (cursor, signal) => read(workspace.slug, 'people.list', questionOf(list, cursor), signal),
      }}
      toolbar={<SearchBox label={t('people.search')} value={list.words} onChange={list.setWords} />}
      empty={
        <EmptyState
          icon={<IconUsers size={20} />}
          title={t('people.none')}
          action={<Button onClick={() => go('/import')}>{t('deals.import')}</Button>}
        >
          {t('people.none_text')}
        </EmptyState>
      }
    />
  )
}

function useColumns(): DataColumn<Person>[] {
  const t = useT()
  const { memberships, day } = useStructure()
  const teamsOf = (person: Person): string =>
    memberships
      .filter((one) => one.person_id === person.id && isMemberOn(one, day))
      .map((one) => one.team_name)
      .join(', ') || '–'
  return [
    {
      id: 'name',
      label: t('people.name'),
      type: 'text',
      isSortable: true,
      cell: (person) => (
        <RecordLink noun="people" id={person.id}>
          {person.name}
        </RecordLink>
      ),
    },
    { id: 'team', label: t('people.team'), type: 'text', cell: teamsOf },
    { id: 'title', label: t('people.job'), type: 'text', isSortable: true, cell: (person) => person.title ?? '–' },
    { id: 'email', label: t('people.email'), type: 'text', isSortable: true, cell: (person) => person.email ?? '–' },
  ]
}
