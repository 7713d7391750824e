import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { write } from '../../api.ts'
import { useSession } from '../../shell/session.tsx'

/** Starts a forecast as of the day looked at; the job it became, or why it did not start. */
export function useRunForecast(asOf: string | null) {
  const client = useQueryClient()
  const { workspace } = useSession()
  const [jobId, setJobId] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const start = async (): Promise<void> => {
    setError(null)
    try {
      const run = await write(workspace.slug, 'forecasts.create', asOf === null ? {} : { as_of: asOf })
      setJobId(run.job_id)
      await waitForEnd(async () => {
        await client.invalidateQueries({ queryKey: [workspace.slug, 'forecasts.latest'] })
        await client.invalidateQueries({ queryKey: [workspace.slug, 'forecasts.list'] })
        const state = client.getQueryData<{ status: string }>([workspace.slug, 'jobs.get', { id: run.job_id ?? '' }])
        return state !== undefined && !['queued', 'running'].includes(state.status)
      })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setJobId(null)
    }
  }
  return { start, jobId, error }
}

async function waitForEnd(isOver: () => Promise<boolean>): Promise<void> {
  while (!(await isOver())) await new Promise((resolve) => setTimeout(resolve, 700))
}
