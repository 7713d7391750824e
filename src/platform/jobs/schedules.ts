import type { Slot } from '../../base/slots.ts'
import { sql, type Sql } from '../postgres/query.ts'

export type ScheduleRow = {
  kind: string
  at_time: string
  week_day: number | null
  is_paused: boolean
  since_at: string
  last_slot_on: string | null
  last_job_id: string | null
  missed_count: number
}

const columns = sql`kind, at_time, week_day, is_paused, since_at, last_slot_on, last_job_id, missed_count`

export const selectSchedules = (workspaceId: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  select ${columns} from jobs.schedule where workspace_id = ${workspaceId} order by kind`

/** Every schedule that is not paused, of every workspace; for the scheduler. */
export const selectRunning = sql<{ workspace_id: string; kind: string }>`
  select workspace_id, kind from jobs.schedule where not is_paused order by workspace_id, kind`

/** Held until the transaction ends; nothing when somebody else holds it or it was paused meanwhile. */
export const lockSchedule = (workspaceId: string, kind: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  select ${columns} from jobs.schedule
  where workspace_id = ${workspaceId} and kind = ${kind} and not is_paused for update skip locked`

/** Also one that is paused, waiting for whoever holds it. */
export const holdSchedule = (workspaceId: string, kind: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  select ${columns} from jobs.schedule where workspace_id = ${workspaceId} and kind = ${kind} for update`

/** Somebody asked for it between slots: the slots stay as they are. */
export const noteRun = (workspaceId: string, kind: string, jobId: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  update jobs.schedule set last_job_id = ${jobId}, missed_count = 0
  where workspace_id = ${workspaceId} and kind = ${kind} returning ${columns}`

export const takeSlot = (
  workspaceId: string,
  kind: string,
  taken: { slot: Slot; jobId: string; missed: number },
): Sql => sql`
  update jobs.schedule set last_slot_on = ${taken.slot.on}, last_job_id = ${taken.jobId}, missed_count = ${taken.missed}
  where workspace_id = ${workspaceId} and kind = ${kind}`

type Wanted = { kind: string; at_time: string; week_day: number | null }

/** A schedule that is there keeps its pause, and what it did. */
export const putSchedule = (workspaceId: string, wanted: Wanted, now: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  insert into jobs.schedule (workspace_id, kind, at_time, week_day, since_at)
  values (${workspaceId}, ${wanted.kind}, ${wanted.at_time}, ${wanted.week_day}, ${now})
  on conflict (workspace_id, kind) do update
    set at_time = excluded.at_time, week_day = excluded.week_day, since_at = excluded.since_at
  returning ${columns}`

export const addSchedule = (workspaceId: string, wanted: Wanted, now: string): Sql => sql`
  insert into jobs.schedule (workspace_id, kind, at_time, week_day, since_at)
  values (${workspaceId}, ${wanted.kind}, ${wanted.at_time}, ${wanted.week_day}, ${now}) on conflict do nothing`

/** What passes in a pause is not made up: slots count from the moment the schedule goes on. */
export const pauseSchedule = (workspaceId: string, kind: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  update jobs.schedule set is_paused = true where workspace_id = ${workspaceId} and kind = ${kind} returning ${columns}`
export const resumeSchedule = (workspaceId: string, kind: string, now: string): Sql<ScheduleRow> => sql<ScheduleRow>`
  update jobs.schedule set is_paused = false, since_at = case when is_paused then cast(${now} as timestamptz) else since_at end
  where workspace_id = ${workspaceId} and kind = ${kind} returning ${columns}`

/** The workspace that was made first: what concerns the whole installation, as backups do, is kept there. */
export const selectFirstWorkspace = sql<{ id: string }>`
  select id from identity.workspace order by created_at, id limit 1`
