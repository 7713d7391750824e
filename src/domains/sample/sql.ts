import { sql, type Sql } from '../../platform/postgres/query.ts'

/** `id` marks every change set of the sample, as an import's id does. */
export type StoredSample = {
  id: string
  seed: number
  end_on: string
  done_count: number
  /** The loading or removal that waits or goes on now. */
  job_id: string | null
  created_at: string
}

export const selectSample = (workspaceId: string): Sql<StoredSample> => sql<StoredSample>`
  select s.id, s.seed, s.end_on, s.done_count, j.id as job_id, s.created_at
  from kurs.sample s left join jobs.job j
    on j.workspace_id = s.workspace_id and j.id = s.job_id and j.status in ('queued', 'running')
  where s.workspace_id = ${workspaceId}`

export const lockSample = (workspaceId: string): Sql<Omit<StoredSample, 'job_id'>> => sql<Omit<StoredSample, 'job_id'>>`
  select id, seed, end_on, done_count, created_at from kurs.sample where workspace_id = ${workspaceId} for update`

/** Nothing if there is one already. */
export const insertSample = (
  workspaceId: string,
  row: { id: string; seed: number; endOn: string; now: string },
): Sql<{ id: string }> => sql<{ id: string }>`
  insert into kurs.sample (workspace_id, id, seed, end_on, created_at)
  values (${workspaceId}, ${row.id}, ${row.seed}, ${row.endOn}, ${row.now})
  on conflict (workspace_id) do nothing returning id`

export const updateJob = (workspaceId: string, jobId: string): Sql => sql`
  update kurs.sample set job_id = ${jobId} where workspace_id = ${workspaceId}`

export const updateDone = (workspaceId: string, doneCount: number): Sql => sql`
  update kurs.sample set done_count = ${doneCount} where workspace_id = ${workspaceId}`

export const deleteSample = (workspaceId: string): Sql => sql`
  delete from kurs.sample where workspace_id = ${workspaceId}`

/** Forecasts made from the sample say nothing once it is gone. */
export const deleteForecastsSince = (workspaceId: string, at: string): Sql => sql`
  delete from kurs.forecast_run where workspace_id = ${workspaceId} and created_at >= ${at}`

/** Whether there is anything that the sample would be mixed with. */
export const selectOwnData = (workspaceId: string): Sql<{ is_there: boolean }> => sql<{ is_there: boolean }>`
  select exists (select from kurs.deal where workspace_id = ${workspaceId})
    or exists (select from kurs.account where workspace_id = ${workspaceId})
    or exists (select from kurs.contact where workspace_id = ${workspaceId})
    or exists (select from kurs.activity where workspace_id = ${workspaceId})
    or exists (select from kurs.product where workspace_id = ${workspaceId})
    or exists (select from kurs.pipeline where workspace_id = ${workspaceId}) as is_there`
