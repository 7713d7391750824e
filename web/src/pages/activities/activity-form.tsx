import { SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { dayOf, startOfDay } from '../../../../src/base/calendar.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { DayInput } from '../../kit/day-input.tsx'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import classes from '../pages.module.css'
import { PersonSelect } from '../people/person-select.tsx'
import { activityKinds, type About, type Activity, type ActivityKind } from './activity.ts'

type Props = { about: About; activity: Activity | null; onClose: () => void }

const noonMs = 12 * 3_600_000

/**
 * What was done, or a task to do. A new one says "call, now" by itself: opening the form and Enter log it. A day is chosen only
 * where it was not today.
 */
export function ActivityForm({ about, activity, onClose }: Props) {
  const t = useT()
  const { workspace, today } = useSession()
  const [kind, setKind] = useState<ActivityKind>(activity?.kind ?? 'call')
  const [subject, setSubject] = useState<string | null>(activity?.subject ?? null)
  const [ownerId, setOwnerId] = useState<string | null>(activity?.owner_id ?? null)
  const [body, setBody] = useState(activity?.body ?? '')
  const isTask = kind === 'task'
  const [dueOn, setDueOn] = useState<string | null>(activity?.due_on ?? today)
  const [day, setDay] = useState(activity?.happened_at ? dayOf(activity.happened_at, workspace.timeZone) : today)
  const words = subject ?? t(`metrics.activity.${kind}`)
  const save = (): Promise<unknown> => {
    const told = { kind, subject: words.trim(), owner_id: ownerId, body: body.trim() || null }
    if (activity !== null) {
      const when = isTask ? { due_on: dueOn } : { happened_at: instantOf(day, activity.happened_at) }
      return write(workspace.slug, 'activities.update', {
        id: activity.id,
        version: activity.version ?? undefined,
        ...told,
        ...when,
      })
    }
    const when = isTask ? { due_on: dueOn, is_done: false } : { happened_at: instantOf(day, null), is_done: true }
    const { deal, account } = about
    return write(workspace.slug, 'activities.create', {
      ...told,
      ...when,
      deal_id: deal?.id ?? null,
      account_id: account?.id ?? deal?.account_id ?? null,
    })
  }
  /** Today means now; another day its noon; a day left as it was keeps its moment. */
  const instantOf = (chosen: string, before: string | null | undefined): string => {
    if (before && dayOf(before, workspace.timeZone) === chosen) return before
    if (chosen === today) return new Date().toISOString()
    return new Date(Date.parse(startOfDay(chosen, workspace.timeZone)) + noonMs).toISOString()
  }
  return (
    <FormModal
      title={activity === null ? t('activities.log') : t('record.edit_of', { name: activity.subject })}
      save={save}
      isWhole={words.trim() !== ''}
      onClose={onClose}
    >
      <div className={classes.scroll}>
        <SegmentedControl
          fullWidth
          miw="max-content"
          aria-label={t('activities.kind')}
          data={activityKinds.map((value) => ({ value, label: t(`metrics.activity.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(activityKinds.find((one) => one === value) ?? 'call')}
        />
      </div>
      <TextInput
        required
        data-autofocus
        label={t('activities.subject')}
        value={words}
        maxLength={200}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <div>
        <span aria-hidden className={classes.label}>
          {isTask ? t('activities.due') : t('activities.when')}
        </span>
        {isTask ? (
          <DayInput label={t('activities.due')} value={dueOn} onChange={setDueOn} />
        ) : (
          <DayInput label={t('activities.when')} value={day} max={today} onChange={(next) => setDay(next ?? today)} />
        )}
      </div>
      <PersonSelect label={t('activities.owner')} value={ownerId} onChange={setOwnerId} />
      <Textarea
        autosize
        minRows={2}
        maxRows={8}
        label={t('activities.body')}
        value={body}
        maxLength={20_000}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
    </FormModal>
  )
}
