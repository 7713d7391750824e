import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { AuditEntry, VerificationRow } from './schema.ts'

type Asked = {
  user_id?: string
  kinds?: readonly string[]
  fromAt: string | null
  beforeAt: string | null
  /** Keyset: entries before this seq. */
  before: number | null
  limit: number
}

/** What is shown of a set's changes; an import has millions. */
const changesShown = 5

/**
 * Change sets of a workspace, newest first, one more than asked for, each with its first changes. Days are given as the
 * instants they begin at. Cost: one walk down an index, and per entry one look-up of its first changes.
 */
export const selectAudit = (workspaceId: string, asked: Asked): Sql<AuditEntry> => sql<AuditEntry>`
  with entry as materialized (
    select s.* from kurs.change_set s
    where s.workspace_id = ${workspaceId}
      and ${asked.before === null ? sql`true` : sql`s.seq < ${asked.before}`}
      and ${asked.fromAt === null ? sql`true` : sql`s.recorded_at >= ${asked.fromAt}`}
      and ${asked.beforeAt === null ? sql`true` : sql`s.recorded_at < ${asked.beforeAt}`}
      and ${asked.user_id === undefined ? sql`true` : sql`s.actor->>'user_id' = ${asked.user_id}`}
      and ${kindPredicate(asked.kinds)}
    order by s.seq desc limit ${sql.lit(asked.limit + 1)}
  )
  select e.seq, e.recorded_at, e.operation, e.source, e.reason, e.import_id, e.undoes_import_id, e.change_count,
    jsonb_build_object('kind', e.actor->>'kind', 'user_id', e.actor->>'user_id', 'name', e.actor->>'name') as actor,
    coalesce(c.changes, '[]') as changes
  from entry e left join lateral (
    select jsonb_agg(jsonb_build_object('entity', f.entity, 'entity_id', f.entity_id, 'name', ${nameNow}, 'kind', f.kind, 'before', f.before,
      'after', f.after) order by f.entity, f.entity_id, f.version, f.ord) as changes
    from (
      select * from kurs.change c where c.workspace_id = e.workspace_id and c.set_id = e.set_id
      order by c.entity, c.entity_id limit ${sql.lit(changesShown)}) f
  ) c on true
  order by e.seq desc`

/** What the record is called today; a membership by its person, a target by whose it is. Null for what has no name or is no record. */
const named = ['person', 'team', 'product', 'pipeline', 'stage', 'account', 'contact', 'deal']
const nameNow: Sql = sql`case f.entity ${sql.join(
  named.map(
    (entity) => sql`when ${sql.lit(entity)} then
      (select r.name from ${sql.table(`kurs.${entity}`)} r where r.workspace_id = f.workspace_id and r.id = f.entity_id)`,
  ),
  sql` `,
)} when 'membership' then (select p.name from kurs.membership m
      join kurs.person p on p.workspace_id = m.workspace_id and p.id = m.person_id
      where m.workspace_id = f.workspace_id and m.id = f.entity_id)
    when 'target' then (select coalesce(p.name, t.name) from kurs.target g
      left join kurs.person p on p.workspace_id = g.workspace_id and p.id = g.person_id
      left join kurs.team t on t.workspace_id = g.workspace_id and t.id = g.team_id
      where g.workspace_id = f.workspace_id and g.id = f.entity_id) end`

function kindPredicate(kinds: readonly string[] | undefined): Sql {
  if (kinds === undefined || kinds.length === 0) return sql`true`
  const wanted = sql.join(kinds.map((kind) => sql`${kind}`))
  return sql`(s.operation in (${wanted}) or split_part(s.operation, '.', 1) in (${wanted}))`
}

/** Checks of the log, newest first; `id` names one. */
export const selectVerifications = (
  workspaceId: string,
  kind: string,
  id: string | null,
): Sql<VerificationRow> => sql<VerificationRow>`
  select id, status, progress, result, created_at, finished_at from jobs.job
  where workspace_id = ${workspaceId} and kind = ${kind} and ${id === null ? sql`true` : sql`id = ${id}`}
  order by created_at desc, id desc limit 1`
