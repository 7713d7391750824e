import type { Actor } from '../access.ts'
import { sql, type Sql } from '../postgres/query.ts'
import type { Progress } from './job.ts'

export type ClaimedJob = {
  workspace_id: string
  id: string
  kind: string
  payload: unknown
  actor: { user_id: string | null; kind: Actor['kind'] }
  attempt: number
  max_attempts: number
}
export type Outcome = { status: 'succeeded' | 'failed' | 'cancelled'; result: unknown; error: unknown }

export const leaseS = 60
export const renewEveryS = 15

const json = (value: unknown): Sql => sql`cast(cast(${JSON.stringify(value)} as text) as jsonb)`
const mine = (job: ClaimedJob, lease: string): Sql =>
  sql`workspace_id = ${job.workspace_id} and id = ${job.id} and lease = ${lease} and status = 'running'`

/** Takes the oldest ready job, or one whose worker let its lease lapse. Leases run by the database's clock. */
export const claim = (lease: string, now: string): Sql<ClaimedJob> => sql<ClaimedJob>`
  update jobs.job set status = 'running', attempt = attempt + 1, lease = ${lease},
    leased_until = clock_timestamp() + make_interval(secs => ${sql.lit(leaseS)}), started_at = coalesce(started_at, ${now})
  where (workspace_id, id) = (
    select workspace_id, id from jobs.job
    where (status = 'queued' and run_at <= ${now}) or (status = 'running' and leased_until < clock_timestamp())
    order by run_at, id limit 1 for update skip locked)
  returning workspace_id, id, kind, payload, actor, attempt, max_attempts`

export const renew = (job: ClaimedJob, lease: string): Sql<{ cancel_requested: boolean }> => sql`
  update jobs.job set leased_until = clock_timestamp() + make_interval(secs => ${sql.lit(leaseS)})
  where ${mine(job, lease)} returning cancel_requested`

export const tellProgress = (job: ClaimedJob, lease: string, progress: Progress): Sql => sql`
  update jobs.job set progress = ${json(progress)} where ${mine(job, lease)}`

/** Back into the queue after 2, 4, 8 … seconds. */
export const retry = (job: ClaimedJob, lease: string, now: string, error: unknown): Sql => sql`
  update jobs.job set status = 'queued', lease = null, leased_until = null, error = ${json(error)},
    run_at = cast(${now} as timestamptz) + make_interval(secs => ${sql.lit(2 ** Math.min(job.attempt, 9))})
  where ${mine(job, lease)}`

export const finish = (job: ClaimedJob, lease: string, now: string, outcome: Outcome): Sql => sql`
  update jobs.job set status = ${outcome.status}, result = ${json(outcome.result)}, error = ${json(outcome.error)},
    finished_at = ${now}, lease = null, leased_until = null
  where ${mine(job, lease)}`

/** Within the job's own write: somebody else's lease means the write must not be. */
export const holdsLease = (workspaceId: string, id: string, lease: string): Sql<{ one: number }> => sql`
  select 1 as one from jobs.job where workspace_id = ${workspaceId} and id = ${id} and lease = ${lease} and status = 'running'`
