import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { write, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useJobWords } from '../../shell/job-words.ts'
import { useSession } from '../../shell/session.tsx'
import { useMayOperate } from '../may-operate.ts'
import classes from '../settings/settings.module.css'
import { useRead } from '../use-read.ts'
import { ScheduleForm } from './schedule-form.tsx'

type Schedule = Output<'schedules.list'>['items'][number]
type Kind = Schedule['kind']
type Verb = 'schedules.run' | 'schedules.pause' | 'schedules.resume'

const ofBackups: readonly Kind[] = ['backup', 'backup_trial']
const kinds: readonly Kind[] = [...ofBackups, 'audit_verify']
const isUnderWay = ({ last_status: status }: Schedule): boolean => status === 'queued' || status === 'running'

/** What is done by the clock: when, next, how it went last; now, another time, not for a while. */
export function SchedulesPanel() {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const mayOperate = useMayOperate()
  const [changing, setChanging] = useState<Kind | null>(null)
  const schedules = useRead('schedules.list', {}, { until: ({ items }) => !items.some(isUnderWay) })
  const ask = useMutation({
    mutationFn: ({ verb, kind }: { verb: Verb; kind: Kind }) => write(workspace.slug, verb, { kind }),
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'schedules.list'] }),
  })
  const error = schedules.error ?? ask.error
  const items = schedules.data?.items ?? []
  const possible = kinds.filter((kind) => schedules.data?.may_back_up === true || !ofBackups.includes(kind))
  return (
    <Panel title={t('schedules.title')}>
      <p className={classes.note}>{t('schedules.note', { zone: workspace.timeZone })}</p>
      {error && <ErrorState error={error} />}
      {schedules.data && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('schedules.title')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('schedules.what')}</th>
                <th scope="col">{t('schedules.when')}</th>
                <th scope="col">{t('schedules.next')}</th>
                <th scope="col">{t('schedules.last')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {possible.map((kind) => {
                const schedule = items.find((one) => one.kind === kind) ?? null
                const buttons = mayOperate && (
                  <Buttons
                    kind={kind}
                    schedule={schedule}
                    isAsking={ask.isPending}
                    onAsk={(verb) => ask.mutate({ verb, kind })}
                    onChange={() => setChanging(kind)}
                  />
                )
                return <Row key={kind} kind={kind} schedule={schedule} buttons={buttons} />
              })}
            </tbody>
          </table>
        </div>
      )}
      {changing !== null && (
        <ScheduleForm
          kind={changing}
          schedule={items.find((one) => one.kind === changing) ?? null}
          onClose={() => setChanging(null)}
        />
      )}
    </Panel>
  )
}

type RowProps = { kind: Kind; schedule: Schedule | null; buttons: ReactNode }

function Row({ kind, schedule, buttons }: RowProps) {
  const t = useT()
  const format = useFormat()
  const words = useJobWords()
  const { workspace } = useSession()
  if (schedule === null)
    return (
      <tr>
        <th scope="row">{words.name(kind)}</th>
        <td className={classes.muted} colSpan={3}>
          {t('schedules.unknown')}
        </td>
        <td>{buttons}</td>
      </tr>
    )
  const { at_time: time, week_day: day, next_at: nextAt, last_status: last, missed_count: missed } = schedule
  return (
    <tr>
      <th scope="row">{words.name(kind)}</th>
      <td>
        {day === null ? t('schedules.daily', { time }) : t('schedules.weekly', { day: format.weekday(day), time })}
      </td>
      <td className={classes.nowrap}>
        {nextAt === null ? t('schedules.paused') : format.instant(nextAt, workspace.timeZone)}
      </td>
      <td>
        <span role="status">{last === null ? t('schedules.never') : t(`jobs.status.${last}`)}</span>
        {missed > 0 && <div className={classes.muted}>{t('schedules.missed', { count: missed })}</div>}
      </td>
      <td>{buttons}</td>
    </tr>
  )
}

type ButtonsProps = {
  kind: Kind
  schedule: Schedule | null
  isAsking: boolean
  onAsk: (verb: Verb) => void
  onChange: () => void
}

function Buttons({ kind, schedule, isAsking, onAsk, onChange }: ButtonsProps) {
  const t = useT()
  const name = useJobWords().name(kind)
  const look = { variant: 'default', size: 'compact-sm' } as const
  if (schedule === null)
    return (
      <div className={classes.buttons}>
        <Button {...look} aria-label={t('schedules.add_of', { name })} onClick={onChange}>
          {t('schedules.add')}
        </Button>
      </div>
    )
  const turn = schedule.is_paused ? 'resume' : 'pause'
  return (
    <div className={classes.buttons}>
      <Button
        {...look}
        aria-label={t('schedules.run_of', { name })}
        disabled={isAsking || isUnderWay(schedule)}
        onClick={() => onAsk('schedules.run')}
      >
        {t('schedules.run')}
      </Button>
      <Button {...look} aria-label={t('schedules.change_of', { name })} onClick={onChange}>
        {t('schedules.change')}
      </Button>
      <Button
        {...look}
        aria-label={t(`schedules.${turn}_of`, { name })}
        disabled={isAsking}
        onClick={() => onAsk(`schedules.${turn}`)}
      >
        {t(`schedules.${turn}`)}
      </Button>
    </div>
  )
}
