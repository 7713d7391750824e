import { Select } from '@mantine/core'
import type { FileShape, WorkbookShape } from '../../../../src/base/file-shape.ts'
import type { ImportKind, ImportRecord } from '../../../../src/domains/imports/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { delimiterKeys, useEvidenceWords } from './evidence-words.ts'
import { kindOrder } from './import-rules.ts'
import classes from './import.module.css'

type Props = {
  record: ImportRecord
  onKind: (kind: ImportKind) => void
  onSheet: (name: string) => void
  isBusy: boolean
}

/** What the file is: its kind, which can be corrected, and how it was read. */
export function FileFacts({ record, onKind, onSheet, isBusy }: Props) {
  const t = useT()
  const format = useFormat()
  const evidenceWords = useEvidenceWords()
  const shape = record.shape as FileShape
  const delimiter = delimiterKeys[shape.delimiter]
  const count = format.number(shape.sampled_row_count)
  const facts = [
    ...(shape.workbook
      ? []
      : [
          [t('imports.found.encoding'), shape.encoding.toUpperCase()],
          [t('imports.found.delimiter'), delimiter ? t(delimiter) : shape.delimiter],
        ]),
    [
      t('imports.found.header'),
      shape.header_row === null
        ? t('imports.found.header.none')
        : t('imports.found.header.row', { row: shape.header_row }),
    ],
    [
      t('imports.found.rows'),
      shape.is_whole_file ? t('imports.found.rows.whole', { count }) : t('imports.found.rows.part', { count }),
    ],
    [t('imports.found.size'), format.bytes(record.file_size)],
  ]
  const why = shape.evidence.flatMap((evidence) => evidenceWords(evidence) ?? [])
  return (
    <Panel title={t('imports.found.title')}>
      <div className={classes.facts}>
        <Select
          label={t('imports.found.kind')}
          description={t('imports.found.kind.hint')}
          data={kindOrder.map((kind) => ({ value: kind, label: t(`imports.kind.${kind}`) }))}
          value={record.kind}
          onChange={(kind) => kind !== null && kind !== record.kind && onKind(kind)}
          allowDeselect={false}
          disabled={isBusy}
          inputWrapperOrder={['label', 'input', 'description']}
        />
        {shape.workbook && <SheetChoice workbook={shape.workbook} onSheet={onSheet} isBusy={isBusy} />}
        <dl className={classes.factRow}>
          {facts.map(([name, value]) => (
            <div key={name} className={classes.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {why.length > 0 && (
        <p className={classes.why}>
          {t('imports.found.why')}: {why.join('; ')}.
        </p>
      )}
    </Panel>
  )
}

type SheetProps = { workbook: WorkbookShape; onSheet: (name: string) => void; isBusy: boolean }

/** Which sheet of a workbook is read; empty ones are not offered. */
function SheetChoice({ workbook, onSheet, isBusy }: SheetProps) {
  const t = useT()
  const chosen = workbook.sheets[workbook.sheet]?.name ?? ''
  const filled = workbook.sheets.filter((sheet) => sheet.row_count > 0)
  return (
    <Select
      label={t('imports.found.sheet')}
      data={filled.map(({ name, row_count: count }) => ({
        value: name,
        label: t('imports.found.sheet.option', { name, count }),
      }))}
      value={chosen}
      onChange={(name) => name !== null && name !== chosen && onSheet(name)}
      allowDeselect={false}
      disabled={isBusy}
    />
  )
}
