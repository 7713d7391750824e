import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import { JobLine } from '../../shell/job-line.tsx'
import { useJobWords } from '../../shell/job-words.ts'
import lines from '../../shell/jobs.module.css'
import { useSession } from '../../shell/session.tsx'
import { useOpenJobs, type Job } from '../../shell/use-open-jobs.ts'
import classes from '../settings/settings.module.css'
import { useMayOperate } from '../may-operate.ts'
import { useRead } from '../use-read.ts'

/** Long work: what runs and waits, what did not succeed and why, what is over. */
export function JobsPage() {
  const t = useT()
  const open = useOpenJobs()
  return (
    <Page>
      <PageHeader title={t('jobs.title')} note={t('jobs.note')} />
      <Panel title={t('jobs.open')}>
        {open.length === 0 && <p className={lines.none}>{t('jobs.open.empty')}</p>}
        <ul className={lines.lines}>
          {open.map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      </Panel>
      <Failed />
      <Over />
    </Page>
  )
}

function Failed() {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const failed = useRead('jobs.list', { status: 'failed', limit: 100 })
  const retry = useMutation({
    mutationFn: (id: string) => write(workspace.slug, 'jobs.retry', { id }),
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'jobs.list'] }),
  })
  const error = failed.error ?? retry.error
  return (
    <Panel title={t('jobs.failed')}>
      {error && <ErrorState error={error} />}
      {failed.data?.items.length === 0 && <p className={lines.none}>{t('jobs.failed.empty')}</p>}
      {failed.data !== undefined && failed.data.items.length > 0 && (
        <FailedTable jobs={failed.data.items} isAsking={retry.isPending} onRetry={(id) => retry.mutate(id)} />
      )}
    </Panel>
  )
}

type FailedProps = { jobs: Job[]; isAsking: boolean; onRetry: (id: string) => void }

/** What was given up after its last try can be tried again; what was wrong in itself cannot. */
function FailedTable({ jobs, isAsking, onRetry }: FailedProps) {
  const t = useT()
  const format = useFormat()
  const words = useJobWords()
  const mayRetry = useMayOperate()
  const { workspace } = useSession()
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('jobs.failed')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('jobs.column.work')}</th>
            <th scope="col">{t('jobs.column.why')}</th>
            <th scope="col">{t('jobs.column.tries')}</th>
            <th scope="col">{t('jobs.column.ended')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <th scope="row">{words.name(job.kind)}</th>
              <td>{words.why(job)}</td>
              <td className={classes.nowrap}>
                {t('jobs.attempts', { attempt: job.attempt, count: job.max_attempts })}
                {job.is_dead && <span className={classes.muted}> · {t('jobs.dead')}</span>}
              </td>
              <td className={classes.nowrap}>
                {job.finished_at !== null && format.instant(job.finished_at, workspace.timeZone)}
              </td>
              <td>
                {job.is_dead && mayRetry && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={t('jobs.retry_of', { name: words.name(job.kind) })}
                    disabled={isAsking}
                    onClick={() => onRetry(job.id)}
                  >
                    {t('jobs.retry')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Over() {
  const t = useT()
  const format = useFormat()
  const words = useJobWords()
  const { workspace } = useSession()
  const all = useRead('jobs.list', { limit: 50 })
  const over = all.data?.items.filter(({ status }) => status === 'succeeded' || status === 'cancelled')
  return (
    <Panel title={t('jobs.over')}>
      {all.error && <ErrorState error={all.error} />}
      {over?.length === 0 && <p className={lines.none}>{t('jobs.over.empty')}</p>}
      {over !== undefined && over.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('jobs.over')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('jobs.column.work')}</th>
                <th scope="col">{t('jobs.column.outcome')}</th>
                <th scope="col">{t('jobs.column.ended')}</th>
              </tr>
            </thead>
            <tbody>
              {over.map((job) => (
                <tr key={job.id}>
                  <th scope="row">{words.name(job.kind)}</th>
                  <td>{t(`jobs.status.${job.status}`)}</td>
                  <td className={classes.nowrap}>
                    {job.finished_at !== null && format.instant(job.finished_at, workspace.timeZone)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
