import { useOptionalT, useT } from '../i18n.tsx'
import { useProblemWords } from '../kit/error-state.tsx'
import { problemFrom } from '../problem.ts'
import type { Job } from './use-open-jobs.ts'

/** Name of a kind of long work; its step, when it is told; why it did not succeed. */
export function useJobWords(): {
  name: (kind: string) => string
  step: (job: Job) => string
  why: (job: Job) => string | null
} {
  const t = useT()
  const optional = useOptionalT()
  const wordsOf = useProblemWords()
  return {
    name: (kind) => optional(`jobs.kind.${kind}`) ?? t('jobs.kind.other'),
    step: ({ status, progress, cancel_requested: isCancelled }) => {
      if (isCancelled) return t('jobs.cancelling')
      if (status === 'queued') return t('job.queued')
      return optional(progress.step ?? '') ?? t('jobs.status.running')
    },
    why: ({ error }) => (error === null ? null : wordsOf(problemFrom(0, error)).happened),
  }
}
