import { Button, Checkbox } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { dayOf } from '../../../../src/base/calendar.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { PageLink } from '../record-link.tsx'
import { useRead } from '../use-read.ts'
import type { About, Activity } from './activity.ts'
import { ActivityForm } from './activity-form.tsx'
import { useDone } from './use-done.ts'

const shownCount = 8

/** What is to do and what was done about one deal or company. L logs another; the past is only looked at. */
export function OwnActivities({ of, asOf }: { of: About; asOf: string | null }) {
  const t = useT()
  const { role, workspace } = useSession()
  const mayEdit = asOf === null && role !== 'viewer'
  const [open, setOpen] = useState<Activity | 'new' | null>(null)
  useHotkeys(mayEdit ? [['l', () => setOpen('new')]] : [])
  const subject = of.deal
    ? { field: 'deal_id', value: of.deal.id }
    : { field: 'account_id', value: of.account?.id ?? '' }
  const own = { ...subject, op: 'eq' as const }
  const where = (isDone: boolean) => [own, { field: 'is_done', op: 'eq' as const, value: isDone }]
  const tasks = useRead('activities.list', { filter: where(false), sort: 'due_on', direction: 'asc', limit: 20 })
  const done = useRead('activities.list', {
    filter: where(true),
    sort: 'happened_at',
    direction: 'desc',
    limit: shownCount,
  })
  // Activities are kept as they are now: an earlier day shows those that had happened by then.
  const items = [...(tasks.data?.items ?? []), ...(done.data?.items ?? [])].filter(
    ({ happened_at: at }) => asOf === null || (at != null && dayOf(at, workspace.timeZone) <= asOf),
  )
  return (
    <Panel
      title={t('activities.title')}
      actions={
        mayEdit && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            aria-keyshortcuts="L"
            onClick={() => setOpen('new')}
          >
            {t('activities.log')}
          </Button>
        )
      }
    >
      {(tasks.error ?? done.error) && <ErrorState error={tasks.error ?? done.error} />}
      {items.length === 0 && done.data && (
        <p className={classes.small}>{mayEdit ? t('activities.none_here') : t('activities.none')}</p>
      )}
      <ul className={classes.doings}>
        {items.map((activity) => (
          <Doing key={activity.id} activity={activity} onEdit={mayEdit ? () => setOpen(activity) : null} />
        ))}
      </ul>
      {done.data?.next_cursor && (
        <PageLink path="/activities" search={{ filter: [own] }}>
          {t('activities.all')}
        </PageLink>
      )}
      {open !== null && (
        <ActivityForm about={of} activity={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Panel>
  )
}

function Doing({ activity, onEdit }: { activity: Activity; onEdit: (() => void) | null }) {
  const t = useT()
  const format = useFormat()
  const { workspace, today } = useSession()
  const setDone = useDone()
  const { due_on: due, happened_at: at, subject } = activity
  const kind = t(`metrics.activity.${activity.kind}`)
  const isLate = activity.is_done === false && due != null && due < today
  return (
    <li>
      {activity.kind === 'task' && (
        <Checkbox
          aria-label={t('activities.done_of', { subject })}
          checked={activity.is_done === true}
          disabled={onEdit === null}
          onChange={(event) => setDone(activity, event.currentTarget.checked)}
        />
      )}
      {onEdit ? (
        <button type="button" className={classes.plainButton} onClick={onEdit}>
          {subject}
        </button>
      ) : (
        <span>{subject}</span>
      )}
      <span className={classes.small} data-late={isLate || undefined}>
        {[
          kind === subject ? null : kind,
          activity.owner_name,
          activity.is_done === false && due ? t('activities.until', { day: format.day(due) }) : null,
          at ? format.instant(at, workspace.timeZone) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  )
}
