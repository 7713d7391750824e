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

/** The entity whose records a relation holds; the reporting rates are calculated and have none. */
export function entityOf(table: AnalyticTable): Entity | null {
  if (table === 'reporting_rate') return null
  const name = table.replace(/_version$/, '')
  const entity = declaredEntities().find((declared) => declared.name === name)
  if (!entity) throw new Error(`no domain that declares the entity "${name}" is loaded`)
  return entity
}

export function columnsOf(table: AnalyticTable): Column[] {
  const entity = entityOf(table)
  if (!entity) return rateColumns
  const fields = Object.entries(entity.fields).map(([name, { type }]) => ({ name, type: analyticTypes[type] }))
  const dated: Column[] = entity.isVersioned
    ? [
        { name: 'valid_from', type: 'timestamp' },
        { name: 'valid_to', type: 'timestamp' },
      ]
    : []
  return [{ name: 'id', type: 'uuid' }, ...fields, ...dated]
}
