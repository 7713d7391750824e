import { withinReach, type Reach } from '../access.ts'
import type { Entity } from '../history/entity.ts'
import { sql, type Sql } from '../postgres/query.ts'

/** Whether the actor may see the row: the owner's field of `alias` lies within their reach, or the entity has no owners. */
export const ownedWithin = (reach: Reach, entity: Entity, alias: string): Sql<boolean> =>
  entity.ownerField === undefined ? sql<boolean>`true` : withinReach(reach, sql.ref(`${alias}.${entity.ownerField}`))
