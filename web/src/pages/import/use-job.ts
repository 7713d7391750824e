import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { workspaceBase } from '../../api.ts'
import type { JobStatus } from '../../kit/progress-card.tsx'
import { useSession } from '../../shell/session.tsx'

type Told = {
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  progress: { step?: string; done?: number; total?: number | null }
}
export type JobProgress = {
  status: JobStatus
  step: string
  done: number
  total: number | null
  elapsedSeconds: number
}

const first: JobProgress = { status: 'queued', step: '', done: 0, total: null, elapsedSeconds: 0 }
const isOver = (status: Told['status']): boolean => status !== 'queued' && status !== 'running'

/** How far long work is, told by the server as it goes. When it is over, everything the workspace shows is asked anew. */
export function useJob(jobId: string | null): JobProgress {
  const { workspace } = useSession()
  const queries = useQueryClient()
  const [progress, setProgress] = useState(first)
  const began = useRef({ step: '', at: 0 })
  useEffect(() => {
    if (jobId === null) return
    const events = new EventSource(`${workspaceBase(workspace.slug)}/jobs/${encodeURIComponent(jobId)}/events`)
    events.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const told = JSON.parse(data) as Told
      const step = told.progress.step ?? ''
      if (began.current.step !== step) began.current = { step, at: performance.now() }
      setProgress({
        status: told.status === 'succeeded' ? 'done' : told.status,
        step,
        done: told.progress.done ?? 0,
        total: told.progress.total ?? null,
        elapsedSeconds: (performance.now() - began.current.at) / 1000,
      })
      if (!isOver(told.status)) return
      events.close()
      void queries.invalidateQueries({ queryKey: [workspace.slug] })
    })
    return () => events.close()
  }, [jobId, workspace.slug, queries])
  return progress
}
