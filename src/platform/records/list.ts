import { z } from 'zod'
import { AppError } from '../../base/errors.ts'
import { plain } from '../../base/schemas.ts'
import type { FieldType } from '../history/entity.ts'
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

/** How a list is read: its rows (FROM and joins), the columns selected, and those that may filter and sort. */
export type ListSource = {
  select: Sql
  from: Sql
  where: Sql
  id: Sql
  archivedAt: Sql
  columns: Record<string, ListColumn>
  searchIn: readonly string[]
  defaultSort: string
}

type Cursor = [value: string | number | boolean | null, id: string]

/** The statement of one page; it asks for one row more than the page holds, to know whether another follows. */
export function pageStatement<Row>(source: ListSource, input: ListInput): Sql<Row> {
  const { column, type } = sortColumn(source, input)
  const direction = input.direction === 'asc' ? sql`asc` : sql`desc`
  const cursor = input.cursor === undefined ? sql`true` : afterCursor(source.id, column, type, input)
  return sql<Row>`
    select ${source.select}, ${column} as sort_value
    from ${source.from}
    where ${narrowed(source, input)} and ${cursor}
    order by ${column} ${direction} nulls last, ${source.id} ${direction}
    limit ${sql.lit(input.limit + 1)}`
}

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

/** Rows after the cursor in the order (value, nulls last, id). */
function afterCursor(id: Sql, column: Sql, type: FieldType, input: ListInput): Sql {
  const [value, lastId] = decodeCursor(input.cursor ?? '')
  const beyond = input.direction === 'asc' ? sql`>` : sql`<`
  const afterId = sql`${id} ${beyond} ${castTo(lastId, 'uuid')}`
  if (value === null) return sql`(${column} is null and ${afterId})`
  const seen = checkedValue('cursor', type, value)
  return sql`(${column} ${beyond} ${seen} or (${column} = ${seen} and ${afterId}) or ${column} is null)`
}

const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

const cursorSchema = z.tuple([z.union([z.string(), z.number(), z.boolean(), z.null()]), z.uuid()])

function decodeCursor(text: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new AppError('invalid_input', 'cursor', {})
  }
}
