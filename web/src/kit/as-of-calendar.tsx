import { DatePicker } from '@mantine/dates'
import { useCalendarWords } from './day-input.tsx'

type Props = { value: string | null; today: string; onChoose: (day: string | null) => void }

/** Apart from the control, so that the shell does not carry a calendar nobody has opened. */
export function AsOfCalendar({ value, today, onChoose }: Props) {
  return (
    <DatePicker
      value={value}
      defaultDate={value ?? today}
      maxDate={today}
      onChange={onChoose}
      {...useCalendarWords()}
    />
  )
}
