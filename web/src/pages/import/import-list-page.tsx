import { ActionIcon, Button, Select } from '@mantine/core'
import { IconFileImport, IconX } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { ImportRecord } from '../../../../src/domains/imports/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState, useProblemWords } from '../../kit/error-state.tsx'
import { FileDrop } from '../../kit/file-drop.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { problemOfThrown } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import { useGo } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { inOrder, isWaiting, isWorking, totalOf } from './import-rules.ts'
import classes from './import.module.css'
import { useUploads, type Upload } from './use-uploads.ts'

const accepted = '.csv,.tsv,.txt,.gz,.xlsx,.xlsm,text/csv'

/** Drop files; those that wait for a decision in a good order; everything that was imported before. */
export function ImportListPage() {
  const t = useT()
  const go = useGo()
  const [mappingName, setMappingName] = useState<string | null>(null)
  const list = useRead('imports.list', { limit: 200 }, { refetchInterval: 5000 })
  const mappings = useRead('import_mappings.list', {}).data?.items ?? []
  const onTaken = useCallback(
    (taken: ImportRecord[]) => {
      const [only] = taken
      if (taken.length === 1 && only) go(`/import/${only.id}`)
    },
    [go],
  )
  const { uploads, send, dismiss } = useUploads(onTaken)
  const records = list.data?.items ?? []
  const waiting = inOrder(records.filter(isWaiting))
  if (list.error) {
    return (
      <Page>
        <PageHeader title={t('imports.title')} />
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader title={t('imports.title')} note={t('imports.note')} />
      <div className={classes.stack}>
        <FileDrop
          label={t('imports.drop.label')}
          hint={t('imports.drop.hint')}
          accept={accepted}
          onFiles={(files) => void send(files, mappingName)}
        />
        <div className={classes.between}>
          <p className={classes.note}>{t('imports.drop.order')}</p>
          {mappings.length > 0 && (
            <Select
              label={t('imports.saved_mapping')}
              placeholder={t('imports.saved_mapping.none')}
              data={mappings.map(({ name }: { name: string }) => name)}
              value={mappingName}
              onChange={setMappingName}
              clearable
              w={280}
            />
          )}
        </div>
        <Uploads uploads={uploads} onDismiss={dismiss} />
      </div>
      {waiting.length > 0 && (
        <Panel title={t('imports.waiting')}>
          {waiting.length > 1 && <p className={classes.note}>{t('imports.waiting.note')}</p>}
          <ol className={classes.queue}>
            {waiting.map((record) => (
              <li key={record.id}>
                <span className={classes.fileName}>{record.file_name}</span>
                <span className={classes.muted}>{t(`imports.kind.${record.kind}`)}</span>
                <span className={classes.muted}>{t(`imports.status.${record.status}`)}</span>
                <Button
                  variant={record === waiting[0] ? 'filled' : 'default'}
                  size="compact-sm"
                  aria-label={t('imports.open', { name: record.file_name })}
                  onClick={() => go(`/import/${record.id}`)}
                >
                  {t('imports.continue')}
                </Button>
              </li>
            ))}
          </ol>
        </Panel>
      )}
      <PastImports records={records} isLoading={list.isPending} />
    </Page>
  )
}

function Uploads({ uploads, onDismiss }: { uploads: readonly Upload[]; onDismiss: (key: number) => void }) {
  const t = useT()
  const format = useFormat()
  const problemWords = useProblemWords()
  if (uploads.length === 0) return null
  return (
    <ul className={classes.uploads} aria-label={t('imports.upload.list')} aria-live="polite">
      {uploads.map((upload) => (
        <li key={upload.key} data-failed={upload.step === 'failed' || undefined}>
          <span className={classes.fileName}>{upload.name}</span>
          <span className={classes.muted}>{format.bytes(upload.size)}</span>
          <span>
            {t(`imports.upload.${upload.step}`)}
            {upload.step === 'failed' && `: ${problemWords(problemOfThrown(upload.error)).happened}`}
          </span>
          {upload.step === 'failed' && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('imports.upload.dismiss', { name: upload.name })}
              onClick={() => onDismiss(upload.key)}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </li>
      ))}
    </ul>
  )
}

function PastImports({ records, isLoading }: { records: readonly ImportRecord[]; isLoading: boolean }) {
  const t = useT()
  const go = useGo()
  const columns = usePastColumns()
  const past = useMemo(
    () => records.filter((record) => isWorking(record) || record.status === 'applied' || record.status === 'undone'),
    [records],
  )
  if (isLoading) return null
  return (
    <DataTable
      id="imports"
      label={t('imports.past')}
      columns={columns}
      source={{ kind: 'rows', rows: past }}
      toolbar={<h2 className={classes.tableTitle}>{t('imports.past')}</h2>}
      rowId={({ id }) => id}
      onOpen={({ id }) => go(`/import/${id}`)}
      empty={
        <EmptyState icon={<IconFileImport size={20} />} title={t('imports.past.empty')}>
          {t('imports.past.empty.text')}
        </EmptyState>
      }
    />
  )
}

function usePastColumns(): DataColumn<ImportRecord>[] {
  const t = useT()
  const { workspace } = useSession()
  const format = useFormat()
  return useMemo(() => {
    const count = (id: string, label: string, of: (record: ImportRecord) => number): DataColumn<ImportRecord> => ({
      id,
      label,
      type: 'number',
      cell: (record) => (record.report ? format.number(of(record)) : '–'),
      sortBy: (record) => (record.report ? of(record) : null),
    })
    return [
      { id: 'file', label: t('imports.col.file'), type: 'text', cell: (r) => r.file_name, sortBy: (r) => r.file_name },
      {
        id: 'kind',
        label: t('imports.col.kind'),
        type: 'badge',
        width: 180,
        cell: (r) => t(`imports.kind.${r.kind}`),
        sortBy: (r) => r.kind,
      },
      {
        id: 'status',
        label: t('imports.col.status'),
        type: 'badge',
        width: 150,
        cell: (r) => t(`imports.status.${r.status}`),
        sortBy: (r) => r.status,
      },
      {
        id: 'at',
        label: t('imports.col.at'),
        type: 'instant',
        cell: (r) => format.instant(r.applied_at ?? r.created_at, workspace.timeZone),
        sortBy: (r) => r.applied_at ?? r.created_at,
      },
      count('rows', t('imports.col.rows'), ({ report }) => report?.row_count ?? 0),
      count('created', t('imports.col.created'), ({ report }) => totalOf(report, 'created')),
      count('updated', t('imports.col.updated'), ({ report }) => totalOf(report, 'updated')),
      count('refused', t('imports.col.refused'), ({ report }) => report?.refused_count ?? 0),
      {
        id: 'by',
        label: t('imports.col.by'),
        type: 'text',
        width: 140,
        isHiddenAtFirst: true,
        cell: (r) => r.created_by,
      },
    ]
  }, [t, format, workspace.timeZone])
}
