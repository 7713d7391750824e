import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { AppError } from '../../base/errors.ts'
import type {
  ColumnShape,
  DateOrder,
  Delimiter,
  Evidence,
  FileEncoding,
  FileShape,
  QuoteMark,
} from '../../base/file-shape.ts'
import { readColumn, type SeenValue } from './column-types.ts'
import { sniffDelimiter } from './delimiter.ts'
import { decoderOf, sniffEncoding } from './encoding.ts'
import { findHeader, headerAt } from './header.ts'
import { fileLimits } from './limits.ts'
import { readSample, type Sample } from './open.ts'
import { findSheets, textPath, type FoundSheet } from './workbook/sheet-index.ts'
import { judgeRow, parseProblem, parserOptions, separatorLine, type FileRow, type RowLayout } from './rows.ts'

/** What the reader set by hand after seeing the preview; the rest is detected. `header_row` null means there is none. */
export type ShapeChoices = {
  encoding?: FileEncoding
  delimiter?: Delimiter
  quote?: QuoteMark | null
  header_row?: number | null
  /** A sheet's name, of workbooks. */
  sheet?: string
}

/** Rows of the sample. The last one of a cut sample is dropped: it may be half a row. */
function sampleRows(text: string, layout: RowLayout, isWhole: boolean): FileRow[] {
  const records: string[][] = []
  try {
    parse(text, { ...parserOptions(layout), on_record: (record: string[]) => void records.push(record) })
  } catch (error) {
    const isCut = !isWhole && error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED'
    if (!isCut || records.length === 0) throw parseProblem(error, records.length + 1)
    records.push([])
  }
  if (!isWhole && records.length > 1) records.pop()
  return records
    .map((record, i) => judgeRow(i + 1, record, layout, null))
    .filter(({ cells }) => cells.length > 1 || (cells[0] ?? '').trim() !== '')
}

const maxSampleValues = 100
const maxSampleLength = 200

function seenValues(rows: readonly FileRow[], index: number): { seen: SeenValue[]; emptyCount: number } {
  const seen = new Map<string, SeenValue>()
  let emptyCount = 0
  for (const { row, cells } of rows) {
    const text = (cells[index] ?? '').trim()
    const known = seen.get(text)
    if (text === '') emptyCount++
    else if (known) known.count++
    else seen.set(text, { text, count: 1, row })
  }
  return { seen: [...seen.values()], emptyCount }
}

function columnShape(rows: readonly FileRow[], index: number, name: string): ColumnShape {
  const { seen, emptyCount } = seenValues(rows, index)
  const reading = readColumn(seen)
  return {
    index,
    name,
    format: reading.format,
    is_ambiguous: reading.isAmbiguous,
    is_unique: rows.length > 1 && emptyCount === 0 && seen.length === rows.length,
    year_digits: reading.yearDigits,
    has_utc_offset: reading.hasUtcOffset,
    currencies: reading.currencies,
    value_count: rows.length - emptyCount,
    empty_count: emptyCount,
    distinct_count: seen.length,
    sample_values: seen.slice(0, maxSampleValues).map(({ text }) => text.slice(0, maxSampleLength)),
    confidence: reading.confidence,
    evidence: reading.evidence,
  }
}

/** An open question of one column is settled as another column of the same file proves it. */
function settled(column: ColumnShape, columns: readonly ColumnShape[]): ColumnShape {
  if (!column.is_ambiguous) return column
  const sure = columns.filter((other) => !other.is_ambiguous)
  const open = column.evidence.find(({ code }) => code === 'date_order_ambiguous')
  const orders = Array.isArray(open?.params.orders) ? (open.params.orders as readonly string[]) : []
  const dated = sure.find(({ format, evidence }) => {
    return orders.includes(format.date_order ?? '') && evidence.some(({ code }) => code === 'date_order_proven')
  })
  if (dated) return settle(column, { date_order: dated.format.date_order }, 'date_order_from_column', dated.name)
  const marked = open ? undefined : sure.find(({ format }) => format.decimal_mark !== null)
  return marked
    ? settle(column, { decimal_mark: marked.format.decimal_mark }, 'decimal_mark_from_column', marked.name)
    : column
}

function settle(
  column: ColumnShape,
  change: { date_order: DateOrder | null } | { decimal_mark: ColumnShape['format']['decimal_mark'] },
  code: string,
  from: string,
): ColumnShape {
  return {
    ...column,
    format: { ...column.format, ...change },
    is_ambiguous: false,
    confidence: 0.8,
    evidence: [
      ...column.evidence.filter((evidence) => !evidence.code.endsWith('_ambiguous')),
      { code, params: { column: from } },
    ],
  }
}

type Layout = RowLayout & { text: string; encodingConfidence: number; hasBom: boolean; evidence: Evidence[] }

/** The text of a sheet is our own: there is nothing to guess. */
const layoutOfSheet = (sample: Sample, { workbook, evidence }: FoundSheet): Layout => ({
  text: decoderOf('utf-8').decode(sample.bytes, { stream: !sample.isWhole }),
  encoding: 'utf-8',
  encodingConfidence: 1,
  hasBom: false,
  delimiter: ',',
  quote: '"',
  has_separator_line: false,
  workbook,
  evidence,
})

function layoutOf(sample: Sample, choices: ShapeChoices): Layout {
  const encoding = choices.encoding
    ? {
        encoding: choices.encoding,
        hasBom: false,
        confidence: 1,
        evidence: [{ code: 'encoding_chosen', params: { encoding: choices.encoding } }],
      }
    : sniffEncoding(sample.bytes, sample.isWhole)
  // The cut last character of a sample is left in the decoder (stream), not turned into U+FFFD.
  const decoded = decoderOf(encoding.encoding).decode(sample.bytes, { stream: !sample.isWhole })
  const separator = separatorLine.exec(decoded)
  const text = separator ? decoded.slice(separator[0].length) : decoded
  const guess = sniffDelimiter(text)
  const declared = ([',', ';', '\t', '|'] as const).find((delimiter) => delimiter === separator?.[1])
  const delimiter = choices.delimiter ?? declared ?? guess.delimiter
  const declaration = { code: 'delimiter_declared', params: { delimiter } }
  return {
    text,
    encoding: encoding.encoding,
    encodingConfidence: encoding.confidence,
    hasBom: encoding.hasBom,
    delimiter,
    quote: choices.quote === undefined ? guess.quote : choices.quote,
    has_separator_line: separator !== null,
    evidence: [...encoding.evidence, ...((choices.delimiter ?? declared) ? [declaration] : guess.evidence)],
  }
}

/**
 * What a delimited file looks like, from its first bytes: encoding, delimiter, header and columns with their types.
 * @param sample from `readSample`
 * @returns a JSON value with evidence for each finding
 * @throws AppError invalid_input: not_delimited_text, empty_file, quote_not_closed, row_too_long,
 *   too_many_columns, unreadable_header (names that do not decode; another encoding may be chosen)
 * Cost: about 100 ms for a sample of 1 MiB.
 */
export function sniffSample(sample: Sample, choices: ShapeChoices = {}): FileShape {
  return shapeOf(sample, layoutOf(sample, choices), choices)
}

function shapeOf(sample: Sample, layout: Layout, choices: ShapeChoices): FileShape {
  const rows = sampleRows(layout.text, layout, sample.isWhole)
  if (rows.length === 0) throw new AppError('invalid_input', 'empty_file')
  const header = choices.header_row === undefined ? findHeader(rows) : headerAt(rows, choices.header_row)
  if (header.columnCount > fileLimits.columns) {
    throw new AppError('invalid_input', 'too_many_columns', { found: header.columnCount, limit: fileLimits.columns })
  }
  const unreadable = rows.find(({ row }) => row === header.headerRow)?.problem
  if (unreadable) {
    const params = { ...unreadable.params, row: header.headerRow, problem: unreadable.code }
    throw new AppError('invalid_input', 'unreadable_header', params)
  }
  const dataRows = rows
    .filter(({ row }) => row > (header.headerRow ?? 0))
    .map(({ row, cells }) => judgeRow(row, cells, layout, header.columnCount))
  const soundRows = dataRows.filter(({ problem }) => problem === null)
  const columns = header.names.map((name, index) => columnShape(soundRows, index, name))
  return {
    ...(layout.workbook && { workbook: layout.workbook }),
    compression: sample.compression,
    encoding: layout.encoding,
    encoding_confidence: layout.encodingConfidence,
    has_bom: layout.hasBom,
    delimiter: layout.delimiter,
    quote: layout.quote,
    has_separator_line: layout.has_separator_line,
    header_row: header.headerRow,
    columns: columns.map((column) => settled(column, columns)),
    sample_rows: dataRows
      .slice(0, 50)
      .map(({ row, cells }) => ({ row, cells: cells.map((cell) => cell.slice(0, maxSampleLength)) })),
    sampled_row_count: dataRows.length,
    is_whole_file: sample.isWhole,
    evidence: [...layout.evidence, ...header.evidence],
  }
}

/**
 * `sniffSample` of the file's beginning; of an uploaded workbook, of the sheet that was chosen or that is proposed.
 * @throws AppError invalid_input no_such_sheet and those of `sniffSample`
 */
export async function sniffFile(path: string, choices: ShapeChoices = {}): Promise<FileShape> {
  const found = await findSheets(path, choices.sheet ?? null)
  const sample = await readSample(textPath(path, found?.workbook))
  return shapeOf(sample, found ? layoutOfSheet(sample, found) : layoutOf(sample, choices), choices)
}
