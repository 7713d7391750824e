import { z } from 'zod'
import { AppError } from '../../base/errors.ts'
import { plain } from '../../base/schemas.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { castTo, checkedValue, filterPredicate, filterSchema, type Filter, type ListColumn } from './filter.ts'

/** What every list takes. Pages are keyset: `cursor` is the `next_cursor` of the page before. */
export const listInput = z.strictObject({
  filter: filterSchema.max(20).default([]),
  search: plain(200).optional(),
  sort: z.string().max(60).optional(),
  direction: z.enum(['asc', 'desc']).default('asc'),
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  archived: z.enum(['without', 'only', 'with']).default('without'),
})
export type ListInput = z.output<typeof listInput>
export const narrowing = listInput.pick({ filter: true, search: true, archived: true })
type Narrowing = z.output<typeof narrowing>

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/** How a list is read: its rows, what they refer to, the columns selected, and those that may filter and sort. */
export type ListSource = {
  select: Sql
  /** The rows alone, as `r`. */
  rows: Sql
  /** The join to each record that a row refers to, by its prefix. */
  joins: Record<string, Sql>
  where: Sql
  id: Sql
  archivedAt: Sql
  columns: Record<string, ListColumn>
  searchIn: readonly string[]
  defaultSort: string
}

type Cursor = [value: string | number | boolean | null, id: string]

/**
 * The statement of one page; it asks for one row more than the page holds, to know whether another follows. Which rows
 * these are is found before they get the names of what they refer to: else all that fit would be joined, to show fifty.
 */
export function pageStatement<Row>(source: ListSource, input: ListInput): Sql<Row> {
  const direction = directionOf(input)
  return sql<Row>`
    with filled as materialized (${rowsWithValue(source, input)}), page as (
      select * from filled
      union all
      (${rowsWithoutValue(source, input)}))
    select ${source.select}, r.sort_value from page r${everyJoin(source)}
    order by r.sort_value ${direction} nulls last, ${source.id} ${direction}
    limit ${sql.lit(input.limit + 1)}`
}

const directionOf = ({ direction }: ListInput): Sql => (direction === 'asc' ? sql`asc` : sql`desc`)

/**
 * Rows that have the value sorted by, from the cursor on. Apart from those without, an index serves both directions: read
 * backwards it would give the empty ones first, and one condition for both could not begin at the cursor.
 */
function rowsWithValue(source: ListSource, input: ListInput): Sql {
  const { column, type } = sortColumn(source, input)
  const cursor = cursorOf(input)
  const beyond = input.direction === 'asc' ? sql`>` : sql`<`
  const from =
    cursor === null
      ? sql`true`
      : cursor[0] === null
        ? sql`false`
        : sql`(${column}, ${source.id}) ${beyond} (${checkedValue('cursor', type, cursor[0])}, ${castTo(cursor[1], 'uuid')})`
  return pageRows(source, input, sql`${column} is not null and ${from}`, [column, source.id])
}

/** Rows without it come last; they are looked for when those with it do not fill the page. */
function rowsWithoutValue(source: ListSource, input: ListInput): Sql {
  const { column } = sortColumn(source, input)
  const cursor = cursorOf(input)
  const beyond = input.direction === 'asc' ? sql`>` : sql`<`
  const from =
    cursor === null || cursor[0] !== null ? sql`true` : sql`${source.id} ${beyond} ${castTo(cursor[1], 'uuid')}`
  const isNotFull = sql`(select count(*) from filled) <= ${sql.lit(input.limit)}`
  return pageRows(source, input, sql`${column} is null and ${from} and ${isNotFull}`, [source.id])
}

function pageRows(source: ListSource, input: ListInput, where: Sql, order: readonly Sql[]): Sql {
  const fields = [sortField(source, input), ...fieldsOf(source, input)]
  return sql`
    select r.*, ${sortColumn(source, input).column} as sort_value from ${joined(source, fields)}
    where ${narrowed(source, input)} and ${where}
    order by ${sql.join(order.map((by) => sql`${by} ${directionOf(input)}`))}
    limit ${sql.lit(input.limit + 1)}`
}

const everyJoin = (source: ListSource): Sql => sql.join(Object.values(source.joins), sql``)

/** The rows with the names of all they refer to. */
export const withNames = (source: ListSource): Sql => sql`${source.rows}${everyJoin(source)}`

/** The rows with what these fields need and no more; fields that do not exist are refused where they are used. */
export function joined(source: ListSource, fields: readonly string[]): Sql {
  const needed = new Set(fields.map((field) => source.columns[field]?.through))
  const joins = Object.entries(source.joins).flatMap(([prefix, join]) => (needed.has(prefix) ? [join] : []))
  return sql`${source.rows}${sql.join(joins, sql``)}`
}

/** The fields that narrow a list. */
export const fieldsOf = (source: ListSource, input: Narrowing): string[] => [
  ...input.filter.map(({ field }) => field),
  ...((input.search ?? '').trim() === '' ? [] : source.searchIn),
]

/** Which rows a list holds: what the caller may see, narrowed as asked; the page apart. */
export const narrowed = (source: ListSource, input: Narrowing): Sql => sql`
  ${source.where} and ${archivedPredicate(source, input)} and ${filterPredicate(input.filter, source.columns)}
    and ${searchPredicate(source, input.search)}`

/** Cuts the extra row off and makes the cursor of the next page. */
export function pageFrom<Row extends { id: string; sort_value?: unknown }>(
  rows: Row[],
  input: ListInput,
): { items: Omit<Row, 'sort_value'>[]; next_cursor: string | null } {
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const hasMore = rows.length > input.limit && last !== undefined
  const items = kept.map(({ sort_value: _sorted, ...row }) => row)
  return { items, next_cursor: hasMore ? encodeCursor([(last.sort_value ?? null) as Cursor[0], last.id]) : null }
}

export const sortField = (source: ListSource, input: ListInput): string => input.sort ?? source.defaultSort

function sortColumn(source: ListSource, input: ListInput): ListColumn {
  const field = sortField(source, input)
  if (!Object.hasOwn(source.columns, field)) {
    throw new AppError('invalid_input', 'sort_field', { field, known: Object.keys(source.columns) })
  }
  return source.columns[field] as ListColumn
}

function archivedPredicate(source: ListSource, input: Narrowing): Sql {
  if (input.archived === 'with') return sql`true`
  return input.archived === 'only' ? sql`${source.archivedAt} is not null` : sql`${source.archivedAt} is null`
}

function searchPredicate(source: ListSource, search: string | undefined): Sql {
  const words = (search ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return sql`true`
  const conditions = words.map((word) => {
    const anywhere = source.searchIn.map((field) => filterPredicate(contains(field, word), source.columns))
    return sql`(${sql.join(anywhere, sql` or `)})`
  })
  return sql`${sql.join(conditions, sql` and `)}`
}

const contains = (field: string, value: string): Filter => [{ field, op: 'contains', value }]

const cursorOf = ({ cursor }: ListInput): Cursor | null => (cursor === undefined ? null : decodeCursor(cursor))

const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

const cursorSchema = z.tuple([z.union([z.string(), z.number(), z.boolean(), z.null()]), z.uuid()])

function decodeCursor(text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new AppError('invalid_input', 'cursor', {})
  }
}
