import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRows } from '../src/platform/files/rows.ts'
import { sniffFile } from '../src/platform/files/sniff.ts'
import type { SheetCell } from '../src/platform/files/workbook/sheet-cells.ts'
import { sheetsFolder } from '../src/platform/files/workbook/sheet-index.ts'
import { spreadWorkbook } from '../src/platform/files/workbook/spread.ts'
import { ZipParts } from '../src/platform/files/workbook/zip-parts.ts'
import { writeWorkbook } from '../src/platform/files/workbook/write-workbook.ts'
import { type Client, setUp } from './client.ts'
import { writeGeneratedExport } from './generated-export.ts'
import { Imports } from './imports.ts'
import { startTestServer, type TestServer } from './server.ts'

let folder: string
let count = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kurs-out-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(headings: string[], rows: SheetCell[][], rowLimit?: number): Promise<string> {
  const path = join(folder, `${count++}.xlsx`)
  async function* batches(): AsyncGenerator<SheetCell[][]> {
    for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3)
  }
  await writeFile(path, await buffer(writeWorkbook({ name: "de'als/[1]", headings, batches: batches() }, rowLimit)))
  return path
}

async function readBack(path: string, sheet?: string): Promise<string[][]> {
  if (!existsSync(sheetsFolder(path))) await spreadWorkbook(path, sheetsFolder(path))
  const rows: string[][] = []
  for await (const { cells } of readRows(path, await sniffFile(path, sheet === undefined ? {} : { sheet })))
    rows.push(cells)
  return rows
}

const seen = (cell: SheetCell): string => {
  if (cell === null) return ''
  if (typeof cell === 'object') return 'day' in cell ? cell.day : String(Number(cell.decimal))
  return String(cell)
}
const text = fc.string({ unit: fc.constantFrom(...'=+-@\'"aїҐ’ʼ😀,;<>&_x0Dd \t\n\r1', '\u0001', '\uFEFF', '＝') })
const day = fc
  .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((at) => ({ day: at.toISOString().slice(0, 10) }))
const money = fc
  .tuple(
    fc.maxSafeInteger().map((minor) => minor % 1e13),
    fc.constantFrom(0, 2, 3),
  )
  .map(([minor, digits]) => ({ decimal: (minor / 10 ** digits).toFixed(digits) }))
const row = fc.tuple(text, fc.oneof(text, fc.boolean(), fc.constant(null)), day, money, fc.maxSafeInteger())

test('any table written as a workbook is read back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (made) => {
      const rows = made.map((cells, i): SheetCell[] => [`key ${i}`, ...cells])
      const path = await written(['Key', 'Name', 'Note', 'Day', 'Money', 'Count'], rows)
      expect(await readBack(path)).toEqual(rows.map((cells) => cells.map(seen)))
    }),
    { numRuns: 40 },
  )
})

test('7 rows in sheets of 4 rows with headings: 3, 3 and 1', async () => {
  const path = await written(
    ['Key', 'Value'],
    Array.from({ length: 7 }, (_, i) => [`k${i}`, i]),
    4,
  )
  expect(await readBack(path)).toEqual([
    ['k0', '0'],
    ['k1', '1'],
    ['k2', '2'],
  ])
  expect(await readBack(path, "de'als  1 3")).toEqual([['k6', '6']])
})

const risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '%', '"=', "'=", ',=', ';=']
const fronts = ['', ' ', '\u00A0', '\uFEFF', '\u200B', '\u0001', '\n', '\t', "'", "''"]
const payloads = ['1+1', "cmd|'/c calc'!A0", 'HYPERLINK("http://evil","x")', 'SUM(A1:A9)']
const corpus = risky.flatMap((sign) => fronts.flatMap((front) => payloads.map((end) => front + sign + end)))

const office = ['/usr/bin/libreoffice', '/usr/bin/soffice'].find(existsSync)
const convert = async (path: string, format: string): Promise<void> => {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const args = [profile, '--headless', '--convert-to', format, '--outdir', folder, path]
  await promisify(execFile)(office ?? '', args, { timeout: 240_000, env: { ...process.env, HOME: folder } })
}

describe.skipIf(office === undefined)('beside LibreOffice, when the machine has it', () => {
  test(
    `${corpus.length} texts of attackers open as texts: no formula, the same characters`,
    { timeout: 300_000 },
    async () => {
      const path = await written(
        ['=1+1', 'Day', 'Money'],
        corpus.map((cell) => [cell, { day: '2024-02-29' }, { decimal: '-1234.50' }]),
      )
      // Flat ODS shows each cell's type and formula.
      await convert(path, 'fods')
      const flat = await readFile(path.replace('.xlsx', '.fods'), 'utf8')
      expect(flat.match(/table:formula/g)).toBeNull()
      expect(flat.match(/office:date-value="2024-02-29"/g)?.length).toBe(corpus.length)
      expect(flat.match(/office:value="-1234.5"/g)?.length).toBe(corpus.length)
      await convert(path, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1')
      const lines = parse(await readFile(path.replace('.xlsx', "-de'als  1.csv"), 'utf8'), {
        relax_quotes: true,
      })
      expect(lines).toHaveLength(1 + corpus.length)
    },
  )

  test(
    'workbooks that LibreOffice writes are read: days, moments, values of formulas, shared strings, the calendar of 1904',
    { timeout: 300_000 },
    async () => {
      const dayStyle =
        '<number:date-style style:name="D"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style><style:style style:name="d" style:family="table-cell" style:data-style-name="D"/>'
      const cell = (type: string, value: string, shown: string, more = ''): string =>
        `<table:table-cell office:value-type="${type}" ${value}${more}><text:p>${shown}</text:p></table:table-cell>`
      const line = (cells: string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`
      const rows = [
        line(['Name', 'Day', 'Amount', 'Sum'].map((name) => cell('string', '', name))),
        line([
          cell('string', '', 'Ґанок &amp; Co'),
          cell('date', 'office:date-value="2024-02-29"', '2024-02-29', ' table:style-name="d"'),
          cell('float', 'office:value="1234.5"', '1234.5'),
          cell('float', 'office:value="2469"', '2469', ' table:formula="of:=[.C2]*2"'),
        ]),
        line([
          cell('string', '', 'Ґанок &amp; Co'),
          cell('date', 'office:date-value="1999-12-31"', '1999-12-31', ' table:style-name="d"'),
          cell('float', 'office:value="-0.1"', '-0.1'),
          cell('float', 'office:value="-0.2"', '-0.2', ' table:formula="of:=[.C3]*2"'),
        ]),
      ].join('')
      const spaces = ['office', 'table', 'text', 'style']
        .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
        .join(' ')
      for (const epoch of ['1899-12-30', '1904-01-01']) {
        const path = join(folder, `made-${epoch}.fods`)
        await writeFile(
          path,
          `<?xml version="1.0"?><office:document ${spaces} xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>${dayStyle}</office:automatic-styles><office:body><office:spreadsheet><table:calculation-settings><table:null-date table:date-value="${epoch}"/></table:calculation-settings><table:table table:name="Deals">${rows}</table:table></office:spreadsheet></office:body></office:document>`,
        )
        await convert(path, 'xlsx')
        expect(await readBack(path.replace('.fods', '.xlsx'))).toEqual([
          ['Ґанок & Co', '2024-02-29', '1234.5', '2469'],
          ['Ґанок & Co', '1999-12-31', '-0.1', '-0.2'],
        ])
      }
    },
  )
})

let server: TestServer
let client: Client
let imports: Imports
let base: string
/** The import that brought the deals. */
let sourceId = ''
const columns =
  'external_id,name,account_name,owner_name,product_name,stage_name,amount_minor,currency,created_on,closed_on'
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  imports = new Imports(client, base, () => server.worker.drain())
  const { wonCount } = await writeGeneratedExport(folder)
  expect(wonCount).toBeGreaterThan(0)
  for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline'])
    sourceId = (await imports.apply(`${name}.csv`, await readFile(join(folder, `${name}.csv`)))).id
})
afterAll(() => server.close())

async function taken(
  at: string,
  question: string,
): Promise<{ status: number; type: string; name: string; bytes: Buffer }> {
  const { statusCode, headers, rawPayload } = await server.app.inject({
    method: 'GET',
    url: `${at}/export?${question}`,
    headers: { cookie: client.cookie ?? '' },
  })
  const name = String(headers['content-disposition'])
  return { status: statusCode, type: String(headers['content-type']), name, bytes: rawPayload }
}

type Deal = Record<string, unknown> & { external_id: string }

/** What a deal is, without what names its row. */
async function dealsSeen(): Promise<Map<string, unknown[]>> {
  const deals = new Map<string, unknown[]>()
  for (let cursor = ''; ;) {
    const { body } = await client.get<{ items: Deal[]; next_cursor: string | null }>(`${base}/deals?limit=200${cursor}`)
    for (const deal of body.items)
      deals.set(
        deal.external_id,
        [...columns.split(','), 'status', 'amount_estimated'].map((name) => deal[name]),
      )
    if (body.next_cursor === null) return deals
    cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`
  }
}

/** Without the mark of an estimate. */
const given = (deals: Map<string, unknown[]>): [string, unknown[]][] =>
  [...deals].map(([id, deal]): [string, unknown[]] => [id, deal.slice(0, -1)]).sort(([a], [b]) => (a < b ? -1 : 1))

test('the deals leave as a workbook and come back: first nothing changes but that estimates are amounts given; after an undo of the source all are there again, as they were; undone, none is left', async () => {
  const { status, type, name, bytes } = await taken(`${base}/deals`, `format=xlsx&language=uk&columns=${columns}`)
  expect([status, type, name]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'attachment; filename="deals.xlsx"',
  ])
  const before = await dealsSeen()
  // A list price that stands in for a missing amount leaves as the amount that is seen, and comes back as one given.
  const estimated = [...before.values()].filter((deal) => deal.at(-1) === true).length
  expect(estimated).toBeGreaterThan(0)
  const same = await imports.apply('deals.xlsx', bytes, { kind: 'deals' })
  expect([same.status, same.report.refused]).toEqual(['applied', []])
  expect(same.report.entities['deal']).toEqual({ created: 0, updated: estimated, unchanged: before.size - estimated })

  await imports.run('undo', same.id)
  await imports.run('undo', sourceId)
  expect((await dealsSeen()).size).toBe(0)
  const again = await imports.apply('deals.xlsx', bytes, { kind: 'deals' })
  expect(again.report.entities['deal']).toEqual({ created: before.size, updated: 0, unchanged: 0 })
  expect(given(await dealsSeen())).toEqual(given(before))
  expect((await imports.run('undo', again.id)).status).toBe('undone')
  expect((await dealsSeen()).size).toBe(0)
})

test('a format that is neither is refused', async () => {
  expect((await taken(`${base}/deals`, 'format=pdf')).status).toBe(400)
})

test('headings are bold and stay when rows are scrolled; an empty list is a workbook too', async () => {
  const { bytes } = await taken(`${base}/contacts`, 'format=xlsx&columns=name,email&language=en')
  const path = join(folder, 'empty.xlsx')
  await writeFile(path, bytes)
  const parts = await ZipParts.open(path)
  const sheet = (await buffer(parts.read('xl/worksheets/sheet1.xml'))).toString()
  parts.close()
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  expect(sheet).toMatch(/<sheetData><row><c s="1".*?E-mail.*?<\/row><\/sheetData>/)
})
