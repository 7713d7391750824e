import { notFound } from '../../base/errors.ts'
import { declaredEntities, type Entity } from '../history/entity.ts'
import type { Values } from '../history/recorder.ts'
import type { ReadContext } from '../operation.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { ownedWithin } from './reach.ts'

type Given = { field: string; references: string; value: string }

/** What a record with these values refers to. */
export const referencesIn = (entity: Entity, values: Values): Given[] =>
  Object.entries(entity.fields).flatMap(([field, { references }]) => {
    const value = values[field]
    return references && typeof value === 'string' ? [{ field, references, value }] : []
  })

/** One statement that finds the first id among `values` which names no record that the actor may see: not_found. */
export async function assertReferences(context: ReadContext, entity: Entity, values: Values): Promise<void> {
  const given = referencesIn(entity, values)
  if (given.length === 0) return
  const missing = given.map(
    ({ field, references, value }) => sql`
      select ${sql.lit(field)} as field where not exists (
        select from ${sql.table(`kurs.${references}`)} r
        where workspace_id = ${context.actor.workspaceId} and id = ${value} and ${seenBy(context, references)})`,
  )
  const row = await context.db.first<{ field: string }>(sql`${sql.join(missing, sql` union all `)} limit 1`)
  if (!row) return
  const reference = given.find(({ field }) => field === row.field)
  throw notFound(reference?.references ?? entity.name, reference?.value ?? '')
}

function seenBy({ actor }: ReadContext, entityName: string): Sql<boolean> {
  const entity = declaredEntities().find(({ name }) => name === entityName)
  return entity ? ownedWithin(actor.reach, entity, 'r') : sql<boolean>`true`
}
