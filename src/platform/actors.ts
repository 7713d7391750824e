import { dayOf } from '../base/calendar.ts'
import { notFound } from '../base/errors.ts'
import type { Actor, ApiKeyScope, Reach, Role, WorkspaceSettings } from './access.ts'
import type { Database, Db } from './postgres/database.ts'
import { sql, type Sql } from './postgres/query.ts'

/** Whom a session's token stands for; null when unknown, ended or expired. */
export type SignedIn = { userId: string; sessionHash: Buffer }

export const idleHours = 12
export const absoluteDays = 14

type MemberRow = {
  workspace_id: string
  user_id: string
  user_name: string
  role: Role
  person_id: string | null
  api_key_id: string | null
  scopes: ApiKeyScope[] | null
}

/** How a caller shows who they are: a session's cookie or an API key; both by hash. */
export type Credential = HashedCredential | { kind: 'user'; userId: string }

export type HashedCredential = { kind: 'session' | 'api_key'; hash: Buffer }

/** Finds the session, and marks it seen if that is due. */
export async function findSession(database: Database, hash: Buffer, now: string): Promise<SignedIn | null> {
  const found = await database.transaction('kurs_identity', null, (db) =>
    db.first(selectCaller({ kind: 'session', hash }, now)),
  )
  if (found?.is_due) await markSeen(database, { kind: 'session', hash }, now)
  return found ? { userId: found.user_id, sessionHash: hash } : null
}

/** Being seen is written at most once a minute: a write costs a flush of the disk, and most requests only read. */
const isDue = (seenAt: Sql, now: string): Sql =>
  sql`(${seenAt} is null or ${seenAt} < cast(${now} as timestamptz) - interval '1 minute')`

async function markSeen(database: Database, { kind, hash }: HashedCredential, now: string): Promise<void> {
  const seen =
    kind === 'session'
      ? sql`update identity.session set seen_at = ${now} where token_hash = ${hash} and ${isDue(sql`seen_at`, now)}`
      : sql`update identity.api_key set used_at = ${now} where token_hash = ${hash} and ${isDue(sql`used_at`, now)}`
  await database.transaction('kurs_identity', null, (db) => db.query(seen), { access: 'write' })
}

const liveSession = (hash: Buffer, now: string): Sql => sql`s.token_hash = ${hash} and u.disabled_at is null
  and s.expires_at > ${now} and s.seen_at > cast(${now} as timestamptz) - make_interval(hours => ${sql.lit(idleHours)})`

/**
 * Who acts in the workspace of that slug, with today's rights.
 * @returns `unknown` when the credential shows nobody; `outside` alike for a workspace that does not exist and one the
 * caller does not belong to
 * Cost: one transaction that only reads, of three statements at most.
 */
export async function loadActor(
  database: Database,
  credential: Credential,
  slug: string,
  now: string,
): Promise<Actor | 'unknown' | 'outside'> {
  const found = await database.transaction('kurs_identity', null, async (db) => {
    const row = await db.first(selectMember(credential, slug, now))
    if (!row) return { actor: 'unknown' as const, isDue: false }
    if (!isMember(row)) return { actor: 'outside' as const, isDue: row.is_due }
    const actor = await db.as('kurs_app', row.workspace_id, (inside) => completeActor(inside, row, slug, now))
    return { actor, isDue: row.is_due }
  })
  if (found.isDue && credential.kind !== 'user') await markSeen(database, credential, now)
  return found.actor
}

/** What no slug can be is not asked for: PostgreSQL takes no NUL in a text. */
const knownSlug = (slug: string): string | null => (/^[a-z0-9-]{1,60}$/.test(slug) ? slug : null)

type CallerRow = { is_due: boolean } & (MemberRow | { workspace_id: null })
const isMember = (row: CallerRow): row is { is_due: boolean } & MemberRow => row.workspace_id !== null

/** The one who shows the credential, and their membership in the workspace of that slug, if any. */
function selectMember(credential: Credential, slug: string, now: string): Sql<CallerRow> {
  return sql`
    select caller.*, u.name as user_name, m.role, m.person_id, w.id as workspace_id
    from (${selectCaller(credential, now)}) as caller
    join identity.account_user u on u.id = caller.user_id and u.disabled_at is null
    left join (identity.member m join identity.workspace w on w.id = m.workspace_id and w.archived_at is null)
      on m.user_id = caller.user_id and w.slug = ${knownSlug(slug)} and w.id = coalesce(caller.only_workspace_id, w.id)`
}

type ShownBy = { user_id: string; is_due: boolean }

/** Whom the credential shows, as far as it is still good. */
function selectCaller(credential: Credential, now: string): Sql<ShownBy> {
  if (credential.kind === 'api_key')
    return sql`select k.user_id, k.workspace_id as only_workspace_id, ${isDue(sql`k.used_at`, now)} as is_due,
        k.id as api_key_id, k.scopes
      from identity.api_key k
      where k.token_hash = ${credential.hash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})`
  const person = sql`cast(null as uuid) as only_workspace_id, cast(null as uuid) as api_key_id, cast(null as text[]) as scopes`
  if (credential.kind === 'user')
    return sql`select cast(${credential.userId} as uuid) as user_id, false as is_due, ${person}`
  return sql`select s.user_id, ${isDue(sql`s.seen_at`, now)} as is_due, ${person}
    from identity.session s join identity.account_user u on u.id = s.user_id where ${liveSession(credential.hash, now)}`
}

type SettingsRow = {
  name: string
  currency: string
  time_zone: string
  fiscal_year_start_month: number
  week_start: number
}

/** Kurs itself, doing in a workspace what its schedule asks for. */
export async function loadSystem(database: Database, workspaceId: string): Promise<Actor> {
  const slug = await database.transaction('kurs_identity', null, (db) =>
    db.first<{ slug: string }>(sql`select slug from identity.workspace where id = ${workspaceId}`),
  )
  const settings = await database.transaction('kurs_app', workspaceId, (db) => settingsOf(db, workspaceId))
  return {
    kind: 'system',
    userId: null,
    apiKeyId: null,
    name: 'Kurs',
    workspaceId,
    slug: slug?.slug ?? '',
    role: 'administrator',
    scopes: ['read', 'write', 'admin'],
    personId: null,
    reach: { kind: 'all' },
    settings,
  }
}

async function settingsOf(db: Db, workspaceId: string): Promise<WorkspaceSettings> {
  const row = await db.first<SettingsRow>(sql`
    select name, currency, time_zone, fiscal_year_start_month, week_start from kurs.workspace where workspace_id = ${workspaceId}`)
  if (!row) throw notFound('workspace', workspaceId)
  return {
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    fiscalYearStartMonth: row.fiscal_year_start_month,
    weekStart: row.week_start,
  }
}

async function completeActor(db: Db, member: MemberRow, slug: string, now: string): Promise<Actor> {
  const { workspace_id: workspaceId, person_id: personId, role } = member
  const settings = await settingsOf(db, workspaceId)
  const today = dayOf(now, settings.timeZone)
  const reach = await reachOf(role, personId, () =>
    db.query<{ person_id: string }>(selectTree(workspaceId, personId ?? '', today)),
  )
  return {
    kind: member.api_key_id === null ? 'user' : 'api_key',
    userId: member.user_id,
    apiKeyId: member.api_key_id,
    name: member.user_name,
    workspaceId,
    slug,
    role,
    scopes: member.scopes ?? ['read', 'write', 'admin'],
    personId,
    reach,
    settings,
  }
}

async function reachOf(
  role: Role,
  personId: string | null,
  tree: () => Promise<{ person_id: string }[]>,
): Promise<Reach> {
  if (role !== 'manager' && role !== 'seller') return { kind: 'all' }
  if (personId === null) return { kind: 'people', personIds: [] }
  if (role === 'seller') return { kind: 'people', personIds: [personId] }
  const below = (await tree()).map((row) => row.person_id)
  return { kind: 'people', personIds: [...new Set([personId, ...below])] }
}

/** Members, as of today, of the teams a person leads and of every team below those. */
const selectTree = (workspaceId: string, personId: string, today: string): Sql<{ person_id: string }> => sql`
  with recursive led as (
    select id from kurs.team where workspace_id = ${workspaceId} and lead_id = ${personId} and archived_at is null
    union
    select t.id from kurs.team t join led on t.parent_id = led.id where t.workspace_id = ${workspaceId} and t.archived_at is null
  )
  select distinct m.person_id from kurs.membership m join led on led.id = m.team_id
  where m.workspace_id = ${workspaceId} and m.archived_at is null
    and (m.from_on is null or m.from_on <= cast(${today} as date)) and (m.to_on is null or m.to_on > cast(${today} as date))
  union
  select t.lead_id from kurs.team t join led on led.id = t.id where t.workspace_id = ${workspaceId} and t.lead_id is not null`
