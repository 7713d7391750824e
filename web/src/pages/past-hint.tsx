import { Button } from '@mantine/core'
import { daysBetween } from '../../../src/base/calendar.ts'
import { useFormat, useT } from '../i18n.tsx'
import { useSession } from '../shell/session.tsx'
import { useAsOf } from '../shell/use-as-of.ts'
import classes from './pages.module.css'
import { useLastDay } from './use-last-day.ts'

/** Data that goes on to the present needs no other day. */
const recentDays = 31

/** Data that ends long ago has nothing to say about today: leads to its last day. */
export function PastHint() {
  const t = useT()
  const format = useFormat()
  const { today } = useSession()
  const { asOf, setAsOf } = useAsOf()
  const day = useLastDay(asOf === null)
  if (asOf !== null || day === null || daysBetween(day, today) <= recentDays) return null
  return (
    <p className={classes.row}>
      <span className={classes.muted}>{t('home.data_ends', { day: format.day(day) })}</span>
      <Button variant="default" size="compact-sm" onClick={() => setAsOf(day)}>
        {t('home.look_as_of', { day: format.day(day) })}
      </Button>
    </p>
  )
}
