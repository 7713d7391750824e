import type { Db } from '../postgres/database.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { bareFieldList, currentTable, fieldList, versionTable, type Entity } from './entity.ts'

/**
 * Makes the current table and the versions of every record that a change set touched equal to the fold of its
 * live changes: all fields' latest values in the order (valid_at, version, ord), a retracted change counting
 * for nothing. One statement serves one edit and an import of millions.
 *
 * Versions no longer so are closed (`set_to`), never deleted: what was known before stays answerable.
 * A record whose every change was retracted leaves the current table.
 */
export const foldTouched = (db: Db, entity: Entity, workspaceId: string, setId: number): Promise<unknown> =>
  db.query(foldStatement(entity, workspaceId, setId))

function foldStatement(entity: Entity, workspaceId: string, setId: number): Sql {
  const current = currentTable(entity)
  const assignments = sql.join(Object.keys(entity.fields).map((f) => sql`${sql.ref(f)} = excluded.${sql.ref(f)}`))
  return sql`
    with touched as materialized (
      select distinct entity_id from kurs.change
      where workspace_id = ${workspaceId} and set_id = ${setId} and entity = ${entity.name}
    ),
    told as materialized (
      select c.entity_id, c.valid_at, c.version, c.ord, c.after,
        c.kind <> 'undo' and not exists (
          select from kurs.retraction r
          where r.workspace_id = c.workspace_id and r.entity = c.entity and r.entity_id = c.entity_id
            and r.retracted_set_id = c.set_id) as is_live
      from kurs.change c join touched t on t.entity_id = c.entity_id
      where c.workspace_id = ${workspaceId} and c.entity = ${entity.name}
    ),
    numbered as (select entity_id, max(version) as version, bool_or(is_live) as is_there from told group by entity_id),
    folded as (
      select entity_id, valid_at, kurs.jsonb_merge(after) over known as state, lead(valid_at) over known as next_at
      from told where is_live
      window known as (partition by entity_id order by valid_at, version, ord rows unbounded preceding)
    ),
    wanted as materialized (
      select f.entity_id, f.valid_at as valid_from, coalesce(f.next_at, 'infinity') as valid_to, ${fieldList(entity, 'p')}
      from folded f cross join lateral jsonb_populate_record(null::${current}, f.state) p
      where f.next_at is null ${entity.isVersioned ? sql`or f.next_at > f.valid_at` : sql``}
    ),
    removed as (
      delete from ${current} d using numbered n
      where d.workspace_id = ${workspaceId} and d.id = n.entity_id and not n.is_there
    )
    ${entity.isVersioned ? sql`, ${replacedVersions(entity, workspaceId, setId)}` : sql``}
    insert into ${current} (workspace_id, id, version, changed_at, ${bareFieldList(entity)})
    select ${workspaceId}, w.entity_id, n.version, w.valid_from, ${fieldList(entity, 'w')}
    from wanted w join numbered n on n.entity_id = w.entity_id
    where w.valid_to = 'infinity'
    on conflict (workspace_id, id) do update
    set version = excluded.version, changed_at = excluded.changed_at, ${assignments}`
}

/** Closes the versions that are no longer so, and adds those that now are. */
function replacedVersions(entity: Entity, workspaceId: string, setId: number): Sql {
  const versions = versionTable(entity)
  const same = sql`w.entity_id = v.id and w.valid_from = v.valid_from and w.valid_to = v.valid_to
    and (${fieldList(entity, 'w')}) is not distinct from (${fieldList(entity, 'v')})`
  return sql`
    closed as (
      update ${versions} v set set_to = ${setId}
      from touched t
      where v.workspace_id = ${workspaceId} and v.id = t.entity_id and v.set_to is null
        and not exists (select from wanted w where ${same})
    ),
    added as (
      insert into ${versions} (workspace_id, id, valid_from, valid_to, set_from, ${bareFieldList(entity)})
      select ${workspaceId}, w.entity_id, w.valid_from, w.valid_to, ${setId}, ${fieldList(entity, 'w')}
      from wanted w
      where not exists (
        select from ${versions} v where v.workspace_id = ${workspaceId} and v.set_to is null and ${same})
    )`
}
