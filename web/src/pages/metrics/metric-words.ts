import type { MetricAnswer, MetricUnit } from '../../../../src/domains/metrics/schema.ts'
import type { Format } from '../../format.ts'
import { useFormat, useOptionalT, useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'

/** How a number of a unit is written, in full and beside an axis. */
export function writeOf(unit: MetricUnit, currency: string, format: Format) {
  const full = (value: number): string => {
    if (unit === 'money' || unit === 'money_per_day') return format.moneyWhole(value, currency)
    if (unit === 'ratio') return format.percent(value)
    return unit === 'days' ? format.days(value, 1) : format.number(value)
  }
  const short = (value: number): string => {
    if (unit === 'money' || unit === 'money_per_day') return format.moneyCompact(value, currency)
    return unit === 'count' ? format.numberCompact(value) : full(value)
  }
  return { full, short }
}

/** Name of a dimension: `account.sector` is an attribute of the account, by its own name. */
export function useDimensionName(): (dimension: string) => string {
  const t = useT()
  const optional = useOptionalT()
  return (dimension) =>
    dimension.startsWith('account.')
      ? t('metrics.attribute', { name: dimension.slice('account.'.length).replaceAll('_', ' ') })
      : (optional(`metrics.by.${dimension}`) ?? dimension)
}

/** What stands at a row's head: a period, a name, or the words for none. */
export function useRowName(): (answer: MetricAnswer, row: MetricAnswer['rows'][number], granularity: string) => string {
  const t = useT()
  const optional = useOptionalT()
  const periodName = usePeriodName()
  return (answer, row, granularity) => {
    const key = row.keys[0] ?? null
    const label = row.labels[0] ?? null
    if (label === null) return t('metrics.no_value')
    if (answer.by[0] === 'time') return periodName(label, granularity)
    if (answer.by[0] === 'forecast_category') return optional(`deals.category.${label}`) ?? label
    if (answer.by[0] === 'activity_kind') return optional(`metrics.activity.${key ?? ''}`) ?? label
    return label
  }
}

/** Name of the period that begins on a day: Q4 2026, Nov 2026. */
export function usePeriodName(): (firstDay: string, granularity: string) => string {
  const t = useT()
  const format = useFormat()
  // A quarter of a fiscal year of its own goes by its first day: "Q1" would be read as January.
  const isCalendarYear = useSession().workspace.fiscalYearStartMonth === 1
  return (firstDay, granularity) => {
    const [year = '', month = '1'] = firstDay.split('-')
    if (granularity === 'month') return format.month(firstDay)
    if (!isCalendarYear) return format.day(firstDay)
    if (granularity === 'year') return year
    return granularity === 'quarter'
      ? `${t('metrics.quarter_letter')}${Math.ceil(Number(month) / 3)} ${year}`
      : format.day(firstDay)
  }
}
