import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImportRecord, ImportReport } from '../../../../src/domains/imports/schema.ts'
import { write } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useGo } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { CountsTable } from './counts-table.tsx'
import { inOrder, isOld, isWaiting } from './import-rules.ts'
import classes from './import.module.css'
import { RefusedTable } from './refused-table.tsx'

type Props = { record: ImportRecord; report: ImportReport }

/** What has changed, where to look at it, the next file, and the way back. */
export function DoneStep({ record, report }: Props) {
  const t = useT()
  const format = useFormat()
  const go = useGo()
  const { workspace, today } = useSession()
  const queries = useQueryClient()
  const list = useRead('imports.list', { limit: 200 })
  const next = inOrder((list.data?.items ?? []).filter(isWaiting))[0]
  const undo = useMutation({
    mutationFn: () => write(workspace.slug, 'imports.undo', { id: record.id }),
    onSuccess: (after) => queries.setQueryData([workspace.slug, 'imports.get', { id: record.id }], after),
  })
  const taken = report.row_count - report.refused_count
  const newest = report.newest_on
  const oldDay = newest !== null && isOld(newest, today) ? newest : null
  return (
    <>
      <Panel title={t('imports.done.title')}>
        <p className={classes.lead}>
          {t('imports.done.text', { count: taken, shown: format.number(taken), file: record.file_name })}
        </p>
        <CountsTable report={report} />
        {oldDay !== null && <p className={classes.past}>{t('imports.done.old', { day: format.day(oldDay) })}</p>}
        <div className={classes.actions}>
          {next && (
            <Button onClick={() => go(`/import/${next.id}`)}>{t('imports.done.next', { name: next.file_name })}</Button>
          )}
          {oldDay !== null && (
            <Button variant={next ? 'default' : 'filled'} onClick={() => go('/deals', { as_of: oldDay })}>
              {t('imports.done.as_of', { day: format.day(oldDay) })}
            </Button>
          )}
          <Button variant={next || oldDay !== null ? 'default' : 'filled'} onClick={() => go('/deals')}>
            {t('imports.done.deals')}
          </Button>
        </div>
      </Panel>
      {undo.error && <ErrorState error={undo.error} />}
      <RefusedTable report={report} />
      <div className={classes.bar}>
        <Button variant="default" color="red" loading={undo.isPending} onClick={() => undo.mutate()}>
          {t('imports.undo')}
        </Button>
        <p className={classes.note}>{t('imports.undo.hint')}</p>
      </div>
    </>
  )
}

/** What taking the import back did. */
export function UndoneStep({ report }: { report: ImportReport }) {
  const t = useT()
  const format = useFormat()
  const fieldWords = useKeptWords()
  const undo = report.undo
  if (undo === undefined) return <Panel title={t('imports.undone.title')}>{null}</Panel>
  const counts = [
    [t('imports.undone.removed'), undo.removed_count],
    [t('imports.undone.restored'), undo.restored_count],
    [t('imports.undone.archived'), undo.archived_count],
  ] as const
  return (
    <Panel title={t('imports.undone.title')}>
      <dl className={classes.factRow}>
        {counts.map(([name, count]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd data-numeric>{format.number(count)}</dd>
          </div>
        ))}
        <div className={classes.fact}>
          <dt>{t('imports.undone.kept')}</dt>
          <dd>{undo.kept_fields.length === 0 ? t('imports.undone.kept.none') : fieldWords(undo.kept_fields)}</dd>
        </div>
      </dl>
    </Panel>
  )
}

type Kept = NonNullable<ImportReport['undo']>['kept_fields']

/** Fields kept, counted by kind of record: "Deals: amount_minor × 3". */
function useKeptWords(): (kept: Kept) => string {
  const t = useT()
  return (kept) => {
    const counts = new Map<string, number>()
    for (const { entity, field } of kept) {
      const name = `${t(`imports.entity.${entity}` as 'imports.entity.deal')}: ${field}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return [...counts].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`)).join('; ')
  }
}
