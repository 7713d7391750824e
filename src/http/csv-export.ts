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
import { isPagedList, routeOf, type Operation, type ReadOperation } from '../platform/operation.ts'
import { actorOf } from './actor.ts'
import { queryReader } from './query-input.ts'

const pageSize = 200
/** So that spreadsheets take the file for UTF-8. */
const byteOrderMark = '\uFEFF'
const words = { en: en as Record<string, string>, uk: uk as Record<string, string> }

type Row = Record<string, unknown>
type Wanted = { columns: readonly string[] | null; language: 'en' | 'uk' | null }

/** Every list can be taken home whole: `GET …/deals/export` with the list's own filter, sort, search and as of. */
export function registerCsvExports(server: FastifyInstance, runtime: Runtime, operations: readonly Operation[]): void {
  for (const operation of operations.filter(isPagedList)) {
    const readQuery = queryReader(operation.input)
    server.get(`${routeOf(operation).path}/export`, async (request, reply) => {
      const actor = await actorOf(runtime, request, (request.params as { workspace: string }).workspace)
      const { columns, language, ...query } = request.query as Record<string, string>
      const wanted = { columns: columnsOf(operation, columns), language: languageOf(language) }
      const input = { ...readQuery(query), limit: pageSize }
      // The first page is asked before anything is sent: refusals come as problems, not as half a file.
      const ask = pagesOf(runtime, operation, actor, input)
      const first = await ask()
      void reply.header('content-disposition', `attachment; filename="${operation.name.split('.')[0]}.csv"`)
      return reply.type('text/csv; charset=utf-8').send(csvOf(first, ask, wanted))
    })
  }
}

type Page = { items: Row[]; next_cursor: string | null }

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

function csvOf(first: Page, ask: () => Promise<Page>, wanted: Wanted): Readable {
  const columns = wanted.columns ?? Object.keys(first.items[0] ?? {})
  const table = stringify({ record_delimiter: 'windows' })
  if (wanted.language !== null) table.push(byteOrderMark)
  table.write(columns.map((column) => headerOf(column, wanted.language)))
  const pump = async (): Promise<void> => {
    for (let page = first; ; page = await ask()) {
      for (const item of page.items)
        await put(
          table,
          columns.map((column) => cellOf(item, column)),
        )
      if (page.next_cursor === null) break
    }
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

const headerOf = (column: string, language: Wanted['language']): string => {
  if (language === null || column.startsWith(attribute)) return column.replace(attribute, '')
  const named = column.replace(/_name$/, '_id')
  return words[language][`deals.field.${named}`] ?? words[language][`deals.field.${column}`] ?? column
}

const attribute = 'attributes.'

/** A field, or one custom field: `attributes.region`. */
const valueOf = (item: Row, column: string): unknown =>
  column.startsWith(attribute) ? (item['attributes'] as Row | null)?.[column.slice(attribute.length)] : item[column]

/** Money as a decimal number of its currency; a list's and an object's parts as JSON. */
function cellOf(item: Row, column: string): string | number {
  const value = valueOf(item, column)
  if (value === null || value === undefined) return ''
  if (column.endsWith('_minor') && typeof value === 'number') return decimal(value, String(item['currency'] ?? ''))
  if (typeof value === 'number') return value
  return guardText(typeof value === 'string' ? value : JSON.stringify(value))
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

const languageOf = (asked: string | undefined): Wanted['language'] => (asked === 'en' || asked === 'uk' ? asked : null)
