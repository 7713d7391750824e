import { Button, Popover, Skeleton, TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { lazy, Suspense, useState, type FormEvent } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './as-of.module.css'
import { parseDay } from './parse-day.ts'

const AsOfCalendar = lazy(() => import('./as-of-calendar.tsx').then((module) => ({ default: module.AsOfCalendar })))

type Props = {
  /** 'YYYY-MM-DD', or null for now. */
  value: string | null
  /** Today in the workspace's zone: nothing later can be looked at. */
  today: string
  onChange: (day: string | null) => void
}

/** Moves the whole screen into the past. */
export function AsOfControl({ value, today, onChange }: Props) {
  const t = useT()
  const format = useFormat()
  const [isOpen, setIsOpen] = useState(false)
  const choose = (day: string | null): void => {
    setIsOpen(false)
    onChange(day === today ? null : day)
  }
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconHistory size={15} />}
          className={classes.button}
          data-past={value !== null || undefined}
          onClick={() => setIsOpen((was) => !was)}
        >
          {value === null ? t('as_of.now') : t('as_of.day', { day: format.day(value) })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('as_of.label')}>
        <p className={classes.hint}>{t('as_of.hint')}</p>
        <TypedDay today={today} onChoose={choose} />
        <div className={classes.presets}>
          {lastPeriodEnds(today).map(({ key, day }) => (
            <Button key={key} variant="default" size="compact-sm" onClick={() => choose(day)}>
              {t(key)}
            </Button>
          ))}
        </div>
        <Suspense fallback={<Skeleton height={290} width={260} />}>
          <AsOfCalendar value={value} today={today} onChoose={choose} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}

type TypedProps = { today: string; onChoose: (day: string) => void }

/** A day typed and entered; the calendar below is for those who would rather see it. */
function TypedDay({ today, onChoose }: TypedProps) {
  const t = useT()
  const [text, setText] = useState('')
  const [isRefused, setIsRefused] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const day = parseDay(text)
    if (day !== null && day <= today) onChoose(day)
    else setIsRefused(true)
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        aria-label={t('as_of.label')}
        placeholder={t('day.placeholder')}
        data-autofocus
        value={text}
        error={isRefused ? t('as_of.refused') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setIsRefused(false)
        }}
      />
    </form>
  )
}

type BandProps = { day: string; onBack: () => void }

/** Cannot be overlooked: nobody takes the past for today. */
export function AsOfBand({ day, onBack }: BandProps) {
  const t = useT()
  const format = useFormat()
  return (
    <div role="status" className={classes.band}>
      <IconHistory size={16} aria-hidden />
      <span>{t('as_of.looking_at', { day: format.day(day) })}</span>
      <button type="button" className={classes.back} onClick={onBack}>
        {t('as_of.back')}
      </button>
    </div>
  )
}

/** Last day of the month, of the calendar quarter and of the year before. */
export function lastPeriodEnds(today: string) {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const endBefore = (firstMonth: number): string =>
    new Date(Date.UTC(year, firstMonth - 1, 0)).toISOString().slice(0, 10)
  return [
    { key: 'as_of.month_end', day: endBefore(month) },
    { key: 'as_of.quarter_end', day: endBefore(month - ((month - 1) % 3)) },
    { key: 'as_of.year_end', day: endBefore(1) },
  ] as const
}
