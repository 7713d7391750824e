import { Checkbox } from '@mantine/core'
import { useFormat, useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import type { Activity } from '../activities/activity.ts'
import { useDone } from '../activities/use-done.ts'
import classes from '../pages.module.css'
import { PageLink, RecordLink } from '../record-link.tsx'
import { useRead } from '../use-read.ts'

const shownCount = 6
const toDo = [{ field: 'is_done', op: 'eq' as const, value: false }]

/** What is to be done, the most urgent first: a seller's own, a manager's people's, everybody's for the rest. */
export function TasksPanel() {
  const t = useT()
  const { role } = useSession()
  const { data } = useRead('activities.list', { filter: toDo, sort: 'due_on', direction: 'asc', limit: shownCount })
  if (!data) return null
  return (
    <Panel
      title={t(role === 'seller' ? 'home.my_tasks' : 'home.tasks')}
      actions={
        <PageLink path="/activities" search={{ filter: toDo }}>
          {t('home.to_tasks')}
        </PageLink>
      }
    >
      {data.items.length === 0 && <p className={classes.muted}>{t('home.no_tasks')}</p>}
      <ul className={classes.doings}>
        {data.items.map((task) => (
          <Task key={task.id} task={task} isOwn={role === 'seller'} mayTick={role !== 'viewer'} />
        ))}
      </ul>
    </Panel>
  )
}

function Task({ task, isOwn, mayTick }: { task: Activity; isOwn: boolean; mayTick: boolean }) {
  const t = useT()
  const format = useFormat()
  const { today } = useSession()
  const setDone = useDone()
  const { due_on: due, deal_id: dealId, subject } = task
  return (
    <li>
      <Checkbox
        aria-label={t('activities.done_of', { subject })}
        checked={task.is_done === true}
        disabled={!mayTick}
        onChange={(event) => setDone(task, event.currentTarget.checked)}
      />
      {dealId ? (
        <RecordLink noun="deals" id={dealId}>
          {subject}
        </RecordLink>
      ) : (
        <span>{subject}</span>
      )}
      <span className={classes.small} data-late={(due != null && due < today) || undefined}>
        {[task.deal_name, isOwn ? null : task.owner_name, due ? t('activities.until', { day: format.day(due) }) : null]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  )
}
