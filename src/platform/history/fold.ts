import type { Db } from '../postgres/database.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { bareFieldList, currentTable, fieldList, versionTable, type Entity } from './entity.ts'

/**
 * Makes the current table and the versions of every record that a change set touched equal to the fold of its
 * live changes: all fields' latest values in the order (valid_at, version, ord), a retracted change counting
 * for nothing. The same three statements serve one edit and an import of millions.
 *
 * Versions no longer so are closed (`set_to`), never deleted: what was known before stays answerable.
 * A record whose every change was retracted leaves the current table.
 */
export async function foldTouched(db: Db, entity: Entity, workspaceId: string, setId: number): Promise<void> {
  if (entity.isVersioned) await db.query(foldVersions(entity, workspaceId, setId))
  await db.query(foldCurrent(entity, workspaceId, setId))
  await db.query(removeEmptied(entity, workspaceId, setId))
}

const touched = (entity: Entity, workspaceId: string, setId: number): Sql => sql`
  touched as (
    select distinct entity_id from kurs.change
    where workspace_id = ${workspaceId} and set_id = ${setId} and entity = ${entity.name}
  ),
  events as (
    select c.entity_id, c.valid_at, c.version, c.ord, c.after
    from kurs.change c join touched t on t.entity_id = c.entity_id
    where c.workspace_id = ${workspaceId} and c.entity = ${entity.name} and c.kind <> 'undo'
      and not exists (
        select from kurs.retraction r
        where r.workspace_id = c.workspace_id and r.entity = c.entity and r.entity_id = c.entity_id
          and r.retracted_set_id = c.set_id)
  )`

function foldVersions(entity: Entity, workspaceId: string, setId: number): Sql {
  const versions = versionTable(entity)
  const same = sql`w.entity_id = v.id and w.valid_from = v.valid_from and w.valid_to = v.valid_to
    and (${fieldList(entity, 'w')}) is not distinct from (${fieldList(entity, 'v')})`
  return sql`
    with ${touched(entity, workspaceId, setId)},
    folded as (
      select entity_id, valid_at, kurs.jsonb_merge(after) over known as state, lead(valid_at) over known as next_at
      from events
      window known as (partition by entity_id order by valid_at, version, ord rows unbounded preceding)
    ),
    wanted as materialized (
      select f.entity_id, f.valid_at as valid_from, coalesce(f.next_at, 'infinity') as valid_to, ${fieldList(entity, 'p')}
      from folded f cross join lateral jsonb_populate_record(null::${versions}, f.state) p
      where f.next_at is null or f.next_at > f.valid_at
    ),
    closed as (
      update ${versions} v set set_to = ${setId}
      from touched t
      where v.workspace_id = ${workspaceId} and v.id = t.entity_id and v.set_to is null
        and not exists (select from wanted w where ${same})
    )
    insert into ${versions} (workspace_id, id, valid_from, valid_to, set_from, ${bareFieldList(entity)})
    select ${workspaceId}, w.entity_id, w.valid_from, w.valid_to, ${setId}, ${fieldList(entity, 'w')}
    from wanted w
    where not exists (
      select from ${versions} v where v.workspace_id = ${workspaceId} and v.set_to is null and ${same})`
}

function foldCurrent(entity: Entity, workspaceId: string, setId: number): Sql {
  const current = currentTable(entity)
  const assignments = sql.join(Object.keys(entity.fields).map((f) => sql`${sql.ref(f)} = excluded.${sql.ref(f)}`))
  return sql`
    with ${touched(entity, workspaceId, setId)},
    latest as (
      select entity_id, max(valid_at) as changed_at, kurs.jsonb_merge(after order by valid_at, version, ord) as state
      from events group by entity_id
    ),
    numbered as (
      select c.entity_id, max(c.version) as version from kurs.change c join touched t on t.entity_id = c.entity_id
      where c.workspace_id = ${workspaceId} and c.entity = ${entity.name} group by c.entity_id
    )
    insert into ${current} (workspace_id, id, version, changed_at, ${bareFieldList(entity)})
    select ${workspaceId}, l.entity_id, n.version, l.changed_at, ${fieldList(entity, 'p')}
    from latest l join numbered n on n.entity_id = l.entity_id
    cross join lateral jsonb_populate_record(null::${current}, l.state) p
    on conflict (workspace_id, id) do update
    set version = excluded.version, changed_at = excluded.changed_at, ${assignments}`
}

function removeEmptied(entity: Entity, workspaceId: string, setId: number): Sql {
  return sql`
    with ${touched(entity, workspaceId, setId)}
    delete from ${currentTable(entity)} d using touched t
    where d.workspace_id = ${workspaceId} and d.id = t.entity_id
      and not exists (select from events e where e.entity_id = t.entity_id)`
}
