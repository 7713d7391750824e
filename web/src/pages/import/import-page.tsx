import { IconCheck } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import type { ImportRecord } from '../../../../src/domains/imports/schema.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState, useProblemWords } from '../../kit/error-state.tsx'
import { Page, PageHeader } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { problemFrom, type ApiProblem } from '../../problem.ts'
import { useAddress, useGo } from '../use-address.ts'
import { useRead } from '../use-read.ts'
import { CheckStep } from './check-step.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { DoneStep, UndoneStep } from './done-step.tsx'
import { ImportProgress } from './import-progress.tsx'
import { isWorking } from './import-rules.ts'
import classes from './import.module.css'

const steps = ['file', 'columns', 'check', 'done'] as const
type Step = (typeof steps)[number]

/** The step follows from the import itself; only going back to the columns is a choice, kept in the address. */
export function stepOf(status: ImportRecord['status'], wanted: unknown): Step {
  if (status === 'applying' || status === 'applied' || status === 'undoing' || status === 'undone') return 'done'
  if (status === 'previewing') return 'check'
  return status === 'ready' && wanted !== 'columns' ? 'check' : 'columns'
}

/** One import from its file to its outcome. Leaving the page loses nothing: the server holds where it is. */
export function ImportPage() {
  const t = useT()
  const go = useGo()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { search, change } = useAddress()
  const answer = useRead('imports.get', { id }, { refetchInterval: 2500 })
  const record = answer.data?.id === id ? answer.data : undefined
  if (answer.error && record === undefined) {
    return (
      <Page>
        <PageHeader title={t('imports.title')} above={<Back onGo={() => go('/import')} />} />
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      </Page>
    )
  }
  if (record === undefined) return <PageSkeleton />
  const step = stepOf(record.status, search['step'])
  return (
    <Page>
      <PageHeader
        title={record.file_name}
        note={`${t(`imports.kind.${record.kind}`)} · ${t(`imports.status.${record.status}`)}`}
        above={<Back onGo={() => go('/import')} />}
      />
      <Steps current={step} />
      <StepContent record={record} step={step} onStep={(next) => change({ step: next })} />
    </Page>
  )
}

function Back({ onGo }: { onGo: () => void }) {
  const t = useT()
  return (
    <button type="button" className={classes.back} onClick={onGo}>
      ← {t('imports.all')}
    </button>
  )
}

function Steps({ current }: { current: Step }) {
  const t = useT()
  const place = steps.indexOf(current)
  return (
    <ol className={classes.steps} aria-label={t('imports.steps')}>
      {steps.map((step, i) => (
        <li key={step} data-state={i < place ? 'past' : 'ahead'} aria-current={i === place ? 'step' : undefined}>
          <span className={classes.mark} aria-hidden>
            {i < place ? <IconCheck size={13} /> : i + 1}
          </span>
          {t(`imports.step.${step}`)}
        </li>
      ))}
    </ol>
  )
}

type ContentProps = { record: ImportRecord; step: Step; onStep: (step: 'columns' | null) => void }

function StepContent({ record, step, onStep }: ContentProps) {
  if (isWorking(record)) return <ImportProgress key={record.job_id} record={record} />
  if (record.status === 'undone' && record.report) return <UndoneStep report={record.report} />
  if (step === 'done' && record.report) return <DoneStep record={record} report={record.report} />
  if (step === 'check' && record.report)
    return <CheckStep record={record} report={record.report} onBack={() => onStep('columns')} />
  return (
    <>
      <Stopped status={record.status} jobId={record.job_id} />
      <ColumnsStep key={record.id} record={record} onChecking={() => onStep(null)} />
    </>
  )
}

/** Why the work before did not succeed, in the words of its own error when it left one. */
function Stopped({ status, jobId }: { status: ImportRecord['status']; jobId: string | null }) {
  const t = useT()
  const isStopped = status === 'refused' || status === 'failed' || status === 'cancelled'
  const job = useRead('jobs.get', { id: jobId ?? '' }, { enabled: isStopped && jobId !== null }).data
  if (!isStopped) return null
  const problem = job?.error ? problemFrom(500, job.error) : null
  return (
    <div role="alert" className={classes.warning}>
      {t(`imports.stopped.${status}`)} {problem && <StoppedReason problem={problem} />} {t('imports.stopped.again')}
    </div>
  )
}

function StoppedReason({ problem }: { problem: ApiProblem }) {
  return <>{useProblemWords()(problem).happened}</>
}
