import { Button, Progress } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { write } from '../api.ts'
import { useFormat, useT } from '../i18n.tsx'
import { ErrorState } from '../kit/error-state.tsx'
import classes from './jobs.module.css'
import { useJobWords } from './job-words.ts'
import { useSession } from './session.tsx'
import type { Job } from './use-open-jobs.ts'

const cancellers = ['administrator', 'operations', 'manager']

/** One long work that waits or runs: what, how far, which try, and the way to stop it. */
export function JobLine({ job }: { job: Job }) {
  const t = useT()
  const format = useFormat()
  const words = useJobWords()
  const { role, workspace } = useSession()
  const cancel = useMutation({ mutationFn: () => write(workspace.slug, 'jobs.cancel', { id: job.id }) })
  const { done = 0, total = null } = job.progress
  const name = words.name(job.kind)
  const why = words.why(job)
  const isKnown = job.status === 'running' && total !== null && total > 0
  return (
    <li className={classes.line}>
      <div className={classes.head}>
        <strong>{name}</strong>
        {cancellers.includes(role) && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t('jobs.cancel_of', { name })}
            disabled={cancel.isPending || job.cancel_requested}
            onClick={() => cancel.mutate()}
          >
            {t('job.cancel')}
          </Button>
        )}
      </div>
      {job.status === 'running' && (
        <Progress value={isKnown ? (100 * done) / total : 100} animated={!isKnown} size={6} aria-label={name} />
      )}
      <div className={classes.facts}>
        <span>{words.step(job)}</span>
        {isKnown && <span>{t('job.done_of', { done: format.number(done), total: format.number(total) })}</span>}
        {job.attempt > 1 && <span>{t('jobs.attempt', { attempt: job.attempt, count: job.max_attempts })}</span>}
        <span>
          {job.started_at === null
            ? t('jobs.asked', { when: format.instant(job.created_at, workspace.timeZone) })
            : t('jobs.began', { when: format.instant(job.started_at, workspace.timeZone) })}
        </span>
      </div>
      {job.status === 'queued' && why !== null && <p className={classes.why}>{t('jobs.again', { error: why })}</p>}
      {cancel.error && <ErrorState error={cancel.error} />}
    </li>
  )
}
