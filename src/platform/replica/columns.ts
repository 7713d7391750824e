import { declaredEntities, type Entity, type FieldType } from '../history/entity.ts'
import type { AnalyticTable } from './replica.ts'

/** Types that both engines have; instants are UTC without a zone, since zoned date functions are slow in DuckDB. */
export type AnalyticType =
  'varchar' | 'uuid' | 'integer' | 'bigint' | 'double' | 'boolean' | 'date' | 'timestamp' | 'json'
export type Column = { name: string; type: AnalyticType }

const analyticTypes: Record<FieldType, AnalyticType> = {
  text: 'varchar',
  uuid: 'uuid',
  integer: 'integer',
  bigint: 'bigint',
  numeric: 'double',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamptz: 'timestamp',
  'text[]': 'json',
  jsonb: 'json',
}

/** Stands for "still so" in both engines: unlike infinity it can be calculated with. */
export const stillSo = '9999-12-31 00:00:00'
/** Stands for a day that does not come. */
export const noDay = '9999-12-31'

export const rateColumns: Column[] = [
  { name: 'currency', type: 'varchar' },
  { name: 'from_on', type: 'date' },
  { name: 'to_on', type: 'date' },
  { name: 'factor', type: 'double' },
]

export const stayColumns: Column[] = [
  { name: 'id', type: 'uuid' },
  { name: 'stage_id', type: 'uuid' },
  { name: 'entered_at', type: 'timestamp' },
  { name: 'left_at', type: 'timestamp' },
  { name: 'is_first', type: 'boolean' },
]

/** The entity whose records a relation is made of; the reporting rates follow from all rates together and have none. */
export function entityOf(table: AnalyticTable): Entity | null {
  if (table === 'reporting_rate') return null
  const name = table === 'stage_stay' ? 'deal' : table.replace(/_version$/, '')
  const entity = declaredEntities().find((declared) => declared.name === name)
  if (!entity) throw new Error(`no domain that declares the entity "${name}" is loaded`)
  return entity
}

/** Deals are the facts; other records are what facts refer to, and are asked for before their first version too. */
export const isReferredTo = (entity: Entity): boolean => entity.isVersioned && entity.name !== 'deal'

export function columnsOf(table: AnalyticTable): Column[] {
  const entity = entityOf(table)
  if (!entity) return rateColumns
  if (table === 'stage_stay') return stayColumns
  const fields = Object.entries(entity.fields).map(([name, { type }]) => ({ name, type: analyticTypes[type] }))
  const dated: Column[] = entity.isVersioned
    ? [
        { name: 'valid_from', type: 'timestamp' },
        { name: 'valid_to', type: 'timestamp' },
        ...(isReferredTo(entity) ? [{ name: 'is_first', type: 'boolean' } as const] : []),
      ]
    : []
  return [{ name: 'id', type: 'uuid' }, ...fields, ...dated]
}
