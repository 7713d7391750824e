import { currentTable, versionTable, type Entity, type FieldType } from '../history/entity.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { entityOf, isReferredTo, stillSo } from './columns.ts'
import { reportingRates } from './reporting-rates.ts'
import type { AnalyticTable } from './replica.ts'

/** What is to be read: all that is known, or only what had been recorded up to a seq. */
export type Knowledge = { workspaceId: string; currency: string; seq: number | 'now' }

/**
 * One analytic relation as PostgreSQL sees it, with the columns and types of the replica. Literals only, no
 * parameters: COPY takes none. The workspace's id is a validated UUID.
 * @param among keeps only records whose id a query gives
 */
export function relationOf(table: AnalyticTable, knowledge: Knowledge, among?: Sql): Sql {
  const entity = entityOf(table)
  if (!entity) return reportingRates(knownRecords('currency_rate', knowledge), knowledge.currency)
  const columns = sql.join([
    sql`r.id`,
    ...Object.entries(entity.fields).map(([name, field]) => shown(name, field.type)),
  ])
  const only = among ? sql`r.id in (${among})` : sql`true`
  if (!entity.isVersioned) {
    return sql`select ${columns} from ${knownRecords(entity.name, knowledge)} r where ${only}`
  }
  if (table === 'stage_stay') return stageStays(sql`(${relationOf('deal_version', knowledge, among)})`)
  const first = isReferredTo(entity)
    ? sql`, r.valid_from = min(r.valid_from) over (partition by r.id) as is_first`
    : sql``
  return sql`
    select ${columns}, greatest(r.valid_from, '0001-01-01 00:00:00Z') at time zone 'UTC' as valid_from,
      least(r.valid_to, cast(${sql.lit(`${stillSo}Z`)} as timestamptz)) at time zone 'UTC' as valid_to${first}
    from ${knownVersions(entity, knowledge)} r where ${only}`
}

/**
 * Each stay of a deal in a stage, versions in a row in one stage being one: when it came in, when it went on (`stillSo` if it
 * has not), and whether it had never been there before. What was so at an earlier moment is read off by leaving out what
 * came in after it. Both engines make it so: PostgreSQL when asked, the replica once, from the versions it holds.
 * @param versions the relation `deal_version`, or some deals of it whole
 */
export const stageStays = (versions: Sql): Sql => sql`
  select id, stage_id, valid_from as entered_at,
    coalesce(lead(valid_from) over (partition by id order by valid_from), timestamp ${sql.lit(stillSo)}) as left_at,
    row_number() over (partition by id, stage_id order by valid_from) = 1 as is_first
  from (
    select id, stage_id, valid_from, lag(stage_id) over (partition by id order by valid_from) as before_id
    from ${versions} r
  ) marked
  where before_id is null or before_id <> stage_id`

function shown(name: string, type: FieldType): Sql {
  const column = sql.ref(`r.${name}`)
  if (type === 'timestamptz') return sql`${column} at time zone 'UTC' as ${sql.ref(name)}`
  if (type === 'numeric') return sql`cast(${column} as double precision) as ${sql.ref(name)}`
  if (type === 'text[]') return sql`to_jsonb(${column}) as ${sql.ref(name)}`
  return column
}

/** Set ids follow the order in which writers began, seqs that in which they ended: only the join tells what was known. */
function knownVersions(entity: Entity, { workspaceId, seq }: Knowledge): Sql {
  const versions = versionTable(entity)
  const workspace = sql.lit(workspaceId)
  if (seq === 'now') return sql`(select * from ${versions} where workspace_id = ${workspace} and set_to is null)`
  return sql`(
    select v.* from ${versions} v
    join kurs.change_set learned on learned.workspace_id = v.workspace_id and learned.set_id = v.set_from
    left join kurs.change_set revised on revised.workspace_id = v.workspace_id and revised.set_id = v.set_to
    where v.workspace_id = ${workspace} and learned.seq <= ${sql.lit(seq)}
      and (revised.seq is null or revised.seq > ${sql.lit(seq)}))`
}

/** Records without versions: as they are, or folded again from the log as it was. */
function knownRecords(entityName: string, { workspaceId, seq }: Knowledge): Sql {
  const current = currentTable({ name: entityName, isVersioned: false, fields: {} })
  const workspace = sql.lit(workspaceId)
  if (seq === 'now') return sql`(select * from ${current} where workspace_id = ${workspace})`
  return sql`(
    select (jsonb_populate_record(null::${current}, f.state || jsonb_build_object('id', f.entity_id))).*
    from (
      select c.entity_id, kurs.jsonb_merge(c.after order by c.valid_at, c.version, c.ord) as state
      from kurs.change c
      join kurs.change_set learned on learned.workspace_id = c.workspace_id and learned.set_id = c.set_id
      where c.workspace_id = ${workspace} and c.entity = ${sql.lit(entityName)} and c.kind <> 'undo'
        and learned.seq <= ${sql.lit(seq)}
        and not exists (
          select from kurs.retraction r
          join kurs.change_set undone on undone.workspace_id = r.workspace_id and undone.set_id = r.set_id
          where r.workspace_id = c.workspace_id and r.entity = c.entity and r.entity_id = c.entity_id
            and r.retracted_set_id = c.set_id and undone.seq <= ${sql.lit(seq)})
      group by c.entity_id
    ) f)`
}
