import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useFormat, useT } from '../i18n.tsx'
import { parseDay } from './parse-day.ts'

type Props = {
  label: string
  value: string | null
  onChange: (day: string | null) => void
  min?: string
  max?: string
}

/** A day, typed as the reader's language writes it or picked from a calendar. In and out: 'YYYY-MM-DD'. */
export function DayInput({ label, value, onChange, min, max }: Props) {
  const t = useT()
  const format = useFormat()
  return (
    <DateInput
      aria-label={label}
      value={value}
      onChange={onChange}
      valueFormat={(day) => format.day(day.slice(0, 10))}
      placeholder={t('day.placeholder')}
      dateParser={parseDay}
      minDate={min}
      maxDate={max}
      leftSection={<IconCalendar size={15} aria-hidden />}
      popoverProps={{ withinPortal: false }}
      clearable
      clearButtonProps={{ 'aria-label': t('day.clear') }}
      {...useCalendarWords()}
    />
  )
}

/** Names of months and days by Intl, so that no second library has to carry Ukrainian. */
export function useCalendarWords() {
  const t = useT()
  const format = useFormat()
  const { locale } = format
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  const asUtc = (day: string): Date => new Date(`${day.slice(0, 10)}T00:00:00Z`)
  return {
    firstDayOfWeek: 1 as const,
    weekdayFormat: (day: string) => weekday.format(asUtc(day)),
    monthsListFormat: (day: string) => month.format(asUtc(day)),
    monthLabelFormat: (day: string) => format.monthLong(day.slice(0, 10)),
    getDayAriaLabel: (day: string) => format.day(day.slice(0, 10)),
    hideOutsideDates: true,
    weekendDays: [],
    ariaLabels: {
      previousMonth: t('calendar.previous'),
      nextMonth: t('calendar.next'),
      previousYear: t('calendar.previous'),
      nextYear: t('calendar.next'),
      previousDecade: t('calendar.previous'),
      nextDecade: t('calendar.next'),
      monthLevelControl: t('calendar.choose_month'),
      yearLevelControl: t('calendar.choose_year'),
    },
  }
}
