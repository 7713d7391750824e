import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileShape } from '../src/base/file-shape.ts'
import { readRows } from '../src/platform/files/rows.ts'
import { sniffFile } from '../src/platform/files/sniff.ts'
import { sheetsFolder } from '../src/platform/files/workbook/sheet-index.ts'
import { spreadWorkbook } from '../src/platform/files/workbook/spread.ts'
import { Client, setUp } from './client.ts'
import { Imports } from './imports.ts'
import { startTestServer, type TestServer } from './server.ts'
import { textRows, workbook, zipped } from './workbook-files.ts'

let folder: string
let count = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kurs-books-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function spread(bytes: Buffer, sheet?: string): Promise<{ shape: FileShape; rows: [number, ...string[]][] }> {
  const path = join(folder, String(count++))
  await writeFile(path, bytes)
  await spreadWorkbook(path, sheetsFolder(path))
  const shape = await sniffFile(path, sheet === undefined ? {} : { sheet })
  const rows: [number, ...string[]][] = []
  for await (const { row, cells, problem } of readRows(path, shape)) {
    expect(problem).toBeNull()
    rows.push([row, ...cells])
  }
  return { shape, rows }
}

const refusal = (bytes: Promise<Buffer>): Promise<unknown> =>
  bytes.then(spread).then(
    () => 'taken',
    (error: { reason?: string; params?: unknown }) => ({ reason: error.reason, params: error.params }),
  )

const styles = `
  <numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm"/>
  <numFmt numFmtId="166" formatCode="#,##0.00\\ [$₴-422];[Red]\\-#,##0.00"/></numFmts>
  <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="10"/><xf numFmtId="166"/></cellXfs>`
const cells = `<sheetData>
  <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Share</t></is></c><c r="D1" t="str"><v>Seen</v></c><c r="E1" t="s"><v>2</v></c><c r="F1" t="str"><v>Active</v></c></row>
  <row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" s="1"><v>45292</v></c><c r="C3" s="4"><v>0.125</v></c><c r="D3" s="3"><v>45292.5</v></c><c r="E3" s="5"><v>1234.5599999999999</v></c><c r="F3" t="b"><v>1</v></c></row>
  <row r="4"><c r="A4" t="inlineStr"><is><r><t>Об</t></r><r><t>’єднання "Схід", ТОВ</t></r><rPh><t>ob</t></rPh></is></c><c r="B4" s="2"><v>60</v></c><c r="C4" s="4"><f>1/2</f><v>0.5</v></c><c r="D4" s="3"><v>45292</v></c><c r="E4"><f>A1</f></c><c r="F4" t="b"><v>0</v></c></row>
  <row r="5"><c r="A5" t="str"><v>line_x000A_two</v></c><c r="B5" s="2"><v>61</v></c></row>
</sheetData><mergeCells><mergeCell ref="A7:C7"/></mergeCells>`
const strings =
  '<si><t>Name</t></si><si><t>Day</t></si><si><r><t>Amo</t></r><r><t>unt</t></r></si><si><t xml:space="preserve">Ґанок &amp; Co</t></si>'

test('a sheet comes as its values: 45292 is 1 January 2024, 0.125 in 0.00% is 12.5%, 1234.5599999999999 is 1234.56, row numbers stay', async () => {
  const { shape, rows } = await spread(await workbook({ sheets: { Deals: cells }, strings, styles }))
  expect(rows).toEqual([
    [3, 'Ґанок & Co', '2024-01-01', '12.5%', '2024-01-01T12:00:00', '1234.56', 'true'],
    [4, 'Об’єднання "Схід", ТОВ', '1900-02-28', '50%', '2024-01-01T00:00:00', '', 'false'],
    [5, 'line\ntwo', '1900-03-01', '', '', '', ''],
  ])
  expect(shape.columns.map(({ name, format }) => [name, format.type])).toEqual([
    ['Name', 'text'],
    ['Day', 'date'],
    ['Share', 'decimal'],
    ['Seen', 'datetime'],
    ['Amount', 'decimal'],
    ['Active', 'boolean'],
  ])
  expect(shape.evidence).toEqual(
    expect.arrayContaining([
      { code: 'sheet_merged_cells', params: { count: 1, range: 'A7:C7' } },
      { code: 'sheet_uncomputed_formulas', params: { count: 1, cell: 'E4' } },
    ]),
  )
})

test('in the calendar of 1904 day 43830 is 1 January 2024', async () => {
  const sheet = '<sheetData><row><c t="str"><v>Day</v></c></row><row><c s="1"><v>43830</v></c></row></sheetData>'
  const { rows } = await spread(await workbook({ sheets: { A: sheet }, styles, uses1904: true }))
  expect(rows).toEqual([[2, '2024-01-01']])
})

test('the first visible sheet with a table is proposed; another is read when it is named; an unknown one is refused', async () => {
  const table = (name: string): string =>
    textRows([
      ['Name', 'Stage'],
      [name, 'New'],
      ['x', 'Won'],
    ])
  const sheets = { Cover: textRows([['Report']]), Secret: table('secret'), Deals: table('deal'), More: table('more') }
  const bytes = await workbook({ sheets, hidden: ['Secret'] })
  const proposed = await spread(bytes)
  expect(proposed.shape.workbook).toEqual({
    sheet: 2,
    sheets: [
      { name: 'Cover', row_count: 1, column_count: 1 },
      { name: 'Secret', row_count: 3, column_count: 2 },
      { name: 'Deals', row_count: 3, column_count: 2 },
      { name: 'More', row_count: 3, column_count: 2 },
    ],
  })
  expect(proposed.rows[0]).toEqual([2, 'deal', 'New'])
  expect((await spread(bytes, 'More')).rows[0]).toEqual([2, 'more', 'New'])
  await expect(spread(bytes, 'Lost')).rejects.toMatchObject({ reason: 'no_such_sheet' })
})

const sheetOf = (inner: string): Promise<Buffer> => workbook({ sheets: { S: `<sheetData>${inner}</sheetData>` } })
const laughs = `<!DOCTYPE lolz [<!ENTITY l "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i} "${`&l${i === 0 ? '' : i - 1};`.repeat(10)}">`).join('')}]>`
const external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
/** A header beyond the first bytes: the document type hides behind a long comment. */
const late = `<!--${' '.repeat(9000)}-->${external}`
const refusals: [string, () => Promise<Buffer>, string, object?][] = [
  [
    'a cell at XFD1048576',
    () => sheetOf('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    'sheet_too_wide',
    { cell: 'XFD1048576' },
  ],
  [
    'a cell at A500001',
    () => sheetOf('<row r="500001"><c r="A500001"><v>1</v></c></row>'),
    'sheet_too_long',
    { cell: 'A500001' },
  ],
  [
    'billion laughs',
    () => workbook({ sheets: { S: '' }, prologue: laughs }),
    'doctype_in_workbook',
    { part: 'xl/workbook.xml' },
  ],
  ['an external entity', () => workbook({ sheets: { S: '' }, prologue: external }), 'doctype_in_workbook'],
  ['a document type behind a comment', () => workbook({ sheets: { S: '' }, prologue: late }), 'doctype_in_workbook'],
  [
    '1,001 entries',
    () => zipped(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`p${i}`, '']))),
    'too_many_entries',
    { found: 1001 },
  ],
  ['a name that leaves the archive', () => zipped({ '../../etc/cron.d/kurs': 'x' }), 'damaged_workbook'],
  ['an absolute name', () => zipped({ '/etc/cron.d/kurs': 'x' }), 'damaged_workbook'],
  ['a name with a backslash', () => zipped({ '..\\kurs.exe': 'x' }), 'damaged_workbook'],
  ['an archive of something else', () => zipped({ 'photo.jpg': 'x' }), 'not_a_workbook'],
  ['rows that go backwards', () => sheetOf('<row r="2"/><row r="1"/>'), 'damaged_workbook'],
  ['XML that breaks off', () => workbook({ sheets: { S: ['<worksheet><sheetData><row>'] } }), 'damaged_workbook'],
  ['an archive cut in half', async () => (await sheetOf('<row/>')).subarray(0, 300), 'damaged_workbook'],
  [
    'a size that lies',
    async () => lying(await sheetOf(`<row><c><v>${'1'.repeat(5000)}</v></c></row>`)),
    'damaged_workbook',
  ],
  ['a symbolic link', async () => linked(await sheetOf('<row/>')), 'links_in_workbook'],
]
const directoryMark = Buffer.from([0x50, 0x4b, 0x01, 0x02])
/** Every part says it is 10 bytes when unpacked. */
function lying(bytes: Buffer): Buffer {
  for (let at = bytes.indexOf(directoryMark); at >= 0; at = bytes.indexOf(directoryMark, at + 4))
    bytes.writeUInt32LE(10, at + 24)
  return bytes
}
function linked(bytes: Buffer): Buffer {
  bytes.writeUInt32LE(0o120777 * 65_536, bytes.indexOf(directoryMark) + 38)
  return bytes
}
test.each(refusals)('refused: %s', async (_what, make, reason, params = {}) => {
  expect(await refusal(make())).toMatchObject({ reason, params })
})

let server: TestServer
let client: Client
let imports: Imports
let base: string
beforeAll(async () => {
  server = await startTestServer()
  const set = await setUp(server)
  client = set.client
  base = set.base
  imports = new Imports(client, base, () => server.worker.drain())
})
afterAll(() => server.close())

const deals = [
  ['Opportunity ID', 'Deal name', 'Stage', 'Amount', 'Close date', 'Account'],
  ['d-1', 'Дах', 'New', '1234.50', '2026-11-30', 'ТОВ «Об’єднання»'],
  ['d-2', 'Склад', 'Won', '900', '2026-10-01', "Мар'яна і Ко"],
]

test('through the door: a workbook of 2 deals is imported like a CSV, another sheet can be chosen, a damaged one leaves no file', async () => {
  const sheets = {
    Deals: textRows(deals),
    Accounts: textRows([
      ['Company', 'Sector'],
      ['Альфа', 'IT'],
      ['Бета', 'Retail'],
    ]),
  }
  const bytes = await workbook({ sheets })
  const draft = await imports.draft('deals.xlsx', bytes, {})
  expect(draft.kind).toBe('deals')
  const other = await client.patch<{ kind: string; shape: FileShape }>(`${base}/imports/${draft.id}`, {
    version: draft.version,
    sheet: 'Accounts',
  })
  expect(other.body.kind).toBe('accounts')
  expect(other.body.shape.columns.map(({ name }) => name)).toEqual(['Company', 'Sector'])

  const applied = await imports.apply('deals.xlsx', bytes, {})
  expect(applied).toMatchObject({ status: 'applied', report: { refused_count: 0 } })
  const listed = await client.get<{ items: { name: string; amount_minor: number; close_on: string }[] }>(
    `${base}/deals?sort=name&direction=asc`,
  )
  expect(listed.body.items.map(({ name, amount_minor }) => [name, amount_minor])).toEqual([
    ['Дах', 123_450],
    ['Склад', 90_000],
  ])
  const before = await readdir(join(server.dataDir, 'files'), { recursive: true })
  const headers = { 'content-type': 'application/octet-stream', 'x-file-name': 'bad.xlsx' }
  const refused = await client.call('POST', `${base}/files`, bytes.subarray(0, 500), headers)
  expect(refused).toMatchObject({ status: 400, body: { reason: 'damaged_workbook' } })
  expect(await readdir(join(server.dataDir, 'files'), { recursive: true })).toEqual(before)
})
