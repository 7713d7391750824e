import { currentTable, type Entity } from '../../platform/history/entity.ts'
import { insertChangesFrom } from '../../platform/history/bulk.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'

/**
 * The rows of a file on their way in, one per record and moment; `ref` tells which record (its id, or `=` and its
 * key in the file). `state` rows say how a record is (birth: how it began, for records not known yet); `event` rows
 * say what happened at a moment (birth: what else is known of the record, given at least with its earliest row;
 * also: values that every row tells and that count when they differ from the row before).
 */
export const createStaged = (): Sql => sql`
  create temporary table staged (
    row_number integer not null,
    entity text not null,
    ref text not null,
    record_id uuid,
    external_id text,
    is_event boolean not null,
    valid_at timestamptz not null,
    birth_at timestamptz,
    birth jsonb,
    patch jsonb not null,
    also jsonb
  ) on commit drop`

export const copyStagedText =
  'copy staged (row_number, entity, ref, record_id, external_id, is_event, valid_at, birth_at, birth, patch, also) from stdin'

/** What tells records of an entity apart in a file: the external id, or the natural key of those that have none. */
function recordKey(entity: Entity): Sql {
  if (entity.name === 'currency_rate') return sql`concat(e.currency, '/', e.quote, '/', e.rated_on)`
  if (entity.name === 'membership') return sql`concat(e.person_id, '/', e.team_id)`
  return sql`e.external_id`
}

/** Which record each `ref` of an entity is: the one it names, the one with that key, else a new one. */
export const createTargets = (entity: Entity, workspaceId: string): Sql[] => [
  sql`
    create temporary table target on commit drop as
    select k.ref, coalesce(k.record_id, e.id, gen_random_uuid()) as id
    from (select distinct ref, record_id, external_id from staged where entity = ${entity.name}) k
    left join ${currentTable(entity)} e
      on k.record_id is null and e.workspace_id = ${workspaceId} and ${recordKey(entity)} = k.external_id`,
  sql`analyze target`,
]

/** Locks the records that the import may change; whoever edits one of them meanwhile is asked to try again. */
export const lockRecords = (entity: Entity, workspaceId: string): Sql[] => [
  sql`
    select count(*) from (
      select 1 from ${currentTable(entity)} e
      where e.workspace_id = ${workspaceId} and e.id in (select id from target)
      order by e.id for update) locked`,
  sql`
    create temporary table known_record on commit drop as
    select e.id, e.version, e.changed_at, to_jsonb(e) as state
    from ${currentTable(entity)} e
    where e.workspace_id = ${workspaceId} and e.id in (select id from target)`,
  sql`analyze known_record`,
]

export const dropTargets = (): Sql[] => [sql`drop table target`, sql`drop table known_record`]

/** The rows of an entity with their records. An activity names its deal by external id; one that has none stays alone. */
const rowsOf = (entity: Entity, workspaceId: string): Sql =>
  entity.name === 'activity'
    ? sql`
      select s.row_number, t.id as record_id, s.is_event, s.valid_at, s.birth_at, s.birth, s.also,
        case when s.patch ? 'deal_ref' then s.patch - 'deal_ref' || case when d.id is null then '{}' else jsonb_build_object('deal_id', d.id) end
          else s.patch end as patch
      from staged s join target t on t.ref = s.ref
      left join kurs.deal d on d.workspace_id = ${workspaceId} and d.external_id = s.patch ->> 'deal_ref'
      where s.entity = 'activity'`
    : sql`
      select s.row_number, t.id as record_id, s.is_event, s.valid_at, s.birth_at, s.birth, s.also, s.patch
      from staged s join target t on t.ref = s.ref where s.entity = ${entity.name}`

const dropNulls = (json: Sql): Sql => sql`jsonb_strip_nulls(${json})`

/** The keys of `wanted` whose values differ from `held`. */
const difference = (wanted: Sql, held: Sql): Sql => sql`
  (select coalesce(jsonb_object_agg(w.key, w.value), '{}'::jsonb) from jsonb_each(${wanted}) w
   where w.value is distinct from coalesce(${held} -> w.key, 'null'::jsonb))`

const valuesBefore = (patch: Sql, held: Sql): Sql => sql`
  (select coalesce(jsonb_object_agg(k.key, ${held} -> k.key), '{}'::jsonb) from jsonb_object_keys(${patch}) k(key))`

/** New records from `state` rows: creation at birth and, where the file tells more, one change to how they are now. */
export const insertNewStates = (entity: Entity, workspaceId: string, setId: number): Sql =>
  insertChangesFrom(
    workspaceId,
    setId,
    sql`
    with fresh as materialized (
      select distinct on (s.record_id) s.record_id, s.valid_at, coalesce(s.birth_at, s.valid_at) as birth_at,
        coalesce(s.birth, s.patch) as birth, s.patch
      from (${rowsOf(entity, workspaceId)}) s
      where not s.is_event and not exists (select from known_record k where k.id = s.record_id)
      order by s.record_id, s.row_number desc
    ),
    later as materialized (
      select f.*, case when f.birth = f.patch then '{}' else ${difference(sql`f.patch`, sql`f.birth`)} end as rest from fresh f)
    select ${entity.name} as entity, record_id as id, 1 as version, 0 as ord, 'create' as kind, birth_at as valid_at,
      cast(null as jsonb) as before, ${dropNulls(sql`birth`)} as after
    from later
    union all
    select ${entity.name}, record_id, 1, 1, 'update', greatest(valid_at, birth_at), ${valuesBefore(sql`rest`, sql`birth`)}, rest
    from later where rest <> '{}'`,
  )

/** Known records from `state` rows: what differs, as one change. */
export const insertChangedStates = (entity: Entity, workspaceId: string, setId: number): Sql =>
  insertChangesFrom(
    workspaceId,
    setId,
    sql`
    with wanted as materialized (
      select distinct on (s.record_id) s.record_id, s.valid_at, k.version, k.changed_at, k.state,
        case when k.state @> s.patch then '{}' else ${difference(sql`s.patch`, sql`k.state`)} end as rest
      from (${rowsOf(entity, workspaceId)}) s join known_record k on k.id = s.record_id
      where not s.is_event
      order by s.record_id, s.row_number desc
    )
    select ${entity.name} as entity, record_id as id, version + 1 as version, 0 as ord, 'update' as kind,
      greatest(valid_at, changed_at) as valid_at, ${valuesBefore(sql`rest`, sql`state`)} as before, rest as after
    from wanted where rest <> '{}'`,
  )

/**
 * `event` rows, new and known records alike, each at its own moment. An event already in the log (the same file
 * again) is left out. The first event of a record not known then also carries what else the file says of it.
 */
export const insertEvents = (entity: Entity, workspaceId: string, setId: number): Sql =>
  insertChangesFrom(
    workspaceId,
    setId,
    sql`
    with fresh as (
      select s.*, k.id is not null as is_known, k.version as known_version
      from (${rowsOf(entity, workspaceId)}) s left join known_record k on k.id = s.record_id
      where s.is_event and (k.id is null or not exists (
        select from kurs.change c
        where c.workspace_id = ${workspaceId} and c.entity = ${entity.name} and c.entity_id = s.record_id
          and c.valid_at = s.valid_at and c.after @> ${dropNulls(sql`s.patch`)}
          and not exists (select from kurs.retraction x where x.workspace_id = c.workspace_id and x.entity = c.entity
            and x.entity_id = c.entity_id and x.retracted_set_id = c.set_id)))
    ),
    began as (
      select c.entity_id, min(c.valid_at) as at from kurs.change c
      where c.workspace_id = ${workspaceId} and c.entity = ${entity.name} and c.kind = 'create'
        and c.entity_id in (select id from known_record)
      group by c.entity_id
    ),
    in_order as (
      select f.*, row_number() over past as place, lag(f.also) over past as also_before
      from fresh f window past as (partition by f.record_id order by f.valid_at, f.row_number)
    )
    select ${entity.name} as entity, record_id as id, coalesce(known_version, 0) + 1 as version, cast(place as integer) - 1 as ord,
      case when not is_known and place = 1 then 'create' else 'update' end as kind, valid_at, cast(null as jsonb) as before,
      case when place = 1 and (not is_known or valid_at < began.at) then ${dropNulls(sql`coalesce(birth, '{}') || patch`)}
        when also is null or also = also_before then patch
        else patch || ${difference(sql`also`, sql`coalesce(also_before, '{}')`)} end as after
    from in_order left join began on began.entity_id = record_id`,
  )

/** How many of the records that the rows speak of the set left as they were. */
export const countUnchanged = (entity: Entity, workspaceId: string, setId: number): Sql<{ unchanged: number }> => sql`
  select count(*) as unchanged from (select distinct id from target) t
  where not exists (select from kurs.change c
    where c.workspace_id = ${workspaceId} and c.set_id = ${setId} and c.entity = ${entity.name} and c.entity_id = t.id)`

/** How many records of the entity the set created and changed. */
export const countOutcome = (
  entity: Entity,
  workspaceId: string,
  setId: number,
): Sql<{ created: number; updated: number }> => sql`
  with touched as (
    select entity_id, bool_or(kind = 'create') as was_created from kurs.change
    where workspace_id = ${workspaceId} and set_id = ${setId} and entity = ${entity.name} group by entity_id
  )
  select count(*) filter (where was_created) as created, count(*) filter (where not was_created) as updated from touched`

export const selectReferenceNames = (
  entity: Entity,
  workspaceId: string,
): Sql<{ id: string; name: string; external_id: string | null }> => sql`
  select id, name, external_id from ${currentTable(entity)} where workspace_id = ${workspaceId} and archived_at is null order by name, id`

/** Deals by their external id, with the moment each began, its pipeline and its currency. */
export const selectDealBeginnings = (
  workspaceId: string,
): Sql<{ external_id: string; id: string; began_at: string; pipeline_name: string; currency: string }> => sql`
  select d.external_id, d.id, min(c.valid_at) as began_at, p.name as pipeline_name, d.currency
  from kurs.deal d join kurs.pipeline p on p.workspace_id = d.workspace_id and p.id = d.pipeline_id
  join kurs.change c on c.workspace_id = d.workspace_id and c.entity = 'deal' and c.entity_id = d.id and c.kind = 'create'
  where d.workspace_id = ${workspaceId} and d.external_id is not null
  group by d.external_id, d.id, p.name, d.currency`
