import { withinReach, type Reach } from '../access.ts'
import type { Entity } from '../history/entity.ts'
import { sql, type Sql } from '../postgres/query.ts'

/** Whether the actor may see the row: the owner's field of `alias` lies within their reach, or the row is not any one person's. */
export function ownedWithin(reach: Reach, entity: Entity, alias: string): Sql<boolean> {
  if (entity.ownerField === undefined) return sql<boolean>`true`
  const owner = sql.ref(`${alias}.${entity.ownerField}`)
  if (!entity.isSharedWithoutOwner) return withinReach(reach, owner)
  return sql<boolean>`(${owner} is null or ${withinReach(reach, owner)})`
}
