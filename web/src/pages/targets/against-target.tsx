import { useFormat, useT } from '../../i18n.tsx'
import classes from '../pages.module.css'
import { useAttainment } from './use-attainment.ts'

type Props = { granularity: 'month' | 'quarter'; from: string; forecastMinor: number }

/** What was aimed at beside what is forecast: how much lies between them. Nothing where the company has no target. */
export function AgainstTarget({ granularity, from, forecastMinor }: Props) {
  const t = useT()
  const format = useFormat()
  const attainment = useAttainment({ granularity, on: from })
  const company = attainment?.rows.find(({ kind }) => kind === 'company')
  const target = company?.target_value ?? null
  if (!attainment || target === null) return null
  const money = (minor: number): string => format.moneyWhole(minor, attainment.currency)
  const gap = forecastMinor - target
  return (
    <span>
      {t('targets.target_is', { target: money(target) })}{' '}
      <span className={classes.badge} data-tone={gap < 0 ? 'bad' : 'good'}>
        {t(gap < 0 ? 'targets.short_of' : 'targets.beyond', { gap: money(Math.abs(gap)) })}
      </span>
    </span>
  )
}
