import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { AppError } from '../../../base/errors.ts'
import { workbookLimits as limits } from './limits.ts'
import { readParts, type SheetPart, type WorkbookParts } from './parts.ts'
import { SheetListener } from './sheet-rows.ts'
import { indexName, type SheetIndex, type SheetIndexEntry } from './sheet-index.ts'
import { readXml } from './xml.ts'
import { ZipParts } from './zip-parts.ts'

/** What all sheets of one workbook have used up together. */
type Spent = { rows: number; bytes: number }

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Rows as lines of UTF-8 CSV. Rows that the sheet leaves out are empty lines: row 7 of the sheet is row 7 of the file. */
class SheetText {
  rowCount = 0
  columnCount = 0
  #last = 0
  #text = ''
  readonly #spent: Spent
  readonly #sheet: string

  constructor(sheet: string, spent: Spent) {
    this.#sheet = sheet
    this.#spent = spent
  }

  add = (row: number, cells: string[]): void => {
    const line = `${'\n'.repeat(row - this.#last - 1)}${cells.map(quoted).join(',')}\n`
    this.#last = row
    this.rowCount++
    this.columnCount = Math.max(this.columnCount, cells.length)
    this.#spent.rows++
    this.#spent.bytes += Buffer.byteLength(line)
    if (this.#spent.rows > limits.rows) throw this.#refuse('sheet_too_long', { cell: `A${row}`, limit: limits.rows })
    if (this.#spent.bytes > limits.writtenBytes) {
      throw this.#refuse('sheet_too_large', { row, limit_bytes: limits.writtenBytes })
    }
    this.#text += line
  }

  take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  #refuse(reason: string, params: Record<string, unknown>): AppError {
    return new AppError('invalid_input', reason, { sheet: this.#sheet, ...params })
  }
}

async function spreadSheet(
  parts: ZipParts,
  book: WorkbookParts,
  sheet: SheetPart,
  path: string,
  spent: Spent,
): Promise<SheetIndexEntry> {
  const text = new SheetText(sheet.name, spent)
  const listener = new SheetListener(book, sheet.name, text.add)
  const file = createWriteStream(path, { mode: 0o600 })
  await readXml(parts.read(sheet.part), sheet.part, listener, async () => {
    if (!file.write(text.take())) await once(file, 'drain')
  })
  file.end()
  await finished(file)
  const { name, isHidden } = sheet
  const counts = { row_count: text.rowCount, column_count: text.columnCount }
  return { name, is_hidden: isHidden, ...counts, ...listener.notes }
}

/**
 * Spreads a workbook (.xlsx, .xlsm) into a folder: `0.csv`, `1.csv` … in the order of its sheets, and an index of them.
 * Numbers come as plain decimals, days as YYYY-MM-DD, formulas as the values stored with them.
 * @throws AppError invalid_input with the sheet and cell where the trouble is; see `ZipParts`, `readXml`, `readParts`
 * Cost: streams; holds the shared strings. To be run in a process of its own (`Workbooks`).
 */
export async function spreadWorkbook(path: string, folder: string): Promise<void> {
  const parts = await ZipParts.open(path)
  try {
    const book = await readParts(parts)
    if (book.sheets.length === 0) throw new AppError('invalid_input', 'not_a_workbook')
    if (book.sheets.length > limits.sheets) {
      throw new AppError('invalid_input', 'too_many_sheets', { found: book.sheets.length, limit: limits.sheets })
    }
    await mkdir(folder, { mode: 0o700 })
    const sheets: SheetIndex = []
    const spent = { rows: 0, bytes: 0 }
    for (const [i, sheet] of book.sheets.entries()) {
      sheets.push(await spreadSheet(parts, book, sheet, join(folder, `${i}.csv`), spent))
    }
    if (sheets.every(({ row_count: count }) => count === 0)) throw new AppError('invalid_input', 'empty_file')
    await writeFile(join(folder, indexName), JSON.stringify(sheets), { mode: 0o600 })
  } finally {
    parts.close()
  }
}
