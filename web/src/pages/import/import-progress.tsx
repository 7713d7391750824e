import { write } from '../../api.ts'
import type { ImportRecord } from '../../../../src/domains/imports/schema.ts'
import type { MessageKey } from '../../../../src/locales/en/index.ts'
import { useT } from '../../i18n.tsx'
import { ProgressCard } from '../../kit/progress-card.tsx'
import { useSession } from '../../shell/session.tsx'
import { useJob } from './use-job.ts'

const titles: Partial<Record<ImportRecord['status'], MessageKey>> = {
  previewing: 'imports.progress.check',
  applying: 'imports.progress.apply',
  undoing: 'imports.progress.undo',
}
const steps: Partial<Record<ImportRecord['status'], MessageKey>> = {
  previewing: 'imports.checking',
  applying: 'imports.applying',
  undoing: 'imports.undoing',
}

/** The import's long work as it goes. */
export function ImportProgress({ record }: { record: ImportRecord }) {
  const t = useT()
  const { workspace } = useSession()
  const job = useJob(record.job_id)
  const jobId = record.job_id
  // The work is over but the import is still being asked for: it looks like work until its outcome is here.
  const status = job.status === 'queued' ? 'queued' : 'running'
  return (
    <ProgressCard
      title={t(titles[record.status] ?? 'imports.progress.check', { name: record.file_name })}
      status={status}
      step={t(steps[record.status] ?? 'imports.checking')}
      done={job.done}
      total={job.total ?? (rowsOf(record) || null)}
      elapsedSeconds={job.elapsedSeconds}
      {...(jobId === null ? {} : { onCancel: () => void write(workspace.slug, 'jobs.cancel', { id: jobId }) })}
    />
  )
}

/** Rows of a file read whole are known before they are counted again. */
function rowsOf(record: ImportRecord): number {
  const shape = record.shape as { is_whole_file?: boolean; sampled_row_count?: number }
  return shape.is_whole_file === true && record.status !== 'undoing' ? (shape.sampled_row_count ?? 0) : 0
}
