import { basename } from 'node:path'
import { z } from 'zod'
import { nextSlot } from '../../base/slots.ts'
import { AppError, notFound } from '../../base/errors.ts'
import { operators } from '../../platform/access.ts'
import { backupStaleHours, staleness, trialStaleDays, type BackupLedger } from '../../platform/backup/ledger.ts'
import { defineOperation, type ReadContext, type WriteContext } from '../../platform/operation.ts'
import * as stored from '../../platform/jobs/schedules.ts'
import * as schema from './schema.ts'
import * as statements from './sql.ts'

const shared = { realm: 'workspace', allow: operators } as const
const kindOnly = z.strictObject({ kind: schema.scheduleKind })
type Kind = z.infer<typeof schema.scheduleKind>
type Schedule = z.infer<typeof schema.schedule>

export const listSchedules = defineOperation({
  ...shared,
  name: 'schedules.list',
  summary: { en: 'List what is done by the clock', uk: 'Показати, що робиться за розкладом' },
  kind: 'read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.schedule), may_back_up: z.boolean() }),
  errors: [],
  run: async (context) => {
    const rows = await context.db.query(stored.selectSchedules(context.actor.workspaceId))
    const statuses = await statusesOf(context, rows)
    return {
      items: rows.map((row) => described(context, row, statuses.get(row.last_job_id ?? '') ?? null)),
      may_back_up: await isFirst(context),
    }
  },
})

export const setSchedule = defineOperation({
  ...shared,
  name: 'schedules.set',
  summary: {
    en: 'Say when something is done: every day, or on one day of the week (1 Monday – 7 Sunday)',
    uk: 'Задати, коли щось робиться: щодня або в один день тижня (1 понеділок – 7 неділя)',
  },
  kind: 'write',
  input: z.strictObject({
    kind: schema.scheduleKind,
    at_time: schema.atTime,
    week_day: z.number().int().min(1).max(7).nullable().default(null),
  }),
  output: schema.schedule,
  errors: ['forbidden'],
  run: async (context, wanted) => {
    if (wanted.kind !== 'audit_verify' && !(await isFirst(context)))
      throw new AppError('forbidden', 'backups_elsewhere')
    return changed(context, wanted.kind, (db, now) =>
      db.first(stored.putSchedule(context.actor.workspaceId, wanted, now)),
    )
  },
})

export const pauseSchedule = defineOperation({
  ...shared,
  name: 'schedules.pause',
  summary: { en: 'Do it no more until it is resumed', uk: 'Призупинити розклад' },
  kind: 'write',
  input: kindOnly,
  output: schema.schedule,
  errors: ['not_found'],
  run: (context, { kind }) =>
    changed(context, kind, (db) => db.first(stored.pauseSchedule(context.actor.workspaceId, kind))),
})

export const resumeSchedule = defineOperation({
  ...shared,
  name: 'schedules.resume',
  summary: {
    en: 'Go on with a paused schedule; what passed meanwhile is not made up',
    uk: 'Продовжити призупинений розклад; те, що минуло, не надолужується',
  },
  kind: 'write',
  input: kindOnly,
  output: schema.schedule,
  errors: ['not_found'],
  run: (context, { kind }) =>
    changed(context, kind, (db, now) => db.first(stored.resumeSchedule(context.actor.workspaceId, kind, now))),
})

export const runSchedule = defineOperation({
  ...shared,
  name: 'schedules.run',
  summary: {
    en: 'Do it now, whatever the clock says; what is under way already is not begun twice',
    uk: 'Виконати зараз, незалежно від розкладу; те, що вже триває, вдруге не почнеться',
  },
  kind: 'write',
  input: kindOnly,
  output: schema.schedule,
  errors: ['not_found'],
  run: async (context, { kind }) => {
    const { db, actor, jobs } = context
    const row = await db.first(stored.holdSchedule(actor.workspaceId, kind))
    if (!row) throw notFound('schedule', kind)
    const status = (await statusesOf(context, [row])).get(row.last_job_id ?? '') ?? null
    if (status === 'queued' || status === 'running') return described(context, row, status)
    const jobId = await jobs.enqueue(kind, {}, { maxAttempts: 3 })
    const after = await db.first(stored.noteRun(actor.workspaceId, kind, jobId))
    return described(context, after ?? row, 'queued')
  },
})

export const latestBackup = defineOperation({
  ...shared,
  name: 'backups.latest',
  summary: { en: 'Show how this installation’s backups are', uk: 'Показати стан резервних копій' },
  kind: 'read',
  input: z.strictObject({}),
  output: schema.backup,
  errors: [],
  run: async (context) => {
    const { db, actor, now } = context
    if (!(await isFirst(context))) return nothingOfBackups
    const { made, tried } = await context.ledger()
    const rows = await db.query(stored.selectSchedules(actor.workspaceId))
    const state = stateOf({ made, tried }, rows, await statusesOf(context, rows), now)
    return {
      state,
      made_at: made?.at ?? null,
      file_name: made === null ? null : basename(made.file),
      bytes: made?.bytes ?? null,
      is_encrypted: made?.is_encrypted ?? null,
      tried_at: tried?.at ?? null,
      took_s: tried?.took_s ?? null,
      compared: tried?.compared === undefined ? null : comparedOf(tried.compared, actor.workspaceId),
    }
  },
})

const nothingOfBackups: z.infer<typeof schema.backup> = {
  state: null,
  made_at: null,
  file_name: null,
  bytes: null,
  is_encrypted: null,
  tried_at: null,
  took_s: null,
  compared: null,
}

type Compared = NonNullable<NonNullable<BackupLedger['tried']>['compared']>

function comparedOf({ tables, file_count, heads }: Compared, workspaceId: string) {
  const own = heads.find(({ workspace_id }) => workspace_id === workspaceId)
  const head = own ? { seq: own.seq, hmac: own.hmac } : null
  return { tables, file_count, chain_count: heads.length, head }
}

type Statuses = ReadonlyMap<string, Schedule['last_status']>

/**
 * A schedule that is new has its time: what was never done is no fault before its first slot is overdue. What failed
 * the last time is one at once.
 */
function stateOf(
  ledger: BackupLedger,
  schedules: readonly stored.ScheduleRow[],
  statuses: Statuses,
  now: string,
): z.infer<typeof schema.backupState> {
  const rowOf = (kind: Kind) => schedules.find((row) => row.kind === kind && !row.is_paused)
  const hasFailed = (kind: Kind): boolean => statuses.get(rowOf(kind)?.last_job_id ?? '') === 'failed'
  const hoursOf = (kind: Kind): number | null => {
    const found = rowOf(kind)
    return found ? (Date.parse(now) - Date.parse(found.since_at)) / 3_600_000 : null
  }
  if (hasFailed('backup')) return 'backup_failed'
  if (hasFailed('backup_trial')) return 'trial_failed'
  const hours = hoursOf('backup')
  if (hours === null) return 'unscheduled'
  const fault = staleness(ledger, now)
  if (fault === 'never' && hours <= backupStaleHours) return 'waiting'
  if (fault === 'untried' && (hoursOf('backup_trial') ?? Infinity) <= trialStaleDays * 24) return 'waiting'
  return fault ?? 'good'
}

/** Backups hold every workspace, so that only those who run the first one have to do with them. */
const isFirst = ({ actor, identity }: ReadContext): Promise<boolean> =>
  identity(async (db) => (await db.first(stored.selectFirstWorkspace))?.id === actor.workspaceId)

async function changed(
  context: WriteContext,
  kind: Kind,
  change: (db: WriteContext['db'], now: string) => Promise<stored.ScheduleRow | null>,
): Promise<Schedule> {
  const { db, actor, now, changes, newId } = context
  const before = (await db.query(stored.selectSchedules(actor.workspaceId))).find((row) => row.kind === kind)
  const after = await change(db, now)
  if (!after) throw notFound('schedule', kind)
  changes.note('schedule', newId(), before ? toldOf(before) : null, toldOf(after))
  const statuses = await statusesOf(context, [after])
  return described(context, after, statuses.get(after.last_job_id ?? '') ?? null)
}

async function statusesOf({ db, actor }: ReadContext, rows: readonly stored.ScheduleRow[]): Promise<Statuses> {
  const ids = rows.flatMap(({ last_job_id: id }) => (id === null ? [] : [id]))
  const jobs = await db.query(statements.selectStatuses(actor.workspaceId, ids))
  return new Map(jobs.map(({ id, status }) => [id, status]))
}

const toldOf = ({ kind, at_time, week_day, is_paused }: stored.ScheduleRow) => ({ kind, at_time, week_day, is_paused })

function described(
  { actor, now }: ReadContext,
  row: stored.ScheduleRow,
  last_status: Schedule['last_status'],
): Schedule {
  const { since_at: _since, ...shown } = row
  const next_at = row.is_paused ? null : nextSlot(row, actor.settings.timeZone, row, now).at
  return { ...shown, kind: schema.scheduleKind.parse(row.kind), next_at, last_status }
}
