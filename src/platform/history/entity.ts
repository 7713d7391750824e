import { sql, type Sql } from '../postgres/query.ts'

export type FieldType =
  | 'text'
  | 'uuid'
  | 'integer'
  | 'bigint'
  | 'numeric'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamptz'
  | 'text[]'
  | 'jsonb'

/** A field of a record. `references` names the entity whose id it holds. */
export type Field = { type: FieldType; references?: string }

/**
 * An entity as the history engine sees it: a table `kurs.<name>` holding what is so now, and, when versioned,
 * `kurs.<name>_version` holding all that was so. Both are folds of the rows of `kurs.change`.
 */
export type Entity = {
  name: string
  isVersioned: boolean
  fields: Record<string, Field>
  /** Field that holds whose record it is; without one everybody in the workspace sees it. */
  ownerField?: string
  /** A record whose owner's field is empty is everybody's to see, not only theirs who see all. */
  isSharedWithoutOwner?: true
}

const registry = new Map<string, Entity>()

export function defineEntity<F extends Record<string, Field>>(entity: {
  name: string
  isVersioned: boolean
  fields: F
  ownerField?: keyof F & string
  isSharedWithoutOwner?: true
}): Entity & { fields: F & { archived_at: Field } } {
  const withArchive = { ...entity, fields: { ...entity.fields, archived_at: { type: 'timestamptz' as const } } }
  registry.set(entity.name, withArchive)
  return withArchive
}

/** Every entity declared so far, in order of declaration. Filled as the domains are loaded; read by the doors' start. */
export const declaredEntities = (): Entity[] => [...registry.values()]

const momentsOf = new WeakMap<Entity, string[]>()

/**
 * Values as the database's JSON writes them, so that equal values compare equal: moments end in +00:00, without
 * trailing zeros. Everything else JavaScript already writes the same way.
 * @param values moments as ISO text ending in Z
 */
export function asStored(entity: Entity, values: Record<string, unknown>): Record<string, unknown> {
  const known = momentsOf.get(entity)
  const moments = known ?? Object.keys(entity.fields).filter((field) => entity.fields[field]?.type === 'timestamptz')
  if (!known) momentsOf.set(entity, moments)
  const told = moments.filter((field) => typeof values[field] === 'string')
  if (told.length === 0) return values
  const stored = { ...values }
  for (const field of told) stored[field] = String(values[field]).replace(/(?:\.0+|(\.\d*?)0+)?Z$/, '$1+00:00')
  return stored
}

export const currentTable = (entity: Entity): Sql => sql.table(`kurs.${entity.name}`)
export const versionTable = (entity: Entity): Sql => sql.table(`kurs.${entity.name}_version`)

/** `a.x, a.y, …` of an entity's fields. */
export const fieldList = (entity: Entity, alias: string): Sql =>
  sql.join(Object.keys(entity.fields).map((field) => sql.ref(`${alias}.${field}`)))
export const bareFieldList = (entity: Entity): Sql =>
  sql.join(Object.keys(entity.fields).map((field) => sql.ref(field)))
