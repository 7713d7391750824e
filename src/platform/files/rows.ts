import { pipeline } from 'node:stream/promises'
import { CsvError, parse, type Options } from 'csv-parse'
import { AppError } from '../../base/errors.ts'
import type { Evidence, FileShape } from '../../base/file-shape.ts'
import { unguardText } from '../../base/formula-guard.ts'
import { looksLikeMisreadUtf8 } from './encoding.ts'
import { fileLimits } from './limits.ts'
import { openDelimited } from './open.ts'
import { textPath } from './workbook/sheet-index.ts'

/** Why a row cannot be taken. `params.column` is the 1-based column where it is one cell's fault. */
export type RowProblem = Evidence
/** `row` counts as a spreadsheet does: the first line is 1, a cell with line ends inside is one row, blank rows count. */
export type FileRow = { row: number; cells: string[]; problem: RowProblem | null }
/** What is needed to part a file into cells. */
export type RowLayout = Pick<FileShape, 'encoding' | 'delimiter' | 'quote' | 'has_separator_line' | 'workbook'>

export const parserOptions = (layout: Pick<RowLayout, 'delimiter' | 'quote'>): Options => ({
  delimiter: layout.delimiter,
  quote: layout.quote ?? null,
  escape: layout.quote ?? null,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_quotes: true,
  relax_column_count: true,
  max_record_size: fileLimits.rowCharacters,
})

// oxlint-disable-next-line no-control-regex -- these are the characters that are refused
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u0080-\u009F]/

function cellProblem(cell: string, layout: RowLayout): string | null {
  if (cell.length > fileLimits.cellCharacters) return 'cell_too_long'
  if (cell.includes('\uFFFD')) return 'undecodable_character'
  if (control.test(cell)) return 'control_character'
  return looksLikeMisreadUtf8(cell, layout.encoding) ? 'mixed_encoding' : null
}

/** Cheap look over all cells before the exact one: most rows are plain. */
// oxlint-disable-next-line no-control-regex -- see above
const suspicious = /[^\t\n\r\u0020-\u007E]/

function problemOfCells(cells: readonly string[], layout: RowLayout): RowProblem | null {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? ''
    if (cell.length <= fileLimits.cellCharacters && !suspicious.test(cell)) continue
    const code = cellProblem(cell, layout)
    if (code) return { code, params: { column: i + 1, value: cell.slice(0, 80) } }
  }
  return null
}

/** Spreadsheets leave delimiters behind the last column: empty cells there are not surplus. */
function fitted(cells: string[], columnCount: number): string[] {
  if (cells.length <= columnCount) return cells
  return cells.slice(columnCount).every((cell) => cell.trim() === '') ? cells.slice(0, columnCount) : cells
}

/** A row of a sheet ends with its last cell that holds anything: those behind it are empty, not missing. */
function widened(record: string[], workbook: RowLayout['workbook']): string[] {
  const width = workbook?.sheets[workbook.sheet]?.column_count ?? 0
  if (record.length >= width || isBlank(record)) return record
  return [...record, ...Array.from({ length: width - record.length }, () => '')]
}

const isBlank = (cells: readonly string[]): boolean => cells.length === 1 && (cells[0] ?? '').trim() === ''

/**
 * One parsed record as a row with its fault, if it has one.
 * @param columnCount the number of cells expected; null while it is not known
 */
export function judgeRow(row: number, record: string[], layout: RowLayout, columnCount: number | null): FileRow {
  const whole = layout.workbook ? widened(record, layout.workbook) : record
  const cells = columnCount === null ? whole : fitted(whole, columnCount)
  const problem = problemOfCells(cells, layout)
  if (problem || columnCount === null || cells.length === columnCount) return { row, cells, problem }
  const code = cells.length < columnCount ? 'too_few_cells' : 'too_many_cells'
  return { row, cells, problem: { code, params: { expected: columnCount, found: cells.length } } }
}

/** The parser's own errors, told with the row where the trouble begins. */
export function parseProblem(error: unknown, row: number): unknown {
  if (!(error instanceof CsvError)) return error
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new AppError('invalid_input', 'quote_not_closed', { row })
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new AppError('invalid_input', 'row_too_long', { row, limit: fileLimits.rowCharacters })
  }
  return new AppError('invalid_input', 'unreadable_row', { row, detail: error.code })
}

/** Excel's first line `sep=;` names the delimiter and is shown by no spreadsheet. */
export const separatorLine = /^"?sep=(.)"?(?:\r\n|\n|\r|$)/i

async function* withoutSeparatorLine(text: AsyncIterable<string>, isPresent: boolean): AsyncGenerator<string> {
  let isFirst = isPresent
  for await (const chunk of text) {
    yield isFirst ? chunk.replace(separatorLine, '') : chunk
    isFirst = false
  }
}

/**
 * Streams every row of a file that is not blank, the header too.
 * @param columnCount cells expected in a row; null accepts any number
 * @throws AppError invalid_input: quote_not_closed, row_too_long (with the row), and those of `openDelimited`
 * Cost: constant memory; about 100,000 rows of 7 columns in a second.
 */
export async function* readAllRows(
  path: string,
  layout: RowLayout,
  columnCount: number | null,
): AsyncGenerator<FileRow> {
  const parser = parse(parserOptions(layout))
  const text = withoutSeparatorLine(
    openDelimited(textPath(path, layout.workbook), layout.encoding),
    layout.has_separator_line,
  )
  const feeding = pipeline(text, parser)
  // The same error ends the loop below; unheard here, it would end the process.
  feeding.catch(() => undefined)
  let row = 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row++
      if (!isBlank(record)) yield judgeRow(row, record, layout, columnCount)
    }
    await feeding
  } catch (error) {
    throw parseProblem(error, row + 1)
  }
}

/**
 * Streams the data rows of a file: those below its header (all, when it has none), blank rows left out;
 * texts that an export guarded come as they were. A row that cannot be taken comes with its `problem` and its place instead of ending the reading.
 * @throws AppError invalid_input, see `readAllRows`
 */
export async function* readRows(path: string, shape: FileShape): AsyncGenerator<FileRow> {
  for await (const row of readAllRows(path, shape, shape.columns.length)) {
    if (row.row > (shape.header_row ?? 0)) yield { ...row, cells: row.cells.map(unguardText) }
  }
}
