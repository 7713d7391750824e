import { z } from 'zod'
import { isDay, isInstant } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import { plain } from '../../base/schemas.ts'
import type { FieldType } from '../history/entity.ts'
import { sql, type Sql } from '../postgres/query.ts'

export const filterOperators = [
  'eq',
  'ne',
  'in',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'is_empty',
  'is_not_empty',
] as const
export type FilterOperator = (typeof filterOperators)[number]

/** One condition of a list. `value` is an array for `in`, absent for the empty tests, else a scalar. */
export const filterSchema = z.array(
  z.strictObject({
    field: z.string().max(60),
    op: z.enum(filterOperators),
    value: z
      .union([plain(500), z.number(), z.boolean(), z.array(z.union([plain(500), z.number()])).max(200)])
      .optional(),
  }),
)
export type Filter = z.infer<typeof filterSchema>

/**
 * A column that lists may filter and sort by: the closed list from which every identifier comes. `through`: the referenced
 * record it is a name of, when it is not the row's own.
 */
export type ListColumn = { type: FieldType; column: Sql; through?: string }

const comparison: Partial<Record<FilterOperator, Sql>> = {
  eq: sql`=`,
  ne: sql`<>`,
  lt: sql`<`,
  lte: sql`<=`,
  gt: sql`>`,
  gte: sql`>=`,
}

const typeNames: Record<FieldType, Sql> = {
  text: sql`text`,
  uuid: sql`uuid`,
  integer: sql`integer`,
  bigint: sql`bigint`,
  numeric: sql`double precision`,
  double: sql`double precision`,
  boolean: sql`boolean`,
  date: sql`date`,
  timestamptz: sql`timestamp`,
  'text[]': sql`text`,
  jsonb: sql`text`,
}

/** A parameter as a value of the field's type, in words both engines read. */
export const castTo = (value: unknown, type: FieldType): Sql => sql`cast(${value} as ${typeNames[type]})`

/** The conditions as one predicate (`true` for none). Unknown fields and misfitting values are invalid_input. */
export function filterPredicate(filter: Filter, columns: Record<string, ListColumn>): Sql<boolean> {
  if (filter.length === 0) return sql<boolean>`true`
  return sql<boolean>`${sql.join(
    filter.map((condition) => conditionPredicate(condition, columns)),
    sql` and `,
  )}`
}

function conditionPredicate(condition: Filter[number], columns: Record<string, ListColumn>): Sql {
  const { field, op, value } = condition
  if (!Object.hasOwn(columns, field))
    throw new AppError('invalid_input', 'filter_field', { field, known: Object.keys(columns) })
  const { column, type } = columns[field] as ListColumn
  if (op === 'is_empty') return sql`${column} is null`
  if (op === 'is_not_empty') return sql`${column} is not null`
  if (op === 'in') {
    if (!Array.isArray(value)) throw misfit(field, op)
    if (value.length === 0) return sql`false`
    return sql`${column} in (${sql.join(value.map((item) => checkedValue(field, type, item)))})`
  }
  if (value === undefined || Array.isArray(value)) throw misfit(field, op)
  if (op === 'contains') {
    if (type !== 'text') throw misfit(field, op)
    return sql`position(lower(${castTo(String(value), 'text')}) in lower(${column})) > 0`
  }
  const same = sql`${column} ${comparison[op] ?? sql`=`} ${checkedValue(field, type, value)}`
  return op === 'ne' ? sql`(${column} is null or ${same})` : same
}

const misfit = (field: string, op: string): AppError => new AppError('invalid_input', 'filter_value', { field, op })

const matches =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text)

const checks: Partial<Record<FieldType, (text: string) => boolean>> = {
  uuid: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  integer: matches(/^-?\d{1,9}$/),
  bigint: matches(/^-?\d{1,15}$/),
  numeric: matches(/^-?\d{1,15}(\.\d{1,10})?$/),
  double: (text) => /^-?\d{1,20}(\.\d{1,20})?(e[-+]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text)),
  boolean: matches(/^(true|false)$/),
  date: isDay,
  timestamptz: isInstant,
}

/** A parameter that the field's type can hold. @throws AppError invalid_input when it cannot */
export function checkedValue(field: string, type: FieldType, value: unknown): Sql {
  const text = String(value)
  if (text.includes('\0') || checks[type]?.(text) === false) throw misfit(field, 'value')
  return castTo(type === 'timestamptz' ? text.replace('Z', '') : text, type)
}
