import { NativeSelect } from '@mantine/core'
import { attributeKeyOf } from '../../../../src/base/attribute-key.ts'
import type { FileShape } from '../../../../src/base/file-shape.ts'
import { importTargets } from '../../../../src/base/import-targets.ts'
import type { ImportRecord } from '../../../../src/domains/imports/schema.ts'
import type { MessageKey } from '../../../../src/locales/en/index.ts'
import { useFormat, useT, type Translate } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useEvidenceWords, useTargetWords } from './evidence-words.ts'
import { claimedTwice, withFormat, withTarget, type Column, type Draft } from './import-draft.ts'
import classes from './import.module.css'

type Props = { record: ImportRecord; draft: Draft; onChange: (draft: Draft) => void }

/** Each column of the file: what it holds, where it goes, how it is read, and why that was proposed. */
export function ColumnsTable({ record, draft, onChange }: Props) {
  const t = useT()
  const targetWords = useTargetWords()
  const shape = record.shape as FileShape
  const twice = claimedTwice(draft.columns)
  const takenCount = draft.columns.filter(({ target }) => target !== null).length
  return (
    <Panel
      title={t('imports.columns.title')}
      actions={
        <span className={classes.note}>
          {t('imports.columns.taken', { count: takenCount, total: draft.columns.length })}
        </span>
      }
    >
      {twice.map((target) => (
        <p key={target} role="alert" className={classes.warning}>
          {t('imports.columns.twice', { target: targetWords(target) })}
        </p>
      ))}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('imports.columns.name')}</th>
              <th scope="col">{t('imports.columns.samples')}</th>
              <th scope="col">{t('imports.columns.target')}</th>
              <th scope="col">{t('imports.columns.format')}</th>
              <th scope="col">{t('imports.columns.why')}</th>
            </tr>
          </thead>
          <tbody>
            {draft.columns.map((column) => (
              <ColumnRow
                key={column.column}
                kind={record.kind}
                column={column}
                shape={shape.columns.find(({ index }) => index === column.column)}
                onTarget={(target) => onChange(withTarget(draft, column.column, target))}
                onFormat={(format) => onChange(withFormat(draft, column.column, format))}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

type RowProps = {
  kind: ImportRecord['kind']
  column: Column
  shape: FileShape['columns'][number] | undefined
  onTarget: (target: string | null) => void
  onFormat: (format: Column['format']) => void
}

function ColumnRow({ kind, column, shape, onTarget, onFormat }: RowProps) {
  const t = useT()
  const targetWords = useTargetWords()
  const samples = shape?.sample_values.slice(0, 3).join(' · ') ?? ''
  const custom = kind === 'accounts' ? [`attributes.${attributeKeyOf(column.name)}`] : []
  const own = column.target === null ? [] : [column.target]
  const targets = [...new Set([...importTargets[kind], ...own, ...custom])]
  return (
    <tr data-skipped={column.target === null || undefined}>
      <th scope="row">{column.name}</th>
      <td>
        <div className={classes.samples} title={samples}>
          {samples}
        </div>
      </td>
      <td>
        <NativeSelect
          className={classes.target}
          aria-label={t('imports.columns.target_of', { name: column.name })}
          value={column.target ?? ''}
          onChange={(event) => onTarget(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          data={[
            { value: '', label: t('imports.columns.skip') },
            ...targets.map((target) => ({ value: target, label: targetWords(target) })),
          ]}
        />
      </td>
      <td>
        <FormatCell column={column} onFormat={onFormat} />
      </td>
      <td className={classes.reasons}>
        <Reasons column={column} shape={shape} />
      </td>
    </tr>
  )
}

const ways: Record<'moment' | 'number', readonly Column['format'][]> = {
  moment: (['date', 'datetime'] as const).flatMap((type) =>
    (['dmy', 'mdy', 'ymd'] as const).map((order) => ({ type, date_order: order, decimal_mark: null })),
  ),
  number: [
    { type: 'integer', date_order: null, decimal_mark: null },
    { type: 'decimal', date_order: null, decimal_mark: '.' },
    { type: 'decimal', date_order: null, decimal_mark: ',' },
  ],
}
const numbers = ['amount', 'list_price', 'rate']
const moments = ['at', 'date']

/** What a target takes: a day or a moment, a number, or a text as it stands. */
function wantedBy(target: string | null): 'moment' | 'number' | null {
  if (target === null) return null
  if (numbers.includes(target)) return 'number'
  return moments.includes(target) || /_(on|at)$/.test(target) ? 'moment' : null
}

const keyOf = (format: Column['format']): string =>
  [format.type, format.date_order ?? '', format.decimal_mark ?? ''].join(' ')

/** Days and numbers can be read in several ways; the way recognised can be corrected. Text is text. */
function FormatCell({ column, onFormat }: { column: Column; onFormat: (format: Column['format']) => void }) {
  const t = useT()
  const { format, target } = column
  const wanted = wantedBy(target)
  if (wanted === null) return <span>{formatWords(format, t)}</span>
  const known = ways[wanted]
  const choices = known.some((way) => keyOf(way) === keyOf(format)) ? known : [format, ...known]
  return (
    <NativeSelect
      className={classes.format}
      aria-label={t('imports.columns.format_of', { name: column.name })}
      value={keyOf(format)}
      data={choices.map((way) => ({ value: keyOf(way), label: formatWords(way, t) }))}
      onChange={(event) => {
        const way = choices.find((one) => keyOf(one) === event.currentTarget.value)
        if (way) onFormat(way)
      }}
    />
  )
}

function formatWords(format: Column['format'], t: Translate): string {
  if ((format.type === 'date' || format.type === 'datetime') && format.date_order)
    return t(`imports.format.${format.type}.${format.date_order}`)
  if (format.type === 'decimal' && format.decimal_mark) {
    const key: MessageKey =
      format.decimal_mark === ',' ? 'imports.format.decimal.comma' : 'imports.format.decimal.point'
    return t(key)
  }
  return t(`imports.format.${format.type}`)
}

function Reasons({ column, shape }: Pick<RowProps, 'column' | 'shape'>) {
  const t = useT()
  const format = useFormat()
  const evidenceWords = useEvidenceWords()
  const proposed = (column.evidence ?? []).flatMap((evidence) => evidenceWords(evidence) ?? [])
  const seen = column.target === null ? [] : (shape?.evidence ?? [])
  const sentences = [...proposed, ...seen.flatMap((evidence) => evidenceWords(evidence) ?? [])]
  return (
    <span data-look={shape?.is_ambiguous || undefined}>
      {sentences.join('; ')}
      {column.target !== null && column.confidence !== undefined && (
        <> · {t('imports.columns.sure', { percent: format.percent(column.confidence, 0) })}</>
      )}
    </span>
  )
}
