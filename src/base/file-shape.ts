/**
 * What was seen in a delimited file, as plain JSON: it is stored with an import, sent to the screen and edited there.
 * No words: an evidence is a code with parameters, the sentence is made in the reader's language.
 */
export type EvidenceParam = string | number | boolean | null | readonly string[]
export type Evidence = { code: string; params: Record<string, EvidenceParam> }

export type Compression = 'none' | 'gzip'
export type FileEncoding =
  'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'koi8-u' | 'cp866' | 'cp1125' | 'windows-1252'
export type Delimiter = ',' | ';' | '\t' | '|'
export type QuoteMark = '"' | "'"
export type ValueType = 'empty' | 'text' | 'integer' | 'decimal' | 'date' | 'datetime' | 'boolean'
export type DateOrder = 'dmy' | 'mdy' | 'ymd'
export type DecimalMark = '.' | ','

/** How the texts of one column are read. `date_order` is set for date and datetime, `decimal_mark` for numbers. */
export type ColumnFormat = {
  type: ValueType
  date_order: DateOrder | null
  decimal_mark: DecimalMark | null
}

export type ColumnShape = {
  /** Zero-based place in the row. */
  index: number
  name: string
  format: ColumnFormat
  /** Two readings fit every value: the format is the likelier one and the reader should look. */
  is_ambiguous: boolean
  /** Every row has a value and no two are equal: fit to be an id. */
  is_unique: boolean
  /** 4 for 2016, 2 for 16, null when there are no dates. */
  year_digits: 2 | 4 | null
  has_utc_offset: boolean
  /** Currencies whose sign or code stands inside the cells, for example ['USD']. */
  currencies: string[]
  value_count: number
  empty_count: number
  distinct_count: number
  /** Distinct values in order of appearance, at most 100, each cut to 200 characters. */
  sample_values: string[]
  /** 0–1. */
  confidence: number
  evidence: Evidence[]
}

/** The sheets of a workbook, and which of them is read. */
export type WorkbookShape = {
  /** Its place among `sheets`. */
  sheet: number
  sheets: { name: string; row_count: number; column_count: number }[]
}

export type FileShape = {
  /** Only of workbooks: what follows is said of the sheet's text. */
  workbook?: WorkbookShape
  compression: Compression
  encoding: FileEncoding
  encoding_confidence: number
  has_bom: boolean
  delimiter: Delimiter
  quote: QuoteMark | null
  /** The first line is Excel's `sep=;`: it is not a row. */
  has_separator_line: boolean
  /** The row (first row is 1) that names the columns; null when the file has no header. */
  header_row: number | null
  columns: ColumnShape[]
  /** First data rows, at most 50, for a preview. */
  sample_rows: { row: number; cells: string[] }[]
  sampled_row_count: number
  /** The sample is the whole file. */
  is_whole_file: boolean
  evidence: Evidence[]
}
