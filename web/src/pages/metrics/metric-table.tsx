import type { MetricAnswer, MetricRow } from '../../../../src/domains/metrics/schema.ts'
import { useFormat, useLanguage, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import classes from '../pages.module.css'
import { useDimensionName, useRowName, writeOf } from './metric-words.ts'
import type { Metric } from './metric.ts'
import type { Asked } from './use-question.ts'

type Props = { metric: Metric; answer: MetricAnswer; asked: Asked; onPick: (key: string | null) => void }

/** The answer row by row; a row opens what it is made of. */
export function MetricTable({ metric, answer, asked, onPick }: Props) {
  const t = useT()
  const { language } = useLanguage()
  const columns = useColumns({ metric, answer, asked, onPick })
  return (
    <DataTable
      id="metrics"
      label={t('metrics.table', { metric: metric.labels[language] })}
      columns={columns}
      source={{ kind: 'rows', rows: answer.rows }}
      rowId={(row) => row.keys.join('|') || 'none'}
      onOpen={(row) => onPick(row.keys[0] ?? null)}
      summary={t('metrics.rows_hint')}
      empty={<p style={{ padding: 16 }}>{t('stat.none')}</p>}
    />
  )
}

function useColumns({ metric, answer, asked, onPick }: Props): DataColumn<MetricRow>[] {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const nameOf = useDimensionName()
  const nameRow = useRowName()
  const write = writeOf(answer.unit, answer.currency, format)
  const valueOf = (row: MetricRow): string =>
    row.too_few ? t('stat.too_few', { n: row.count }) : row.value === null ? '–' : write.full(row.value)
  const hasComparison = answer.rows.some((row) => row.compare !== null)
  function comparisonColumn(): DataColumn<MetricRow> {
    return {
      id: 'compare',
      label: t('metrics.before'),
      type: 'money',
      isSortable: true,
      sortBy: (row) => row.compare?.value ?? null,
      cell: (row) => (row.compare?.value == null ? '–' : write.full(row.compare.value)),
    }
  }
  return [
    {
      id: 'name',
      label: nameOf(answer.by[0] ?? 'time'),
      type: 'text',
      isSortable: true,
      sortBy: (row) => (answer.by[0] === 'time' ? (row.keys[0] ?? null) : nameRow(answer, row, asked.granularity)),
      cell: (row) => (
        <button type="button" className={classes.pick} tabIndex={-1} onClick={() => onPick(row.keys[0] ?? null)}>
          {nameRow(answer, row, asked.granularity)}
        </button>
      ),
    },
    {
      id: 'value',
      label: metric.labels[language],
      type: 'money',
      width: 210,
      isSortable: true,
      sortBy: (row) => row.value,
      cell: valueOf,
    },
    {
      id: 'count',
      label: t('metrics.count_column'),
      type: 'number',
      isSortable: true,
      sortBy: (row) => row.count,
      cell: (row) => format.number(row.count),
    },
    ...(hasComparison ? [comparisonColumn()] : []),
  ]
}
