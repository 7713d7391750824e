import { asOfInstant } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import type { Actor } from '../access.ts'
import { declaredEntities, type Entity } from '../history/entity.ts'
import type { ReadContext } from '../operation.ts'
import { ownedWithin } from './reach.ts'
import { sql, type Sql } from '../postgres/query.ts'
import type { AnalyticTable, Tables } from '../replica/replica.ts'
import type { ListColumn } from './filter.ts'
import type { ListSource } from './list.ts'

/** Gives an entity's rows, as now or as of an instant, to be put after FROM. */
export type Relation = (entityName: string) => Sql

/** The rows that are so now, from PostgreSQL. */
export const currentRelation =
  (workspaceId: string): Relation =>
  (entityName) =>
    sql`(select * from ${sql.table(`kurs.${entityName}`)} where workspace_id = ${workspaceId})`

/** The rows that were so at `at`. The lock version of a past state does not exist. */
export const relationAsOf =
  (tables: Tables, at: string): Relation =>
  (entityName) => {
    const moment = sql`cast(${at.replace('Z', '')} as timestamp)`
    return sql`(select *, cast(null as integer) as version, valid_from as changed_at
    from ${tables(`${entityName}_version` as AnalyticTable)} where valid_from <= ${moment} and valid_to > ${moment})`
  }

export type RecordShape = {
  entity: Entity
  searchIn: readonly string[]
  defaultSort: string
}

/** `account_id` → `account`: the alias and prefix under which a referenced record's name is shown. */
const referencePrefix = (field: string): string => field.replace(/_id$/, '')

/** Reads an entity with the names of what it refers to; every field and name may filter and sort. */
export function sourceOf(shape: RecordShape, relation: Relation, actor: Actor): ListSource {
  const { entity } = shape
  const references = referencesOf(entity)
  const columns: Record<string, ListColumn> = {
    id: { type: 'uuid', column: sql.ref('r.id') },
    changed_at: { type: 'timestamptz', column: sql.ref('r.changed_at') },
  }
  for (const [field, { type }] of Object.entries(entity.fields)) {
    if (type !== 'jsonb' && type !== 'text[]') columns[field] = { type, column: sql.ref(`r.${field}`) }
  }
  for (const { prefix, label } of references)
    columns[`${prefix}_name`] = { type: 'text', column: sql.ref(`${prefix}.${label}`), through: prefix }
  const own = ['id', 'version', 'changed_at', ...Object.keys(entity.fields)].map((field) => sql.ref(`r.${field}`))
  const names = references.map(
    ({ prefix, label }) => sql`${sql.ref(`${prefix}.${label}`)} as ${sql.ref(`${prefix}_name`)}`,
  )
  const referred = Object.fromEntries(
    references.map(({ prefix, field, entityName }) => {
      const rows = sql`${relation(entityName)} ${sql.ref(prefix)}`
      return [prefix, { rows, id: sql.ref(`${prefix}.id`), from: sql.ref(`r.${field}`) }]
    }),
  )
  return {
    select: sql.join([...own, ...names]),
    rows: sql`${relation(entity.name)} r`,
    referred,
    where: ownedWithin(actor.reach, entity, 'r'),
    id: sql.ref('r.id'),
    archivedAt: sql.ref('r.archived_at'),
    columns,
    searchIn: shape.searchIn,
    defaultSort: shape.defaultSort,
  }
}

export function referencesOf(entity: Entity): { field: string; prefix: string; entityName: string; label: string }[] {
  return Object.entries(entity.fields).flatMap(([field, { references }]) =>
    references ? [{ field, prefix: referencePrefix(field), entityName: references, label: labelOf(references) }] : [],
  )
}

/** The field that names a record of the entity to a person. */
function labelOf(entityName: string): string {
  const entity = declaredEntities().find((declared) => declared.name === entityName)
  return entity && 'subject' in entity.fields ? 'subject' : 'name'
}

export type PastInput = { as_of?: string; known_as_of?: string }

/** Whether the present is asked for, of a record whose history the replica holds too. */
export const isNow = (context: ReadContext, shape: RecordShape, at: PastInput): boolean =>
  shape.entity.isVersioned && at.known_as_of === undefined && pastInstant(context, at.as_of) === null

/** Runs a statement built on a list source: as now from PostgreSQL, as of the past from the replica. */
export async function readFrom<Row>(
  context: ReadContext,
  shape: RecordShape,
  at: PastInput,
  build: (source: ListSource) => Sql<Row>,
): Promise<Row[]> {
  const { actor, db, replica } = context
  const past = pastInstant(context, at.as_of)
  if (past === null && at.known_as_of === undefined) {
    return db.query(build(sourceOf(shape, currentRelation(actor.workspaceId), actor)))
  }
  if (!shape.entity.isVersioned) throw new AppError('invalid_input', 'no_versions', { entity: shape.entity.name })
  const moment = past ?? context.now
  const answer = await replica.ask(
    (tables) => build(sourceOf(shape, relationAsOf(tables, moment), actor)),
    at.known_as_of,
  )
  return answer.rows
}

/** The instant asked for, or null when it is not before now. */
export function pastInstant(context: ReadContext, asOf: string | undefined): string | null {
  if (asOf === undefined) return null
  const at = asOfInstant(asOf, context.actor.settings.timeZone)
  return Date.parse(at) >= Date.parse(context.now) ? null : at
}
