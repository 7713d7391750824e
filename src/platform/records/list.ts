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
  /** The records a row refers to, by their prefix: all of them, their id, and the row's field that holds it. */
  referred: Record<string, Referred>
  where: Sql
  id: Sql
  archivedAt: Sql
  columns: Record<string, ListColumn>
  searchIn: readonly string[]
  defaultSort: string
}

type Referred = { rows: Sql; id: Sql; from: Sql }

type Cursor = [value: string | number | boolean | null, id: string]

/**
 * The statement of one page; it asks for one row more than the page holds, to know whether another follows. Which rows
 * these are is found before they get the names of what they refer to: else all that fit would be joined, to show fifty.
 */
export const pageStatement = <Row>(source: ListSource, input: ListInput): Sql<Row> => sql<Row>`
  with ${pageOfRows(source, input, sql`r.*`)}
  select ${source.select}, r.sort_value from page r${everyJoin(source)} ${pageOrder(source, input)}`

/** The same page as ids and values sorted by alone. */
export const pageIdsStatement = (source: ListSource, input: ListInput): Sql<FoundRow> => sql<FoundRow>`
  with ${pageOfRows(source, input, source.id)} select ${source.id}, r.sort_value from page r ${pageOrder(source, input)}`
export type FoundRow = { id: string; sort_value: unknown }

const pageOfRows = (source: ListSource, input: ListInput, select: Sql): Sql => sql`
  filled as materialized (${rowsWithValue(source, input, select)}),
  page as (select * from filled union all (${rowsWithoutValue(source, input, select)}))`

const pageOrder = (source: ListSource, input: ListInput): Sql => sql`
  order by r.sort_value ${directionOf(input)} nulls last, ${source.id} ${directionOf(input)}
  limit ${sql.lit(input.limit + 1)}`

const directionOf = ({ direction }: ListInput): Sql => (direction === 'asc' ? sql`asc` : sql`desc`)

/**
 * Rows that have the value sorted by, from the cursor on. Apart from those without, an index serves both directions: read
 * backwards it would give the empty ones first, and one condition for both could not begin at the cursor.
 */
function rowsWithValue(source: ListSource, input: ListInput, select: Sql): Sql {
  const { column, type } = sortColumn(source, input)
  const cursor = cursorOf(input)
  const beyond = input.direction === 'asc' ? sql`>` : sql`<`
  const from =
    cursor === null
      ? sql`true`
      : cursor[0] === null
        ? sql`false`
        : sql`(${column}, ${source.id}) ${beyond} (${checkedValue('cursor', type, cursor[0])}, ${castTo(cursor[1], 'uuid')})`
  return pageRows(source, input, sql`${column} is not null and ${from}`, { select, order: [column, source.id] })
}

/** Rows without it come last; they are looked for when those with it do not fill the page. */
function rowsWithoutValue(source: ListSource, input: ListInput, select: Sql): Sql {
  const { column } = sortColumn(source, input)
  const cursor = cursorOf(input)
  const beyond = input.direction === 'asc' ? sql`>` : sql`<`
  const from =
    cursor === null || cursor[0] !== null ? sql`true` : sql`${source.id} ${beyond} ${castTo(cursor[1], 'uuid')}`
  const isNotFull = sql`(select count(*) from filled) <= ${sql.lit(input.limit)}`
  return pageRows(source, input, sql`${column} is null and ${from} and ${isNotFull}`, { select, order: [source.id] })
}

type Rows = { select: Sql; order: readonly Sql[] }

function pageRows(source: ListSource, input: ListInput, where: Sql, { select, order }: Rows): Sql {
  const fields = [sortField(source, input), ...fieldsOf(input)]
  return sql`
    select ${select}, ${sortColumn(source, input).column} as sort_value from ${joined(source, fields)}
    where ${narrowed(source, input)} and ${where}
    order by ${sql.join(order.map((by) => sql`${by} ${directionOf(input)}`))}
    limit ${sql.lit(input.limit + 1)}`
}

const joinOf = ({ rows, id, from }: Referred): Sql => sql` left join ${rows} on ${id} = ${from}`
const everyJoin = ({ referred }: ListSource): Sql => sql.join(Object.values(referred).map(joinOf), sql``)

/** The rows with the names of all they refer to. */
export const withNames = (source: ListSource): Sql => sql`${source.rows}${everyJoin(source)}`

/** The rows with what these fields need and no more; fields that do not exist are refused where they are used. */
export function joined(source: ListSource, fields: readonly string[]): Sql {
  const needed = new Set(fields.map((field) => source.columns[field]?.through))
  const joins = Object.entries(source.referred).filter(([prefix]) => needed.has(prefix))
  return sql`${source.rows}${sql.join(
    joins.map(([, referred]) => joinOf(referred)),
    sql``,
  )}`
}

/** Whether words are looked for, in whatever field they stand: no index serves that, least of all under row-level security. */
export const looksForWords = ({ search }: Narrowing): boolean => (search ?? '').trim() !== ''

/** The fields that narrow a list, but for words, which are looked for where they stand. */
export const fieldsOf = (input: Narrowing): string[] => input.filter.map(({ field }) => field)

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
    const anywhere = source.searchIn.map((field) => hasWord(source, field, word))
    return sql`(${sql.join(anywhere, sql` or `)})`
  })
  return sql`${sql.join(conditions, sql` and `)}`
}

/** In the name of what a row refers to, it is looked for once among those names and not once for every row. */
function hasWord(source: ListSource, field: string, word: string): Sql {
  const isIn = filterPredicate(contains(field, word), source.columns)
  const referred = source.referred[source.columns[field]?.through ?? '']
  if (referred === undefined) return isIn
  return sql`${referred.from} in (select ${referred.id} from ${referred.rows} where ${isIn})`
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
