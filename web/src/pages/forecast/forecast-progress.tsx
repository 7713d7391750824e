import { useState } from 'react'
import { write, type Output } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ProgressCard, type JobStatus } from '../../kit/progress-card.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRead } from '../use-read.ts'

const isOver = ({ status }: Output<'jobs.get'>): boolean => status !== 'queued' && status !== 'running'

/** How far the forecast is. */
export function ForecastProgress({ jobId }: { jobId: string }) {
  const t = useT()
  const { workspace } = useSession()
  const [openedAt] = useState(() => Date.now())
  const { data: job, dataUpdatedAt } = useRead('jobs.get', { id: jobId }, { until: isOver })
  const status: JobStatus = job === undefined ? 'queued' : job.status === 'succeeded' ? 'done' : job.status
  return (
    <ProgressCard
      title={t('forecast.running')}
      status={status}
      step={t('forecast.step')}
      done={job?.progress.done ?? 0}
      total={job?.progress.total ?? null}
      elapsedSeconds={
        Math.max(0, dataUpdatedAt - Date.parse(job?.started_at ?? new Date(openedAt).toISOString())) / 1000
      }
      onCancel={() => void write(workspace.slug, 'jobs.cancel', { id: jobId })}
    />
  )
}
