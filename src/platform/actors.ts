import { dayOf } from '../base/calendar.ts'
import { notFound } from '../base/errors.ts'
import type { Actor, ApiKeyScope, Reach, Role, WorkspaceSettings } from './access.ts'
import type { Database } from './postgres/database.ts'
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
export type Credential =
  { kind: 'session'; hash: Buffer } | { kind: 'api_key'; hash: Buffer } | { kind: 'user'; userId: string }

/** Finds the session and marks it seen (at most once a minute). */
export async function findSession(database: Database, hash: Buffer, now: string): Promise<SignedIn | null> {
  const row = await database.transaction(
    'kurs_identity',
    null,
    (db) =>
      db.first<{ user_id: string }>(sql`
        update identity.session s set seen_at = case when s.seen_at < cast(${now} as timestamptz) - interval '1 minute'
          then cast(${now} as timestamptz) else s.seen_at end
        from identity.account_user u
        where ${liveSession(hash, now)} and u.id = s.user_id
        returning s.user_id`),
    { access: 'write' },
  )
  return row ? { userId: row.user_id, sessionHash: hash } : null
}

const liveSession = (hash: Buffer, now: string): Sql => sql`s.token_hash = ${hash} and u.disabled_at is null
  and s.expires_at > ${now} and s.seen_at > cast(${now} as timestamptz) - make_interval(hours => ${sql.lit(idleHours)})`

/**
 * Who acts in the workspace of that slug, with today's rights. A workspace that does not exist and one the caller
 * does not belong to answer alike: null.
 */
export async function loadActor(
  database: Database,
  credential: Credential,
  slug: string,
  now: string,
): Promise<Actor | null> {
  const member = await database.transaction(
    'kurs_identity',
    null,
    (db) =>
      db.first(
        credential.kind === 'api_key' ? memberByKey(credential.hash, slug, now) : memberByUser(credential, slug, now),
      ),
    { access: credential.kind === 'user' ? 'read' : 'write' },
  )
  return member === null ? null : completeActor(database, member, slug, now)
}

const memberColumns = sql`w.id as workspace_id, u.id as user_id, u.name as user_name, m.role, m.person_id`

function memberByUser(credential: Exclude<Credential, { kind: 'api_key' }>, slug: string, now: string): Sql<MemberRow> {
  const who =
    credential.kind === 'user'
      ? sql`u.id = ${credential.userId} and u.disabled_at is null`
      : sql`u.id = (select s.user_id from identity.session s join identity.account_user u on u.id = s.user_id
          where ${liveSession(credential.hash, now)})`
  return sql`
    select ${memberColumns}, cast(null as uuid) as api_key_id, cast(null as text[]) as scopes
    from identity.account_user u join identity.member m on m.user_id = u.id
    join identity.workspace w on w.id = m.workspace_id and w.slug = ${slug} and w.archived_at is null
    where ${who}`
}

const memberByKey = (hash: Buffer, slug: string, now: string): Sql<MemberRow> => sql`
  update identity.api_key k set used_at = ${now}
  from identity.account_user u, identity.member m, identity.workspace w
  where k.token_hash = ${hash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})
    and u.id = k.user_id and u.disabled_at is null and m.user_id = u.id and m.workspace_id = k.workspace_id
    and w.id = k.workspace_id and w.slug = ${slug} and w.archived_at is null
  returning ${memberColumns}, k.id as api_key_id, k.scopes`

type SettingsRow = {
  name: string
  currency: string
  time_zone: string
  fiscal_year_start_month: number
  week_start: number
}

async function completeActor(database: Database, member: MemberRow, slug: string, now: string): Promise<Actor> {
  const { workspace_id: workspaceId, person_id: personId, role } = member
  return database.transaction('kurs_app', workspaceId, async (db) => {
    const row = await db.first<SettingsRow>(sql`
      select name, currency, time_zone, fiscal_year_start_month, week_start from kurs.workspace where workspace_id = ${workspaceId}`)
    if (!row) throw notFound('workspace', slug)
    const settings: WorkspaceSettings = {
      name: row.name,
      currency: row.currency,
      timeZone: row.time_zone,
      fiscalYearStartMonth: row.fiscal_year_start_month,
      weekStart: row.week_start,
    }
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
  })
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
