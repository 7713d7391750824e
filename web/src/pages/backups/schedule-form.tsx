import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { atTime } from '../../../../src/domains/workspace/schema.ts'
import { write, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { useJobWords } from '../../shell/job-words.ts'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'

type Schedule = Output<'schedules.list'>['items'][number]
type Props = { kind: Schedule['kind']; schedule: Schedule | null; onClose: () => void }

const everyDay = 'every'

/** At what time, and on which day of the week or every day. */
export function ScheduleForm({ kind, schedule, onClose }: Props) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const name = useJobWords().name(kind)
  const [time, setTime] = useState(schedule?.at_time ?? '03:30')
  const [day, setDay] = useState(String(schedule?.week_day ?? everyDay))
  const days = [1, 2, 3, 4, 5, 6, 7].map((one) => ({ value: String(one), label: format.weekday(one) }))
  const save = () =>
    write(workspace.slug, 'schedules.set', { kind, at_time: time, week_day: day === everyDay ? null : Number(day) })
  return (
    <FormModal
      title={schedule === null ? t('schedules.add_of', { name }) : t('schedules.change_of', { name })}
      isWhole={atTime.safeParse(time).success}
      save={save}
      onClose={onClose}
    >
      <TextInput
        label={t('schedules.time')}
        value={time}
        required
        maxLength={5}
        data-autofocus
        onChange={({ currentTarget }) => setTime(currentTarget.value)}
      />
      <Select
        label={t('schedules.days')}
        value={day}
        allowDeselect={false}
        data={[{ value: everyDay, label: t('schedules.every_day') }, ...days]}
        onChange={(next) => next !== null && setDay(next)}
      />
    </FormModal>
  )
}
