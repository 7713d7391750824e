import { useMemo } from 'react'
import type { ImportReport, RefusedRow } from '../../../../src/domains/imports/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { Panel } from '../../kit/page-header.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { useReasonWords } from './evidence-words.ts'
import classes from './import.module.css'

type NumberedRow = RefusedRow & { place: number }

/** Rows that were not taken: where, what stood there, why. */
export function RefusedTable({ report }: { report: ImportReport }) {
  const t = useT()
  const format = useFormat()
  const reasonWords = useReasonWords()
  const rows = useMemo(() => report.refused.map((row, place) => ({ ...row, place })), [report])
  const columns: DataColumn<NumberedRow>[] = [
    {
      id: 'reason',
      label: t('imports.refused.reason'),
      type: 'text',
      width: 340,
      cell: reasonWords,
      sortBy: reasonWords,
    },
    {
      id: 'row',
      label: t('imports.refused.row'),
      type: 'number',
      cell: ({ row }) => format.number(row),
      sortBy: ({ row }) => row,
    },
    {
      id: 'column',
      label: t('imports.refused.column'),
      type: 'text',
      cell: ({ column }) => column ?? '–',
      sortBy: ({ column }) => column,
    },
    {
      id: 'value',
      label: t('imports.refused.value'),
      type: 'text',
      cell: ({ value }) => value ?? '–',
      sortBy: ({ value }) => value,
    },
  ]
  if (rows.length === 0) return null
  return (
    <Panel title={t('imports.refused.title')}>
      {report.refused_count > rows.length && (
        <p className={classes.note}>{t('imports.refused.first', { count: format.number(rows.length) })}</p>
      )}
      <DataTable
        id="refused-rows"
        label={t('imports.refused.title')}
        columns={columns}
        source={{ kind: 'rows', rows }}
        rowId={({ place }) => String(place)}
        empty={null}
      />
    </Panel>
  )
}
