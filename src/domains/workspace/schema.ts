import { z } from 'zod'
import { currency, id, line, name, recordBase, timeZone } from '../../base/schemas.ts'

export const role = z.enum(['administrator', 'operations', 'manager', 'seller', 'viewer'])
export type Role = z.infer<typeof role>
export const language = z.enum(['uk', 'en'])
export const email = z.string().trim().toLowerCase().max(320).pipe(z.email())
export const password = z.string().min(10).max(200)
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)

export const workspaceSettings = z.object({
  name,
  currency: currency.default('UAH'),
  time_zone: timeZone.default('Europe/Kyiv'),
  fiscal_year_start_month: z.number().int().min(1).max(12).default(1),
  /** 1 Monday … 7 Sunday. */
  week_start: z.number().int().min(1).max(7).default(1),
  languages: z.array(language).min(1).max(2).default(['uk', 'en']),
})
export const settings = z.object({
  ...recordBase,
  name,
  currency,
  time_zone: z.string(),
  fiscal_year_start_month: z.number(),
  week_start: z.number(),
  languages: z.array(z.string()),
})

export const user = z.object({ id, email: z.string(), name: z.string(), language })
export const membership = z.object({ workspace_id: id, slug: z.string(), role, person_id: id.nullable() })
export const session = z.object({
  user: user.nullable(),
  workspaces: z.array(membership),
  /** Nobody has set Kurs up yet. */
  needs_setup: z.boolean(),
})
/** `token` also comes as a cookie; programs that keep no cookies may send it as a bearer token. */
export const signedIn = z.object({ user, workspaces: z.array(membership) })
export type SignedIn = z.infer<typeof signedIn>

export const member = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  person_id: id.nullable(),
  created_at: z.string(),
})
export const invitation = z.object({
  id,
  email: z.string(),
  role,
  person_id: id.nullable(),
  created_at: z.string(),
  expires_at: z.string(),
  accepted_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})
export const apiKeyScope = z.enum(['read', 'write', 'admin'])
export const apiKey = z.object({
  id,
  name,
  prefix: z.string(),
  scopes: z.array(apiKeyScope),
  created_at: z.string(),
  used_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
})
export const jobStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
export const job = z.object({
  id,
  kind: z.string(),
  status: jobStatus,
  attempt: z.number(),
  max_attempts: z.number(),
  /** Given up after its last try, for a reason that may have passed since. */
  is_dead: z.boolean(),
  progress: z.object({ step: line(100), done: z.number(), total: z.number().nullable() }).partial(),
  cancel_requested: z.boolean(),
  error: z.record(z.string(), z.unknown()).nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
})
export type JobRow = z.infer<typeof job>

/** What may be done by the clock. */
export const scheduleKind = z.enum(['audit_verify', 'backup', 'backup_trial'])
export const atTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const schedule = z.object({
  kind: scheduleKind,
  /** In the workspace's time zone, `HH:MM`. */
  at_time: atTime,
  /** ISO, 1 Monday; null: every day. */
  week_day: z.number().nullable(),
  is_paused: z.boolean(),
  /** null while it is paused. */
  next_at: z.string().nullable(),
  last_slot_on: z.string().nullable(),
  last_job_id: z.string().nullable(),
  last_status: jobStatus.nullable(),
  /** Slots that passed while Kurs was not running, and that the last job made up for. */
  missed_count: z.number(),
})
/** How this installation's backups are: `waiting` and `unscheduled` are no fault yet, what follows them is one. */
export const backupState = z.enum([
  'good',
  'waiting',
  'unscheduled',
  'never',
  'old',
  'untried',
  'trial_old',
  'backup_failed',
  'trial_failed',
])
const count = z.number().int().nonnegative()
export const backup = z.object({
  /** null where backups are no business of the workspace: they are kept in the first one. */
  state: backupState.nullable(),
  made_at: z.string().nullable(),
  file_name: z.string().nullable(),
  bytes: count.nullable(),
  is_encrypted: z.boolean().nullable(),
  tried_at: z.string().nullable(),
  took_s: z.number().nullable(),
  /** What the last good trial compared; null when there was none. */
  compared: z
    .object({
      tables: z.array(z.object({ table: z.string(), saved_count: count, restored_count: count })),
      file_count: count,
      chain_count: count,
      /** End of this workspace's audit chain in the backup, as restored. */
      head: z.object({ seq: count, hmac: z.string() }).nullable(),
    })
    .nullable(),
})

/** One of a user's own sessions. `device` is what its browser says it is; empty when it says nothing. */
export const ownSession = z.object({
  id,
  device: z.string(),
  address: z.string(),
  created_at: z.string(),
  seen_at: z.string(),
  is_this: z.boolean(),
})

const values = z.record(z.string(), z.unknown()).nullable()
/** A change set: who did what, when, by which door, and the first of its changes. */
export const auditEntry = z.object({
  seq: z.number(),
  recorded_at: z.string(),
  operation: z.string(),
  source: z.string(),
  reason: z.string().nullable(),
  import_id: id.nullable(),
  undoes_import_id: id.nullable(),
  change_count: z.number(),
  actor: z.object({ kind: z.string(), user_id: z.string().nullable(), name: z.string().nullable() }),
  changes: z.array(
    z.object({
      entity: z.string(),
      entity_id: id,
      name: z.string().nullable(),
      kind: z.string(),
      before: values,
      after: values,
    }),
  ),
})
export type AuditEntry = z.infer<typeof auditEntry>

/** A check of the log: how far it is, and what it found. `misfit` is the first place that does not fit. */
export const verification = z.object({
  id,
  status: job.shape.status,
  progress: job.shape.progress,
  created_at: z.string(),
  finished_at: z.string().nullable(),
  result: z
    .object({
      is_whole: z.boolean(),
      misfit: z
        .object({
          reason: z.enum(['missing', 'link', 'set', 'changes', 'payload', 'retraction', 'end', 'unknown_end']),
          seq: z.number(),
          entity: z.string().nullable(),
          entity_id: z.string().nullable(),
        })
        .nullable(),
      set_count: z.number(),
      change_count: z.number(),
      head_seq: z.number(),
      head_hmac: z.string(),
    })
    .nullable(),
})
export type VerificationRow = z.infer<typeof verification>
