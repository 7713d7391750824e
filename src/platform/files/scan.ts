import { readBoolean } from '../../base/boolean-text.ts'
import { readDate } from '../../base/date-text.ts'
import { isEmptyMarker } from '../../base/empty-text.ts'
import type { ColumnFormat, ColumnShape, FileShape } from '../../base/file-shape.ts'
import { readNumber } from '../../base/number-text.ts'
import { readColumn, type ColumnReading, type SeenValue } from './column-types.ts'
import { readRows, type RowProblem } from './rows.ts'

export type BadCell = { row: number; column: number; name: string; value: string; code: string }
export type ColumnScan = {
  index: number
  value_count: number
  empty_count: number
  bad_count: number
  /** Over the whole file; only asked of columns that were unique in the sample, false for the others. */
  is_unique: boolean
  /** The format that the whole file supports; differs from the sample's when later rows settled a doubt. */
  format: ColumnFormat
  is_ambiguous: boolean
}
/** Lists hold the first 1,000; the counts are of all. */
export type FileScan = {
  row_count: number
  bad_row_count: number
  bad_rows: { row: number; problem: RowProblem }[]
  bad_cell_count: number
  bad_cells: BadCell[]
  columns: ColumnScan[]
}

const listed = 1000
const remembered = 10_000

const isReadable = (text: string, format: ColumnFormat): boolean => {
  switch (format.type) {
    case 'integer':
    case 'decimal':
      if (format.decimal_mark) return readNumber(text, format.decimal_mark) !== null
      // No mark in the sample: a later 12,5 or 12.5 widens the column, see finish().
      return readNumber(text, '.') !== null || readNumber(text, ',') !== null
    case 'date':
    case 'datetime':
      return readDate(text, format.date_order ?? 'ymd') !== null
    case 'boolean':
      return readBoolean(text) !== null
    default:
      return true
  }
}

class ColumnScanner {
  readonly #shape: ColumnShape
  readonly #verdicts = new Map<string, boolean>()
  readonly #distinct: Set<string> | null
  readonly #doubtful: Map<string, SeenValue> | null
  /** Whole numbers without any mark so far: only values with one can change the format. */
  readonly #isMarkless: boolean
  #isUnique: boolean
  #valueCount = 0
  #emptyCount = 0
  #badCount = 0

  constructor(shape: ColumnShape) {
    this.#shape = shape
    this.#isUnique = shape.is_unique
    this.#distinct = shape.is_unique ? new Set() : null
    this.#isMarkless = shape.format.type === 'integer' && shape.format.decimal_mark === null
    const isOpen = shape.is_ambiguous || shape.format.type === 'empty' || this.#isMarkless
    this.#doubtful = isOpen ? new Map() : null
  }

  /** @returns the trimmed text when it does not fit the column's format */
  observe(cell: string, row: number): string | null {
    const text = cell.trim()
    const isText = this.#shape.format.type === 'text'
    if (text === '' || (!isText && isEmptyMarker(text))) {
      this.#emptyCount++
      this.#isUnique = false
      return null
    }
    this.#valueCount++
    this.#remember(text, row)
    if (isText || this.#verdict(text)) return null
    this.#badCount++
    return text
  }

  #remember(text: string, row: number): void {
    if (this.#isUnique && this.#distinct) {
      if (this.#distinct.has(text)) {
        this.#isUnique = false
        this.#distinct.clear()
      } else this.#distinct.add(text)
    }
    if (!this.#doubtful || (this.#isMarkless && !/\d[.,]\d/.test(text))) return
    const known = this.#doubtful.get(text)
    if (known) known.count++
    else if (this.#doubtful.size < remembered) this.#doubtful.set(text, { text, count: 1, row })
  }

  #verdict(text: string): boolean {
    const known = this.#verdicts.get(text)
    if (known !== undefined) return known
    const verdict = isReadable(text, this.#shape.format)
    if (this.#verdicts.size < remembered) this.#verdicts.set(text, verdict)
    return verdict
  }

  finish(): ColumnScan {
    const whole: ColumnReading | null =
      this.#doubtful && this.#doubtful.size > 0 ? readColumn([...this.#doubtful.values()]) : null
    return {
      index: this.#shape.index,
      value_count: this.#valueCount,
      empty_count: this.#emptyCount,
      bad_count: this.#badCount,
      is_unique: this.#isUnique && this.#valueCount > 1,
      format: whole?.format ?? this.#shape.format,
      is_ambiguous: whole?.isAmbiguous ?? false,
    }
  }
}

/**
 * Reads a whole file against its shape: how many cells of each column fit their type, and where the others stand.
 * @param shape from `sniffFile`, as the reader left it
 * @throws AppError invalid_input, see `readRows`
 * Cost: one pass; memory for the distinct values of the columns that look like ids.
 */
export async function scanColumns(path: string, shape: FileShape): Promise<FileScan> {
  const scanners = shape.columns.map((column) => new ColumnScanner(column))
  const scan: FileScan = { row_count: 0, bad_row_count: 0, bad_rows: [], bad_cell_count: 0, bad_cells: [], columns: [] }
  for await (const { row, cells, problem } of readRows(path, shape)) {
    scan.row_count++
    if (problem) {
      if (scan.bad_row_count++ < listed) scan.bad_rows.push({ row, problem })
      continue
    }
    scanners.forEach((scanner, i) => {
      const value = scanner.observe(cells[i] ?? '', row)
      if (value === null || scan.bad_cell_count++ >= listed) return
      const code = `not_${shape.columns[i]?.format.type}`
      scan.bad_cells.push({ row, column: i + 1, name: shape.columns[i]?.name ?? '', value: value.slice(0, 80), code })
    })
  }
  return { ...scan, columns: scanners.map((scanner) => scanner.finish()) }
}
