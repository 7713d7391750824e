import { useMemo } from 'react'
import type { MetricAnswer } from '../../../../src/domains/metrics/schema.ts'
import { useFormat, useLanguage, useT } from '../../i18n.tsx'
import { BarChart } from '../../kit/bar-chart.tsx'
import { LineChart } from '../../kit/line-chart.tsx'
import { useDimensionName, useRowName, writeOf } from './metric-words.ts'
import type { Metric } from './metric.ts'
import type { Asked } from './use-question.ts'

type Props = { metric: Metric; answer: MetricAnswer; asked: Asked; onPick: (key: string | null) => void }

/** More bars than this across, and the picture is a list; the table below holds them all. */
const mostBars = 25

/** Sums over time as bars, rates over time as a line, groups as bars across, largest first. */
export function MetricChart({ metric, answer, asked, onPick }: Props) {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const nameOf = useDimensionName()
  const nameRow = useRowName()
  const isOverTime = answer.by[0] === 'time'
  const rows = useMemo(() => rowsInOrder(answer, isOverTime), [answer, isOverTime])
  const categories = useMemo(
    () => rows.map((row) => nameRow(answer, row, asked.granularity)),
    [rows, answer, asked.granularity, nameRow],
  )
  const label = metric.labels[language]
  const before = t('metrics.before')
  const series = useMemo(() => {
    // Too few to say is drawn as nothing: a bar would say it.
    const now = { name: label, values: rows.map((row) => (row.too_few ? null : row.value)) }
    if (!rows.some((row) => row.compare)) return [now]
    return [now, { name: before, values: rows.map((row) => row.compare?.value ?? null), tense: 'earlier' as const }]
  }, [rows, label, before])
  const write = useMemo(() => writeOf(answer.unit, answer.currency, format), [answer, format])
  const byName = nameOf(answer.by[0] ?? 'time')
  const shared = {
    title: findingOf(),
    note: t('metrics.chart_note', { metric: label, by: byName.toLocaleLowerCase(format.locale) }),
    categories,
    categoryLabel: byName,
    series,
    formatValue: write.full,
    formatAxis: write.short,
    onPick: (index: number) => onPick(rows[index]?.keys[0] ?? null),
  }
  function findingOf(): string {
    const known = rows.flatMap((row, i) => (row.value === null || row.too_few ? [] : [{ i, value: row.value }]))
    const top = known.reduce<(typeof known)[number] | null>(
      (best, one) => (best && best.value >= one.value ? best : one),
      null,
    )
    if (!top || top.value === 0) return t('metrics.finding.nothing', { metric: label })
    return t('metrics.finding.top', { metric: label, name: categories[top.i] ?? '', value: write.full(top.value) })
  }
  const isSum = metric.unit === 'money' || metric.unit === 'count'
  if (isOverTime && !isSum && rows.length > 2) return <LineChart {...shared} baseline="zero" />
  if (isOverTime) return <BarChart {...shared} />
  return <BarChart {...shared} direction="across" height={Math.max(160, Math.min(rows.length, mostBars) * 28 + 40)} />
}

function rowsInOrder(answer: MetricAnswer, isOverTime: boolean): MetricAnswer['rows'] {
  if (isOverTime) return answer.rows
  return [...answer.rows].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity)).slice(0, mostBars)
}
