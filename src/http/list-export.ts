import { Readable } from 'node:stream'
import { stringify, type Stringifier } from 'csv-stringify'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { minorUnitExponent } from '../base/currency.ts'
import { AppError } from '../base/errors.ts'
import { guardText } from '../base/formula-guard.ts'
import { en } from '../locales/en/index.ts'
import { uk } from '../locales/uk/index.ts'
import { execute, type Runtime } from '../platform/execute.ts'
import type { Actor } from '../platform/access.ts'
import { writeWorkbook } from '../platform/files/workbook/write-workbook.ts'
import type { SheetCell } from '../platform/files/workbook/sheet-cells.ts'
import { isPagedList, routeOf, type Operation, type ReadOperation } from '../platform/operation.ts'
import { actorOf } from './actor.ts'
import { queryReader } from './query-input.ts'

const pageSize = 200
/** So that spreadsheets take the file for UTF-8. */
const byteOrderMark = '\uFEFF'
const words = { en: en as Record<string, string>, uk: uk as Record<string, string> }

type Row = Record<string, unknown>
/** Of the headings; null leaves the names of the fields. */
type Language = 'en' | 'uk' | null

type Page = { items: Row[]; next_cursor: string | null }
type Table = { name: string; headings: string[]; columns: readonly string[]; pages: AsyncIterable<Row[]> }
type Format = 'csv' | 'xlsx'

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<Format, string>

/**
 * Every list can be taken home whole: `GET …/deals/export` with the list's own filter, sort, search and as of, as CSV or
 * (`format=xlsx`) as an Excel workbook.
 */
export function registerListExports(server: FastifyInstance, runtime: Runtime, operations: readonly Operation[]): void {
  for (const operation of operations.filter(isPagedList)) {
    const readQuery = queryReader(operation.input)
    server.get(`${routeOf(operation).path}/export`, async (request, reply) => {
      const actor = await actorOf(runtime, request, (request.params as { workspace: string }).workspace)
      const { columns: asked, language: spoken, format: wanted, ...query } = request.query as Record<string, string>
      const columns = columnsOf(operation, asked)
      const language = languageOf(spoken)
      const format = formatOf(wanted)
      const input = { ...readQuery(query), limit: pageSize }
      // The first page is asked before anything is sent: refusals come as problems, not as half a file.
      const ask = pagesOf(runtime, operation, actor, input)
      const table = tableOf(operation.name.split('.')[0] ?? 'kurs', columns, language, await ask(), ask)
      void reply.header('content-disposition', `attachment; filename="${table.name}.${format}"`)
      return reply.type(mediaTypes[format]).send(format === 'xlsx' ? workbookOf(table) : csvOf(table, language))
    })
  }
}

/** Page after page of a list; each is a short transaction of its own, so a slow reader holds nothing up. */
function pagesOf(runtime: Runtime, operation: ReadOperation, actor: Actor, input: Row): () => Promise<Page> {
  let cursor: string | null = null
  return async () => {
    const page: Page = await execute(
      runtime,
      operation,
      actor,
      { ...input, ...(cursor && { cursor }) },
      { source: 'api' },
    )
    cursor = page.next_cursor
    return page
  }
}

function tableOf(
  name: string,
  asked: readonly string[] | null,
  language: Language,
  first: Page,
  ask: () => Promise<Page>,
): Table {
  const columns = asked ?? Object.keys(first.items[0] ?? {})
  async function* pages(): AsyncGenerator<Row[]> {
    for (let page = first; ; page = await ask()) {
      yield page.items
      if (page.next_cursor === null) break
    }
  }
  return { name, columns, headings: columns.map((column) => headingOf(column, language)), pages: pages() }
}

function csvOf({ headings, columns, pages }: Table, language: Language): Readable {
  const table = stringify({ record_delimiter: 'windows' })
  if (language !== null) table.push(byteOrderMark)
  table.write(headings)
  const pump = async (): Promise<void> => {
    for await (const items of pages)
      for (const item of items)
        await put(
          table,
          columns.map((column) => csvCell(cellOf(item, column))),
        )
    table.end()
  }
  pump().catch((error: Error) => table.destroy(error))
  return table
}

/** Waits while the reader is slower than we are; a reader that left ends the work. */
async function put(table: Stringifier, cells: (string | number)[]): Promise<void> {
  if (table.destroyed) throw new Error('the reader left')
  if (table.write(cells)) return
  await new Promise<void>((resolve, reject) => {
    table.once('drain', resolve)
    table.once('close', () => reject(new Error('the reader left')))
  })
}

function workbookOf({ name, headings, columns, pages }: Table): Readable {
  async function* batches(): AsyncGenerator<SheetCell[][]> {
    for await (const items of pages) yield items.map((item) => columns.map((column) => cellOf(item, column)))
  }
  return Readable.from(writeWorkbook({ name, headings, batches: batches() }), { objectMode: false })
}

const headingOf = (column: string, language: Language): string => {
  if (language === null || column.startsWith(attribute)) return column.replace(attribute, '')
  const named = column.replace(/_name$/, '_id')
  return words[language][`deals.field.${named}`] ?? words[language][`deals.field.${column}`] ?? column
}

const attribute = 'attributes.'

/** A field, or one custom field: `attributes.region`. */
const valueOf = (item: Row, column: string): unknown =>
  column.startsWith(attribute) ? (item['attributes'] as Row | null)?.[column.slice(attribute.length)] : item[column]

const day = /^\d{4}-\d{2}-\d{2}$/

/** Money is a decimal number of its currency, a day a day; a list's and an object's parts come as JSON. */
function cellOf(item: Row, column: string): SheetCell {
  const value = valueOf(item, column)
  if (value === null || value === undefined) return null
  if (typeof value === 'number')
    return column.endsWith('_minor') ? { decimal: decimal(value, String(item['currency'] ?? '')) } : value
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return JSON.stringify(value)
  return isDayColumn(column) && day.test(value) ? { day: value } : value
}

const isDayColumn = (column: string): boolean => column.endsWith('_on') || column.startsWith(attribute)

function csvCell(cell: SheetCell): string | number {
  if (cell === null) return ''
  if (typeof cell === 'number') return cell
  if (typeof cell === 'object') return 'day' in cell ? cell.day : cell.decimal
  return guardText(String(cell))
}

function decimal(minor: number, currency: string): string {
  const digits = minorUnitExponent(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return `${minor < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`
}

function columnsOf(operation: ReadOperation, asked: string | undefined): string[] | null {
  if (asked === undefined || asked === '') return null
  const known = knownColumns(operation)
  const columns = asked.split(',')
  const unknown = columns.find((column) => !known.includes(column.startsWith(attribute) ? 'attributes' : column))
  if (unknown !== undefined) throw new AppError('invalid_input', 'column', { column: unknown, known })
  return columns
}

function knownColumns(operation: ReadOperation): string[] {
  type Schema = { properties?: { items?: { items?: { properties?: object } } } }
  const schema = z.toJSONSchema(operation.output, { unrepresentable: 'any' }) as Schema
  return Object.keys(schema.properties?.items?.items?.properties ?? {})
}

const languageOf = (asked: string | undefined): Language => (asked === 'en' || asked === 'uk' ? asked : null)

function formatOf(asked: string | undefined): Format {
  if (asked === undefined || asked === '' || asked === 'csv') return 'csv'
  if (asked === 'xlsx') return 'xlsx'
  throw new AppError('invalid_input', 'export_format', { format: asked, known: ['csv', 'xlsx'] })
}
