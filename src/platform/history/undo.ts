import type { Db } from '../postgres/database.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { insertChangesFrom, planForManyRows } from './bulk.ts'
import { currentTable, declaredEntities, type Entity } from './entity.ts'
import type { ChangeRecorder } from './recorder.ts'

/** What became of the records an undone import had touched, and the fields later edits had already changed. */
export type UndoReport = {
  removed_count: number
  restored_count: number
  archived_count: number
  kept_fields: KeptField[]
}
export type KeptField = { entity: string; entity_id: string; field: string }

const keptFieldLimit = 1000

/**
 * Takes an import back within the current change set. Records it created disappear, unless somebody edited them
 * since or something else refers to them: those are archived. Records it changed get back every field that
 * nobody changed since; the other fields are listed.
 *
 * Nothing is erased: what was known before the undo stays answerable.
 */
export async function undoImport(
  db: Db,
  workspaceId: string,
  importId: string,
  changes: ChangeRecorder,
): Promise<UndoReport> {
  const setId = await changes.setId()
  for (const setting of planForManyRows()) await db.query(setting)
  await db.query(planStatement(workspaceId, importId))
  await db.query(sql`create index on undo_plan (entity, entity_id)`)
  while ((await keepReferenced(db, workspaceId)) > 0);
  const keptFields = await db.query<KeptField>(keptFieldsStatement(workspaceId, importId))
  await db.query(sql`
    insert into kurs.retraction (workspace_id, entity, entity_id, retracted_set_id, set_id)
    select ${workspaceId}, p.entity, p.entity_id, p.set_id, ${setId} from undo_plan p where p.action <> 'archive'`)
  await db.query(insertChangesFrom(workspaceId, setId, undoRows(workspaceId, changes.header.now)))
  const counts = await db.first<Omit<UndoReport, 'kept_fields'>>(sql`
    select count(*) filter (where action = 'remove') as removed_count, count(*) filter (where action = 'restore') as restored_count,
      count(*) filter (where action = 'archive') as archived_count
    from (${outcomes}) o`)
  const touched = await db.query<{ entity: string }>(sql`select distinct entity from undo_plan`)
  for (const entity of declaredEntities()) {
    if (touched.some((row) => row.entity === entity.name)) changes.touched(entity)
  }
  await db.query(sql`drop table undo_plan`)
  return { removed_count: 0, restored_count: 0, archived_count: 0, ...counts, kept_fields: keptFields }
}

/** One row per record and set of the import: remove (made by it, untouched since), archive, or restore. */
const planStatement = (workspaceId: string, importId: string): Sql => sql`
  create temporary table undo_plan on commit drop as
  with undone as (
    select set_id from kurs.change_set where workspace_id = ${workspaceId} and import_id = ${importId}
  ),
  mine as (
    select c.entity, c.entity_id, c.set_id, bool_or(c.kind = 'create') as was_created, max(c.version) as version
    from kurs.change c join undone u on u.set_id = c.set_id
    where c.workspace_id = ${workspaceId}
      and not exists (select from kurs.retraction x where x.workspace_id = c.workspace_id and x.entity = c.entity
        and x.entity_id = c.entity_id and x.retracted_set_id = c.set_id)
    group by c.entity, c.entity_id, c.set_id
  )
  select m.entity, m.entity_id, m.set_id,
    case when not m.was_created then 'restore' when exists (
      select from kurs.change l
      where l.workspace_id = ${workspaceId} and l.entity = m.entity and l.entity_id = m.entity_id
        and l.version > m.version and l.kind <> 'undo' and l.set_id not in (select set_id from undone)
        and not exists (select from kurs.retraction x where x.workspace_id = l.workspace_id and x.entity = l.entity
          and x.entity_id = l.entity_id and x.retracted_set_id = l.set_id)
    ) then 'archive' else 'remove' end as action
  from mine m`

/** A record that something staying refers to must stay: it is archived instead of removed. */
async function keepReferenced(db: Db, workspaceId: string): Promise<number> {
  let kept = 0
  for (const { entity, field, target } of allReferences()) {
    const rows = await db.query(sql`
      update undo_plan p set action = 'archive'
      from ${currentTable(entity)} e
      where p.action = 'remove' and p.entity = ${target}
        and e.workspace_id = ${workspaceId} and ${sql.ref(`e.${field}`)} = p.entity_id
        and not exists (select from undo_plan q where q.entity = ${entity.name} and q.entity_id = e.id and q.action = 'remove')
        and not exists (select from undo_plan q where q.entity = ${entity.name} and q.entity_id = e.id and q.action = 'restore'
          and not exists (select from undo_plan a where a.entity = q.entity and a.entity_id = q.entity_id and a.action = 'archive'))
      returning 1 as one`)
    kept += rows.length
  }
  return kept
}

function allReferences(): { entity: Entity; field: string; target: string }[] {
  return declaredEntities().flatMap((entity) =>
    Object.entries(entity.fields).flatMap(([field, { references }]) =>
      references ? [{ entity, field, target: references }] : [],
    ),
  )
}

/** Fields that both the import and a later edit changed: the later edit stays. */
const keptFieldsStatement = (workspaceId: string, importId: string): Sql<KeptField> => sql<KeptField>`
  select distinct p.entity, p.entity_id, mine.key as field
  from undo_plan p
  join kurs.change c on c.workspace_id = ${workspaceId} and c.entity = p.entity and c.entity_id = p.entity_id and c.set_id = p.set_id
  cross join lateral jsonb_object_keys(c.after) mine(key)
  where p.action = 'restore' and exists (
    select from kurs.change l join kurs.change_set s on s.workspace_id = l.workspace_id and s.set_id = l.set_id
    where l.workspace_id = ${workspaceId} and l.entity = p.entity and l.entity_id = p.entity_id
      and l.version > c.version and l.kind <> 'undo' and l.after ? mine.key and s.import_id is distinct from ${importId})
  order by 1, 2, 3 limit ${sql.lit(keptFieldLimit)}`

/** One row per record, however many sets of the import touched it: what becomes of it in the end. */
const outcomes: Sql = sql`
  select entity, entity_id, case when bool_or(action = 'archive') then 'archive' when bool_or(action = 'remove') then 'remove'
    else 'restore' end as action
  from undo_plan group by entity, entity_id`

/** What the undo itself logs: an empty change where the retraction speaks, the archiving where a record stays. */
const undoRows = (workspaceId: string, now: string): Sql => sql`
  select p.entity, p.entity_id as id, coalesce(max(c.version), 0) + 1 as version, 0 as ord,
    case p.action when 'archive' then 'update' else 'undo' end as kind,
    greatest(cast(${now} as timestamptz), max(c.valid_at)) as valid_at,
    case p.action when 'archive' then jsonb_build_object('archived_at', null) end as before,
    case p.action when 'archive' then jsonb_build_object('archived_at', cast(${now} as timestamptz)) else '{}'::jsonb end as after
  from (${outcomes}) p
  join kurs.change c on c.workspace_id = ${workspaceId} and c.entity = p.entity and c.entity_id = p.entity_id
  group by p.entity, p.entity_id, p.action`
