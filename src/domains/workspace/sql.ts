import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { JobRow, Role } from './schema.ts'

type UserRow = { id: string; email: string; name: string; language: 'uk' | 'en'; password_hash: string }

export const spendSetupToken = (hash: Buffer, now: string): Sql => sql`
  delete from identity.setup_token where token_hash = ${hash} and expires_at > ${now} returning 1 as one`

export const insertUser = (user: {
  id: string
  email: string
  name: string
  language: string
  passwordHash: string
  now: string
}): Sql => sql`
  insert into identity.account_user (id, email, name, language, password_hash, created_at)
  values (${user.id}, ${user.email}, ${user.name}, ${user.language}, ${user.passwordHash}, ${user.now})`

export const selectUser = (id: string): Sql<UserRow> => sql<UserRow>`
  select id, email, name, language, password_hash from identity.account_user where id = ${id} and disabled_at is null`
export const selectUserByEmail = (email: string): Sql<UserRow> => sql<UserRow>`
  select id, email, name, language, password_hash from identity.account_user where email = ${email} and disabled_at is null`

export const updatePassword = (id: string, hash: string): Sql => sql`
  update identity.account_user set password_hash = ${hash} where id = ${id}`

export const insertSession = (
  session: { hash: Buffer; userId: string; device: string; address: string; days: number },
  now: string,
): Sql => sql`
  insert into identity.session (token_hash, user_id, device, address, created_at, seen_at, expires_at)
  values (${session.hash}, ${session.userId}, ${session.device}, ${session.address}, ${now}, ${now},
    cast(${now} as timestamptz) + make_interval(days => ${sql.lit(session.days)}))`

export const deleteSessionsOf = (userId: string): Sql => sql`delete from identity.session where user_id = ${userId}`
export const deleteResetsOf = (userId: string): Sql =>
  sql`delete from identity.password_reset where user_id = ${userId}`

export const insertReset = (
  reset: { hash: Buffer; userId: string; workspaceId: string | null; hours: number },
  now: string,
): Sql<{ expires_at: string }> => sql`
  insert into identity.password_reset (token_hash, user_id, workspace_id, created_at, expires_at)
  values (${reset.hash}, ${reset.userId}, ${reset.workspaceId}, ${now},
    cast(${now} as timestamptz) + make_interval(hours => ${sql.lit(reset.hours)}))
  returning expires_at`
/** The link works once: it is gone when read. */
export const spendReset = (hash: Buffer, now: string): Sql<{ user_id: string; workspace_id: string | null }> => sql`
  delete from identity.password_reset where token_hash = ${hash} and expires_at > ${now} returning user_id, workspace_id`

/** Every workspace of a user, archived ones too, in the order in which their chains are locked. */
export const selectMembershipsOf = (userId: string): Sql<{ workspace_id: string; role: Role }> => sql`
  select workspace_id, role from identity.member where user_id = ${userId} order by workspace_id`

/** Failures of the last 15 minutes from this address for this account, and of the last hour for the account. */
export const countFailures = (
  email: string,
  address: string,
  now: string,
): Sql<{ here: number; account: number }> => sql`
  select count(*) filter (where address = ${address} and failed_at > cast(${now} as timestamptz) - interval '15 minutes') as here,
    count(*) as account
  from identity.sign_in_failure where email = ${email} and failed_at > cast(${now} as timestamptz) - interval '1 hour'`
export const insertFailure = (email: string, address: string, now: string): Sql => sql`
  insert into identity.sign_in_failure (email, address, failed_at) values (${email}, ${address}, ${now})`

type WorkspaceOf = { workspace_id: string; slug: string; role: Role; person_id: string | null }
export const selectWorkspacesOf = (userId: string): Sql<WorkspaceOf> => sql<WorkspaceOf>`
  select m.workspace_id, w.slug, m.role, m.person_id from identity.member m join identity.workspace w on w.id = m.workspace_id
  where m.user_id = ${userId} and w.archived_at is null order by w.created_at, w.id`

export const insertWorkspace = (id: string, slug: string, now: string): Sql => sql`
  insert into identity.workspace (id, slug, created_at) values (${id}, ${slug}, ${now})`

export const insertMember = (member: {
  workspaceId: string
  userId: string
  role: Role
  personId: string | null
  now: string
}): Sql => sql`
  insert into identity.member (workspace_id, user_id, role, person_id, created_at)
  values (${member.workspaceId}, ${member.userId}, ${member.role}, ${member.personId}, ${member.now})
  on conflict (workspace_id, user_id) do update set role = excluded.role, person_id = excluded.person_id`

export type LockedMember = { user_id: string; email: string; role: Role; person_id: string | null }
export const lockMember = (workspaceId: string, userId: string): Sql<LockedMember> => sql<LockedMember>`
  select m.user_id, u.email, m.role, m.person_id from identity.member m join identity.account_user u on u.id = m.user_id
  where m.workspace_id = ${workspaceId} and m.user_id = ${userId} for update of m`

type Invitation = { workspace_id: string; email: string; role: Role; person_id: string | null }
export const spendInvitation = (hash: Buffer, now: string): Sql<Invitation> => sql<Invitation>`
  update identity.invitation set accepted_at = ${now}
  where token_hash = ${hash} and accepted_at is null and revoked_at is null and expires_at > ${now}
  returning workspace_id, email, role, person_id`

const isDead = sql`(status = 'failed' and attempt >= max_attempts)`
const jobColumns = sql`id, kind, status, attempt, max_attempts, ${isDead} as is_dead, progress, cancel_requested, error, created_at, started_at, finished_at`
export const selectJob = (workspaceId: string, id: string): Sql<JobRow> => sql<JobRow>`
  select ${jobColumns} from jobs.job where workspace_id = ${workspaceId} and id = ${id}`
export const selectJobs = (
  workspaceId: string,
  limit: number,
  status: JobRow['status'] | 'open' | null,
): Sql<JobRow> => sql<JobRow>`
  select ${jobColumns} from jobs.job
  where workspace_id = ${workspaceId} and (cast(${status} as text) is null or status = ${status}
    or (${status} = 'open' and status in ('queued', 'running')))
  order by created_at desc, id desc limit ${sql.lit(limit)}`
/** How the jobs of these ids ended, or how far they are. */
export const selectStatuses = (workspaceId: string, ids: readonly string[]): Sql<Pick<JobRow, 'id' | 'status'>> => sql<
  Pick<JobRow, 'id' | 'status'>
>`
  select id, status from jobs.job where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[])`
/** A job given up begins anew, with all its tries; the error of the last one stays until it ends. */
export const retryJob = (workspaceId: string, id: string, now: string): Sql<JobRow> => sql<JobRow>`
  update jobs.job set status = 'queued', attempt = 0, run_at = ${now}, finished_at = null, cancel_requested = false
  where workspace_id = ${workspaceId} and id = ${id} and ${isDead} returning ${jobColumns}`
/** A job not begun yet is cancelled at once; a running one is asked to stop. */
export const cancelJob = (workspaceId: string, id: string, now: string): Sql<JobRow> => sql<JobRow>`
  update jobs.job set cancel_requested = true,
    status = case status when 'queued' then 'cancelled' else status end,
    finished_at = case status when 'queued' then cast(${now} as timestamptz) else finished_at end
  where workspace_id = ${workspaceId} and id = ${id} and status in ('queued', 'running') returning ${jobColumns}`
