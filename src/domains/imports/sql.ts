import { currentTable, type Entity } from '../../platform/history/entity.ts'
import { insertChangesFrom } from '../../platform/history/bulk.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'

/**
 * The rows of a file on their way in, one per record and moment.
 * `state` rows say how a record is (birth: how it began, for records not known yet); `event` rows say what
 * happened at a moment (base: what else is known of the record, for records not known yet).
 */
export const createStaged = (): Sql => sql`
  create temporary table staged (
    row_number integer not null,
    entity text not null,
    record_id uuid,
    external_id text,
    is_event boolean not null,
    valid_at timestamptz not null,
    birth_at timestamptz,
    birth jsonb,
    patch jsonb not null
  ) on commit drop`

export const copyStagedText =
  'copy staged (row_number, entity, record_id, external_id, is_event, valid_at, birth_at, birth, patch) from stdin (format csv)'

/** What tells records of an entity apart in a file: the external id, or the natural key of those that have none. */
function recordKey(entity: Entity): Sql {
  if (entity.name === 'currency_rate') return sql`concat(e.currency, '/', e.quote, '/', e.rated_on)`
  if (entity.name === 'membership') return sql`concat(e.person_id, '/', e.team_id)`
  return sql`e.external_id`
}

/** Gives every staged row its record: the one with that key, else a new one. */
export const findRecords = (entity: Entity, workspaceId: string): Sql => sql`
  update staged s set record_id = e.id from ${currentTable(entity)} e
  where s.entity = ${entity.name} and s.record_id is null
    and e.workspace_id = ${workspaceId} and ${recordKey(entity)} = s.external_id`

export const nameNewRecords = (entity: Entity): Sql => sql`
  update staged s set record_id = n.id
  from (select external_id, gen_random_uuid() as id from (
    select distinct external_id from staged where entity = ${entity.name} and record_id is null and external_id is not null) d) n
  where s.entity = ${entity.name} and s.record_id is null and s.external_id = n.external_id`

/** Locks the records that the import may change; whoever edits one of them meanwhile is asked to try again. */
export const lockRecords = (entity: Entity, workspaceId: string): Sql[] => [
  sql`
    select count(*) from (
      select 1 from ${currentTable(entity)} e
      where e.workspace_id = ${workspaceId} and e.id in (select record_id from staged where entity = ${entity.name})
      order by e.id for update) locked`,
  sql`
    create temporary table known_record on commit drop as
    select e.id, e.version, e.changed_at, to_jsonb(e) as state
    from ${currentTable(entity)} e
    where e.workspace_id = ${workspaceId} and e.id in (select record_id from staged where entity = ${entity.name})`,
  sql`create index on known_record (id)`,
]

const dropNulls = (json: Sql): Sql => sql`jsonb_strip_nulls(${json})`

/**
 * A patch in the types of the entity's table, so that equal values compare equal. Only the patch's own keys.
 * OFFSET 0 keeps the row from being typed anew for each of its keys (25 times the work, measured).
 */
const typed = (entity: Entity, patch: Sql): Sql => sql`
  (select coalesce(jsonb_object_agg(k.key, t.state -> k.key), '{}'::jsonb)
   from (select to_jsonb(jsonb_populate_record(null::${currentTable(entity)}, ${patch})) as state offset 0) t,
     jsonb_object_keys(${patch}) k(key))`

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
        ${typed(entity, sql`coalesce(s.birth, s.patch)`)} as birth, ${typed(entity, sql`s.patch`)} as patch
      from staged s
      where s.entity = ${entity.name} and not s.is_event and not exists (select from known_record k where k.id = s.record_id)
      order by s.record_id, s.row_number desc
    ),
    later as materialized (select f.*, ${difference(sql`f.patch`, sql`f.birth`)} as rest from fresh f)
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
        ${difference(typed(entity, sql`s.patch`), sql`k.state`)} as rest
      from staged s join known_record k on k.id = s.record_id
      where s.entity = ${entity.name} and not s.is_event
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
    with typed_event as materialized (
      select s.record_id, s.row_number, s.valid_at, s.birth, ${typed(entity, sql`s.patch`)} as patch
      from staged s where s.entity = ${entity.name} and s.is_event
    ),
    fresh as (
      select t.*, k.version as known_version,
        row_number() over (partition by t.record_id order by t.valid_at, t.row_number) as place,
        (select min(c.valid_at) from kurs.change c where c.workspace_id = ${workspaceId} and c.entity = ${entity.name}
          and c.entity_id = t.record_id and c.kind = 'create') as began_at
      from typed_event t left join known_record k on k.id = t.record_id
      where not exists (
        select from kurs.change c
        where k.id is not null and c.workspace_id = ${workspaceId} and c.entity = ${entity.name} and c.entity_id = t.record_id
          and c.valid_at = t.valid_at and c.after @> t.patch
          and not exists (select from kurs.retraction x where x.workspace_id = c.workspace_id and x.entity = c.entity
            and x.entity_id = c.entity_id and x.retracted_set_id = c.set_id))
    )
    select ${entity.name} as entity, record_id as id, coalesce(known_version, 0) + 1 as version, cast(place as integer) - 1 as ord,
      case when known_version is null and place = 1 then 'create' else 'update' end as kind, valid_at, cast(null as jsonb) as before,
      case when place = 1 and (known_version is null or valid_at < began_at)
        then ${dropNulls(typed(entity, sql`coalesce(birth, '{}'::jsonb) || patch`))} else patch end as after
    from fresh`,
  )

/** How many records of the entity the set created and changed, and how many the file left as they were. */
export const countOutcome = (
  entity: Entity,
  workspaceId: string,
  setId: number,
): Sql<{ created: number; updated: number; unchanged: number }> => sql`
  with touched as (
    select entity_id, bool_or(kind = 'create') as was_created from kurs.change
    where workspace_id = ${workspaceId} and set_id = ${setId} and entity = ${entity.name} group by entity_id
  )
  select (select count(*) from touched where was_created) as created, (select count(*) from touched where not was_created) as updated,
    (select count(distinct record_id) from staged s where s.entity = ${entity.name}
      and not exists (select from touched t where t.entity_id = s.record_id)) as unchanged`

export const selectReferenceNames = (
  entity: Entity,
  workspaceId: string,
): Sql<{ id: string; name: string; external_id: string | null }> => sql`
  select id, name, external_id from ${currentTable(entity)} where workspace_id = ${workspaceId} and archived_at is null order by name, id`

/** Activities of a file that names their deals by external id. */
export const linkActivities = (): Sql => sql`
  update staged a set patch = (a.patch - 'deal_ref') || jsonb_build_object('deal_id', d.record_id)
  from (select external_id, min(record_id::text)::uuid as record_id from staged where entity = 'deal' group by external_id) d
  where a.entity = 'activity' and a.patch ->> 'deal_ref' = d.external_id`

export const unlinkStrays = (): Sql => sql`
  update staged set patch = patch - 'deal_ref' where entity = 'activity' and patch ? 'deal_ref'`

/** Deals by their external id, with the moment each began. */
export const selectDealBeginnings = (
  workspaceId: string,
): Sql<{ external_id: string; id: string; began_at: string }> => sql`
  select d.external_id, d.id, min(c.valid_at) as began_at
  from kurs.deal d join kurs.change c on c.workspace_id = d.workspace_id and c.entity = 'deal' and c.entity_id = d.id and c.kind = 'create'
  where d.workspace_id = ${workspaceId} and d.external_id is not null
  group by d.external_id, d.id`
