import type { WorkbookSheet } from './sheet-parts.ts'
import { contentTypes, relations, sheetEnd, sheetPart, sheetStart, styles, workbookPart } from './sheet-parts.ts'
import { cellXml, headingXml, type SheetCell } from './sheet-cells.ts'
import { writeZip, type ZipPart } from './write-zip.ts'

/** Rows of a sheet, its headings among them (ECMA-376 knows no limit, every spreadsheet has this one). */
const rowsOfSheet = 1_048_576

type Table = {
  name: string
  headings: readonly string[]
  /** Batches of rows, each row as wide as the headings. */
  batches: AsyncIterable<readonly (readonly SheetCell[])[]>
}

/**
 * Streams a table as an Excel workbook (ECMA-376, .xlsx): headings bold and frozen, no formulas. What does not fit one
 * sheet goes on in the next, under the same headings.
 * @param rowLimit rows of a sheet with its headings
 * Memory: one batch and what deflate needs; the reader's pace is kept.
 */
export function writeWorkbook({ name, headings, batches }: Table, rowLimit = rowsOfSheet): AsyncGenerator<Buffer> {
  const rows = new Rows(batches)
  async function* parts(): AsyncGenerator<ZipPart> {
    const sheets: WorkbookSheet[] = []
    do {
      const number = sheets.length + 1
      sheets.push({ name: sheetName(name, number), number })
      yield { name: sheetPart(number), text: sheetText(headings, rows, rowLimit - 1) }
    } while (await rows.hasMore())
    yield { name: 'xl/styles.xml', text: [styles] }
    yield { name: 'xl/workbook.xml', text: [workbookPart(sheets)] }
    yield { name: 'xl/_rels/workbook.xml.rels', text: [relations(sheets)] }
    yield* contentTypes(sheets)
  }
  return writeZip(parts())
}

async function* sheetText(headings: readonly string[], rows: Rows, limit: number): AsyncGenerator<string> {
  yield `${sheetStart(headings)}<row>${headings.map(headingXml).join('')}</row>`
  for (let left = limit; left > 0 && (await rows.hasMore());) {
    const batch = rows.take(left)
    left -= batch.length
    yield batch.map((cells) => `<row>${cells.map(cellXml).join('')}</row>`).join('')
  }
  yield sheetEnd
}

type Batch = readonly (readonly SheetCell[])[]

/** Batches that may be taken in pieces. */
class Rows {
  readonly #batches: AsyncIterator<Batch>
  #waiting: Batch = []

  constructor(batches: AsyncIterable<Batch>) {
    this.#batches = batches[Symbol.asyncIterator]()
  }

  async hasMore(): Promise<boolean> {
    while (this.#waiting.length === 0) {
      const next = await this.#batches.next()
      if (next.done === true) return false
      this.#waiting = next.value
    }
    return true
  }

  take(count: number): Batch {
    const taken = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    return taken
  }
}

/** At most 31 characters, none of `[]:*?/\`, no apostrophe at an end. */
function sheetName(name: string, number: number): string {
  const end = number === 1 ? '' : ` ${number}`
  const plain = name.replaceAll(/[[\]:*?/\\\p{Cc}]/gu, ' ').replaceAll(/^[\s']+|[\s']+$/g, '')
  return `${(plain === '' ? 'Kurs' : plain).slice(0, 31 - end.length)}${end}`
}
