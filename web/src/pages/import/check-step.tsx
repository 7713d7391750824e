import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImportRecord, ImportReport } from '../../../../src/domains/imports/schema.ts'
import { write } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { CountsTable } from './counts-table.tsx'
import classes from './import.module.css'
import { RefusedTable } from './refused-table.tsx'

type Props = { record: ImportRecord; report: ImportReport; onBack: () => void }

/** What would change, before it does. */
export function CheckStep({ record, report, onBack }: Props) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const keep = (next: ImportRecord): void => {
    queries.setQueryData([workspace.slug, 'imports.get', { id: record.id }], next)
  }
  const apply = useMutation({
    mutationFn: () => write(workspace.slug, 'imports.apply', { id: record.id }),
    onSuccess: keep,
  })
  const skip = useMutation({
    mutationFn: async () => {
      const options = { skip_bad_rows: true }
      await write(workspace.slug, 'imports.update', { id: record.id, version: record.version, options })
      return write(workspace.slug, 'imports.preview', { id: record.id })
    },
    onSuccess: keep,
  })
  const refused = report.refused_count
  const isBlocked = refused > 0 && !record.mapping.options.skip_bad_rows
  const error = apply.error ?? skip.error
  const isBusy = apply.isPending || skip.isPending
  const total = format.number(report.row_count)
  return (
    <>
      <Panel title={t('imports.ready.title')}>
        <p className={classes.lead}>
          {refused === 0
            ? t('imports.ready.clean', { count: report.row_count, shown: total })
            : t('imports.ready.some_refused', { count: refused, shown: format.number(refused), total })}{' '}
          {refused > 0 && !isBlocked && t('imports.ready.skipped')}
        </p>
        {isBlocked && (
          <p role="alert" className={classes.warning}>
            {t('imports.ready.blocked')}
          </p>
        )}
        <CountsTable report={report} />
        <div className={classes.actions}>
          {isBlocked ? (
            <Button loading={skip.isPending} disabled={isBusy} onClick={() => skip.mutate()}>
              {t('imports.ready.skip')}
            </Button>
          ) : (
            <Button loading={apply.isPending} disabled={isBusy} onClick={() => apply.mutate()}>
              {t('imports.ready.apply')}
            </Button>
          )}
          <Button variant="default" disabled={isBusy} onClick={onBack}>
            {t('imports.ready.back')}
          </Button>
        </div>
      </Panel>
      {error && <ErrorState error={error} />}
      <RefusedTable report={report} />
    </>
  )
}
