import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TextDecoder } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../base/errors.ts'
import type { Delimiter, FileEncoding } from '../../base/file-shape.ts'
import { readRows, type FileRow } from './rows.ts'
import { scanColumns } from './scan.ts'
import { sniffFile } from './sniff.ts'

/** Encoders for the code pages: Node only decodes them, so each is the decoder's table turned round. */
function codePage(label: string): (text: string) => Buffer {
  const bytes = new Map<string, number>()
  const decoder = new TextDecoder(label)
  for (let byte = 0; byte < 256; byte++) bytes.set(decoder.decode(Buffer.of(byte)), byte)
  return (text) =>
    Buffer.from(
      Array.from(text, (character) => {
        const byte = bytes.get(character)
        if (byte === undefined) throw new Error(`${label} has no ${character}`)
        return byte
      }),
    )
}
const codePage866 = codePage('ibm866')
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
const encoders: Record<FileEncoding, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': swapped,
  'windows-1251': codePage('windows-1251'),
  'koi8-u': codePage('koi8-u'),
  cp866: codePage('ibm866'),
  cp1125: (text) => {
    // RST 2018-91: CP866 but for F2–F9, which hold ҐґЄєІіЇї.
    const own = 'ҐґЄєІіЇї'
    return Buffer.concat(Array.from(text, (c) => (own.includes(c) ? Buffer.of(0xf2 + own.indexOf(c)) : codePage866(c))))
  },
  'windows-1252': codePage('windows-1252'),
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kurs-corpus-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let fileCount = 0
function file(bytes: Buffer): string {
  const path = join(folder, `${++fileCount}.csv`)
  writeFileSync(path, bytes)
  return path
}

async function rowsOf(path: string): Promise<FileRow[]> {
  const rows: FileRow[] = []
  for await (const row of readRows(path, await sniffFile(path))) rows.push(row)
  return rows
}
const sound = (rows: readonly FileRow[]): string[][] => rows.filter(({ problem }) => !problem).map(({ cells }) => cells)
const problems = (rows: readonly FileRow[]): [number, string, unknown][] =>
  rows.flatMap(({ row, problem }) => (problem ? [[row, problem.code, problem.params.column ?? null]] : []))

/** A deal a row: every Ukrainian letter, names with an apostrophe, long enough for letters to be counted. */
const people = [
  'Ґалаґан Їжакевич',
  'Євгенія Щербина',
  'Олексій Дрюк',
  'Зоряна Цимбалюк',
  'Юхим Жуковський',
  'Федір Ільченко',
]
const companies = [
  'ТОВ Світанок',
  'ПрАТ Київхліб',
  'ФОП Шевчук',
  'ДП Укрзалізниця',
  'АТ Гірник',
  'Ковальська майстерня',
]
const header = ['Номер', 'Клієнт', 'Відповідальний', 'Сума', 'Дата закриття']
const dateOf = { dots: (d: number) => `${d}.03.2017`, iso: (d: number) => `2017-03-${d}` }
const amountOf = {
  comma: (n: number) => `${n},50`,
  point: (n: number) => `${n}.50`,
  grouped: (n: number) => `${n}\u00A0500,25`,
}
const table = (amount: keyof typeof amountOf, date: keyof typeof dateOf, apostrophe: string): string[][] => [
  header,
  ...Array.from({ length: 24 }, (_, i) => [
    `У-${100 + i}`,
    companies[i % 6] ?? '',
    i % 6 === 2 ? `Дем${apostrophe}ян Лук${apostrophe}янчук` : (people[i % 6] ?? ''),
    i % 5 === 0 ? '' : amountOf[amount](11 + i),
    dateOf[date](10 + (i % 20)),
  ]),
]
const quoted = (cell: string, delimiter: string): string =>
  /["\n\r]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
const written = (rows: readonly string[][], delimiter: string, newline: string): string =>
  rows.map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter) + newline).join('')

type Dialect = {
  encoding: FileEncoding
  bom: boolean
  delimiter: Delimiter
  amount: keyof typeof amountOf
  date: keyof typeof dateOf
}
const encodings: [FileEncoding, boolean][] = [
  ['utf-8', false],
  ['utf-8', true],
  ['utf-16le', false],
  ['utf-16le', true],
  ['utf-16be', false],
  ['utf-16be', true],
  ['windows-1251', false],
  ['koi8-u', false],
  ['cp866', false],
  ['cp1125', false],
]
const dialects: Dialect[] = encodings.flatMap(([encoding, bom]) =>
  ([';', ',', '\t'] as const).flatMap((delimiter) => [
    { encoding, bom, delimiter, amount: 'comma' as const, date: 'dots' as const },
    {
      encoding,
      bom,
      delimiter,
      amount: delimiter === ',' ? ('point' as const) : ('grouped' as const),
      date: 'iso' as const,
    },
  ]),
)
/** U+02BC and U+2019 exist in Unicode; Windows-1251 has the second only; KOI8-U and CP866 only the plain one. */
const apostropheIn = (encoding: FileEncoding, i: number): string => {
  if (encoding.startsWith('utf')) return i % 2 === 0 ? '\u02BC' : '\u2019'
  return encoding === 'windows-1251' ? '\u2019' : "'"
}

/** CP866 has no і, І, ґ, Ґ: who wrote in it wrote the Latin i and г. */
const inPage = (encoding: FileEncoding, rows: string[][]): string[][] =>
  encoding === 'cp866'
    ? rows.map((row) =>
        row.map((cell) => cell.replaceAll('і', 'i').replaceAll('І', 'I').replaceAll('ґ', 'г').replaceAll('Ґ', 'Г')),
      )
    : rows

describe('a corpus of encodings and dialects is read right', () => {
  it('has 60 combinations, besides the damaged and odd files below', () => {
    expect(dialects.length).toBe(60)
  })

  it.each(dialects.map((dialect, i) => ({ ...dialect, i })))(
    '$encoding, mark $bom, delimiter $delimiter, $amount amounts, $date dates',
    async ({ encoding, bom, delimiter, amount, date, i }) => {
      const rows = inPage(encoding, table(amount, date, apostropheIn(encoding, i)))
      const text = (bom ? '\uFEFF' : '') + written(rows, delimiter, i % 2 === 0 ? '\r\n' : '\n')
      const bytes = encoders[encoding](text)
      const path = file(i % 3 === 0 ? gzipSync(bytes) : bytes)
      const shape = await sniffFile(path)
      expect([shape.encoding, shape.has_bom, shape.delimiter, shape.header_row]).toEqual([encoding, bom, delimiter, 1])
      expect(shape.columns.map(({ name }) => name)).toEqual(rows[0])
      expect(shape.columns[3]?.format).toEqual({
        type: 'decimal',
        date_order: null,
        decimal_mark: amount === 'point' ? '.' : ',',
      })
      expect(shape.columns[4]?.format).toEqual({
        type: 'date',
        date_order: date === 'dots' ? 'dmy' : 'ymd',
        decimal_mark: null,
      })
      expect([shape.columns[0]?.is_unique, shape.columns[3]?.empty_count]).toEqual([true, 5])
      const read = await rowsOf(path)
      expect(sound(read)).toEqual(rows.slice(1))
      expect(read.map(({ row }) => row)).toEqual(rows.slice(1).map((_, n) => n + 2))
      expect((await scanColumns(path, shape)).bad_cell_count).toBe(0)
    },
  )
})

describe('damaged files are refused by row and column, never stored with U+FFFD', () => {
  const lines = table('comma', 'dots', '\u2019').map((row) => `${row.join(';')}\n`)

  it('one Windows-1251 row among UTF-8 rows: row 5, column 1', async () => {
    const bytes = lines.map((line, i) => encoders[i === 4 ? 'windows-1251' : 'utf-8'](line))
    const read = await rowsOf(file(Buffer.concat(bytes)))
    expect(problems(read)).toEqual([[5, 'undecodable_character', 1]])
    expect(JSON.stringify(sound(read))).not.toContain('\uFFFD')
    expect(sound(read).length).toBe(23)
  })

  it('half of the rows in another encoding: those rows are refused, the others are right', async () => {
    const bytes = lines.map((line, i) => encoders[i % 2 === 1 ? 'windows-1251' : 'utf-8'](line))
    const read = await rowsOf(file(Buffer.concat(bytes)))
    expect(sound(read)).toEqual(lines.filter((_, i) => i > 0 && i % 2 === 0).map((line) => line.trimEnd().split(';')))
    expect(problems(read).length).toBe(12)
  })

  it('one UTF-8 row among Windows-1251 rows is not taken for "РЎРІС–С‚": row 8, column 2', async () => {
    const bytes = lines.map((line, i) => encoders[i === 7 ? 'utf-8' : 'windows-1251'](line))
    const read = await rowsOf(file(Buffer.concat(bytes)))
    expect(problems(read)).toEqual([[8, 'mixed_encoding', 2]])
  })

  it('a UTF-8 file cut inside its last letter: that row only', async () => {
    const whole = encoders['utf-8'](`${lines.slice(0, 6).join('')}У-900;ТОВ Світ;Ян;1,50;01.03.201Ї`)
    const read = await rowsOf(file(whole.subarray(0, -1)))
    expect(problems(read)).toEqual([[7, 'undecodable_character', 5]])
  })

  it('UTF-16 cut inside its last letter: that row only', async () => {
    const whole = encoders['utf-16le'](`\uFEFF${lines.slice(0, 6).join('')}У-900;ТОВ Світ;Ян;1,50;01.03.2017`)
    expect(problems(await rowsOf(file(whole.subarray(0, -1))))).toEqual([[7, 'undecodable_character', 5]])
  })

  it('a zero character in a cell: row 3, column 2', async () => {
    const text = 'id;name;note\n1;a;x\n2;b\u0001;y\n'
    expect(problems(await rowsOf(file(Buffer.from(text))))).toEqual([[3, 'control_character', 2]])
  })

  it('rows with a cell too few or too many: rows 3 and 5; empty cells behind the last column are nothing', async () => {
    const text = 'id;name;note\n1;a;x\n2;b\n3;c;y;;\n4;d;z;surplus\n5;e;w\n6;f;v\n'
    const read = await rowsOf(file(Buffer.from(text)))
    expect(problems(read)).toEqual([
      [3, 'too_few_cells', null],
      [5, 'too_many_cells', null],
    ])
    expect(sound(read)).toContainEqual(['3', 'c', 'y'])
  })

  it('a cell of 32,768 characters: row 3, column 2; 32,767 pass', async () => {
    const text = `id;name\n1;${'a'.repeat(32_767)}\n2;${'b'.repeat(32_768)}\n`
    const read = await rowsOf(file(Buffer.from(text)))
    expect(problems(read)).toEqual([[3, 'cell_too_long', 2]])
  })

  const refusals: [string, () => Buffer, string, Record<string, unknown>][] = [
    ['a quote that is never closed', () => Buffer.from('id,name\n1,a\n2,"b\n3,c\n'), 'quote_not_closed', { row: 3 }],
    [
      '501 columns',
      () => Buffer.from(`${Array.from({ length: 501 }, (_, i) => `c${i}x`).join(',')}\n`),
      'too_many_columns',
      { found: 501 },
    ],
    [
      'a header in another encoding than the rows',
      () => Buffer.concat([encoders['windows-1251'](lines[0] ?? ''), encoders['utf-8'](lines.slice(1).join(''))]),
      'unreadable_header',
      { row: 1, column: 1, problem: 'undecodable_character' },
    ],
    ['an empty file', () => Buffer.alloc(0), 'empty_file', {}],
    ['blank lines only', () => Buffer.from('\n\n \n'), 'empty_file', {}],
    ['a spreadsheet', () => Buffer.from('PK\u0003\u0004whatever'), 'not_delimited_text', { found: 'zip' }],
    [
      'binary bytes',
      () => Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 13)),
      'not_delimited_text',
      { found: 'binary' },
    ],
    ['a cut gzip', () => gzipSync(Buffer.from(lines.join(''))).subarray(0, 200), 'damaged_gzip', {}],
  ]
  it.each(refusals)('%s', async (_, bytes, reason, params) => {
    const refusal = rowsOf(file(bytes()))
    await expect(refusal).rejects.toBeInstanceOf(AppError)
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_input', reason, params })
  })

  it('a gzip that inflates past 100 to 1 is stopped', async () => {
    const bomb = gzipSync(Buffer.from(`id,name\n${'1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'.repeat(1_000_000)}`))
    await expect(rowsOf(file(bomb))).rejects.toMatchObject({ reason: 'inflates_too_much' })
  })
})

describe('odd but honest files', () => {
  const read = async (text: string, encoding: FileEncoding = 'utf-8'): Promise<string[][]> =>
    sound(await rowsOf(file(encoders[encoding](text))))

  it("Excel's sep=| line is no row", async () => {
    const path = file(Buffer.from('sep=|\r\nid|name\r\n1|a,b\r\n2|c,d\r\n'))
    expect((await sniffFile(path)).delimiter).toBe('|')
    expect(await rowsOf(path)).toMatchObject([{ row: 2, cells: ['1', 'a,b'] }, { row: 3 }])
  })

  it('line ends and delimiters inside quotes stay in the cell, rows count as a spreadsheet counts', async () => {
    const rows = await rowsOf(file(Buffer.from('id,note\n1,"two\nlines, one ""cell"""\n\n2,b\n')))
    expect(rows.map(({ row, cells }) => [row, ...cells])).toEqual([
      [2, '1', 'two\nlines, one "cell"'],
      [4, '2', 'b'],
    ])
  })

  it('old Mac line ends', async () =>
    expect(await read('id;name\r1;a\r2;b\r')).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]))
  it('single quotes', async () => {
    expect(await read("id;name\n'1';'a;b'\n'2';'c;d'\n'3';'e'\n")).toEqual([
      ['1', 'a;b'],
      ['2', 'c;d'],
      ['3', 'e'],
    ])
  })
  it('inch signs in a tab file are text', async () => {
    const body = Array.from({ length: 10 }, (_, i) => `${i}\t"pipe ${i}\tb\n`).join('')
    expect((await read(`id\tname\tnote\n${body}`))[9]).toEqual(['9', '"pipe 9', 'b'])
  })
  it('no header: the first row is data', async () => {
    const path = file(Buffer.from('1,Won,2017-03-01\n2,Lost,2017-03-02\n'))
    const shape = await sniffFile(path)
    expect([shape.header_row, shape.columns.map(({ name }) => name)]).toEqual([
      null,
      ['column_1', 'column_2', 'column_3'],
    ])
    expect((await rowsOf(path)).map(({ row }) => row)).toEqual([1, 2])
  })
  it('a title above the header', async () => {
    const path = file(
      Buffer.from('Звіт за березень;;;\n\nНомер;Клієнт;Сума;Дата\n1;А;5;01.03.2017\n2;Б;6;02.03.2017\n'),
    )
    const shape = await sniffFile(path)
    expect([shape.header_row, shape.columns[1]?.name]).toEqual([3, 'Клієнт'])
    expect((await rowsOf(path)).map(({ row }) => row)).toEqual([4, 5])
  })
  it('two columns of one name and one without', async () => {
    const shape = await sniffFile(file(Buffer.from('Date,Date,\n2017-03-01,2017-03-02,x\n')))
    expect(shape.columns.map(({ name }) => name)).toEqual(['Date', 'Date (2)', 'column_3'])
  })
  it('Western letters', async () => {
    expect(await read('id;name\n1;Café Zürich\n2;Señor Núñez\n', 'windows-1252')).toEqual([
      ['1', 'Café Zürich'],
      ['2', 'Señor Núñez'],
    ])
  })
  it('a short Windows-1251 file of a dozen words', async () => {
    expect(await read('Клієнт;Етап\nКиївхліб;Виграно\nСвітанок;Переговори\n', 'windows-1251')).toEqual([
      ['Київхліб', 'Виграно'],
      ['Світанок', 'Переговори'],
    ])
  })
  it('capitals only in KOI8-U', async () => {
    expect(await read('КЛІЄНТ;ЕТАП\nКИЇВХЛІБ;ВИГРАНО\nСВІТАНОК;ПЕРЕГОВОРИ\n', 'koi8-u')).toEqual([
      ['КИЇВХЛІБ', 'ВИГРАНО'],
      ['СВІТАНОК', 'ПЕРЕГОВОРИ'],
    ])
  })
  it('the sample ends inside a letter of a long UTF-8 file', async () => {
    const text = `ід;назва\n${Array.from({ length: 60_000 }, (_, i) => `${i};Їжак ґава ${i}\n`).join('')}`
    const rows = await rowsOf(file(Buffer.from(text)))
    expect([rows.length, problems(rows), rows.at(-1)?.cells]).toEqual([60_000, [], ['59999', 'Їжак ґава 59999']])
  })
})
