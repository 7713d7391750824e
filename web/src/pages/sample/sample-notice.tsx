import { Button, Group } from '@mantine/core'
import { write } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { ProgressCard } from '../../kit/progress-card.tsx'
import { useSession } from '../../shell/session.tsx'
import { useJob } from '../import/use-job.ts'
import classes from '../pages.module.css'
import { useSample } from './use-sample.ts'

/** That what is shown here is invented, and the way back: for administrators, while there is a sample company. */
export function SampleNotice() {
  const t = useT()
  const format = useFormat()
  const { sample, ask, isAsking, error } = useSample()
  if (!sample || sample.state === 'none') return null
  if (sample.job_id !== null) return <SampleProgress jobId={sample.job_id} />
  const isLoaded = sample.state === 'loaded'
  return (
    <Panel
      title={t('sample.title')}
      actions={
        <Group gap={8}>
          {!isLoaded && (
            <Button size="compact-sm" disabled={isAsking} onClick={() => void ask('sample.load')}>
              {t('sample.go_on')}
            </Button>
          )}
          <Button size="compact-sm" variant="default" disabled={isAsking} onClick={() => void ask('sample.remove')}>
            {t('sample.remove')}
          </Button>
        </Group>
      }
    >
      <p className={classes.sentence}>
        {isLoaded
          ? t('sample.text', { day: sample.end_on === null ? '' : format.day(sample.end_on) })
          : t('sample.stopped', { done: sample.done_count, steps: sample.step_count })}
      </p>
      {error !== null && <ErrorState error={error} />}
    </Panel>
  )
}

function SampleProgress({ jobId }: { jobId: string }) {
  const t = useT()
  const { workspace } = useSession()
  const job = useJob(jobId)
  const isRemoval = job.step === 'sample.removing'
  return (
    <ProgressCard
      title={isRemoval ? t('sample.progress.remove') : t('sample.progress.load')}
      status={job.status === 'queued' ? 'queued' : 'running'}
      step={isRemoval ? t('sample.removing') : job.step === 'sample.making' ? t('sample.making') : t('sample.loading')}
      done={job.done}
      total={job.total}
      elapsedSeconds={job.elapsedSeconds}
      onCancel={() => void write(workspace.slug, 'jobs.cancel', { id: jobId })}
    />
  )
}
