import { Button, Popover } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './as-of.module.css'
import { DayInput, useCalendarWords } from './day-input.tsx'

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
  const words = useCalendarWords()
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
        <DayInput label={t('as_of.label')} value={value} max={today} onChange={(day) => day && choose(day)} />
        <div className={classes.presets}>
          {lastPeriodEnds(today).map(({ key, day }) => (
            <Button key={key} variant="default" size="compact-sm" onClick={() => choose(day)}>
              {t(key)}
            </Button>
          ))}
        </div>
        <DatePicker value={value} defaultDate={value ?? today} maxDate={today} onChange={choose} {...words} />
      </Popover.Dropdown>
    </Popover>
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
