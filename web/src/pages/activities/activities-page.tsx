import { Button, Checkbox } from '@mantine/core'
import { IconChecklist, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { read } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { FilterChips } from '../../kit/filter-chips.tsx'
import type { FilterField } from '../../kit/filter-field.ts'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { usePeopleChoices } from '../people/use-people-choices.ts'
import { RecordLink } from '../record-link.tsx'
import { SearchBox } from '../search-box.tsx'
import { useExport } from '../use-export.ts'
import { useNewForm } from '../use-new-form.ts'
import { questionOf, useList } from '../use-list.ts'
import { ViewChanges } from '../views/view-changes.tsx'
import { ViewSwitcher } from '../views/view-switcher.tsx'
import { activityKinds, type Activity } from './activity.ts'
import { ActivityForm } from './activity-form.tsx'
import { useDone } from './use-done.ts'

const firstSort = { column: 'happened_at', direction: 'desc' } as const

/** Calls, meetings, letters, notes and tasks, whoever they belong to. */
export function ActivitiesPage() {
  const t = useT()
  const { workspace, role } = useSession()
  const list = { ...useList(firstSort), asOf: null }
  const takeHome = useExport('activities.list', list)
  const [open, setOpen] = useState<Activity | null>(null)
  const form = useNewForm()
  const mayEdit = role !== 'viewer'
  const isMaking = form.isOpen && mayEdit
  const columns = useColumns(mayEdit)
  const fields = useFields()
  const isNarrowed = list.filter.length > 0 || list.words !== ''
  const begin = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => void form.open()}>
      {t('activities.log')}
    </Button>
  )
  return (
    <Page layout="fill">
      <PageHeader title={t('activities.title')} note={t('activities.note')} actions={mayEdit && begin} />
      <DataTable
        id="activities"
        height="fill"
        label={t('activities.title')}
        columns={columns}
        chosen={list.columns}
        rowId={(activity) => activity.id}
        sort={list.sort}
        onSort={list.setSort}
        onExport={takeHome}
        {...(mayEdit ? { onOpen: setOpen } : {})}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'activities.list', questionOf(list, null)],
          fetchPage: (cursor, signal) => read(workspace.slug, 'activities.list', questionOf(list, cursor), signal),
        }}
        toolbar={
          <>
            <ViewSwitcher page="activities" firstSort={firstSort} />
            <SearchBox label={t('activities.search')} value={list.words} onChange={list.setWords} />
            <FilterChips fields={fields} value={list.filter} onChange={list.setFilter} />
            <ViewChanges page="activities" firstSort={firstSort} />
          </>
        }
        empty={
          isNarrowed ? (
            <EmptyState title={t('activities.none_found')}>{t('deals.none_found_text')}</EmptyState>
          ) : (
            <EmptyState
              icon={<IconChecklist size={20} />}
              title={t('activities.none')}
              action={mayEdit ? begin : undefined}
            >
              {t('activities.none_text')}
            </EmptyState>
          )
        }
      />
      {isMaking && <ActivityForm about={{}} activity={null} onClose={() => void form.close()} />}
      {open !== null && <ActivityForm about={{}} activity={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function useFields(): FilterField[] {
  const t = useT()
  const people = usePeopleChoices()
  const kinds = activityKinds.map((value) => ({ value, label: t(`metrics.activity.${value}`) }))
  return [
    { id: 'kind', label: t('activities.kind'), type: 'choice', options: kinds },
    { id: 'owner_id', label: t('activities.owner'), type: 'choice', options: people },
    { id: 'is_done', label: t('activities.done'), type: 'flag' },
    { id: 'due_on', label: t('activities.due'), type: 'day' },
    { id: 'deal_name', label: t('activities.deal'), type: 'text' },
    { id: 'account_name', label: t('activities.account'), type: 'text' },
  ]
}

function useColumns(mayEdit: boolean): DataColumn<Activity>[] {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const setDone = useDone()
  const isSortable = true
  return [
    {
      id: 'is_done',
      label: t('activities.done'),
      type: 'badge',
      width: 90,
      cell: (activity) => (
        <Checkbox
          aria-label={t('activities.done_of', { subject: activity.subject })}
          checked={activity.is_done === true}
          disabled={!mayEdit || activity.kind !== 'task'}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => setDone(activity, event.currentTarget.checked)}
        />
      ),
    },
    {
      id: 'kind',
      label: t('activities.kind'),
      type: 'badge',
      isSortable,
      cell: ({ kind }) => t(`metrics.activity.${kind}`),
    },
    { id: 'subject', label: t('activities.subject'), type: 'text', width: 260, isSortable, cell: (one) => one.subject },
    {
      id: 'happened_at',
      label: t('activities.when'),
      type: 'instant',
      isSortable,
      cell: ({ happened_at: at }) => (at ? format.instant(at, workspace.timeZone) : '–'),
    },
    {
      id: 'due_on',
      label: t('activities.due'),
      type: 'day',
      isSortable,
      cell: ({ due_on: day }) => (day ? format.day(day) : '–'),
    },
    {
      id: 'deal_name',
      label: t('activities.deal'),
      type: 'text',
      isSortable,
      cell: ({ deal_id: id, deal_name: name }) =>
        id && name ? (
          <RecordLink noun="deals" id={id}>
            {name}
          </RecordLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'account_name',
      label: t('activities.account'),
      type: 'text',
      isSortable,
      cell: ({ account_id: id, account_name: name }) =>
        id && name ? (
          <RecordLink noun="accounts" id={id}>
            {name}
          </RecordLink>
        ) : (
          '–'
        ),
    },
    { id: 'owner_name', label: t('activities.owner'), type: 'text', isSortable, cell: (one) => one.owner_name ?? '–' },
  ]
}
