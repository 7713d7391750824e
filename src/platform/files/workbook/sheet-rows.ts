import { AppError } from '../../../base/errors.ts'
import { placeOf, textOfNumber, unescaped } from './cell-text.ts'
import { workbookLimits as limits } from './limits.ts'
import type { WorkbookParts } from './parts.ts'
import type { XmlListener } from './xml.ts'

/** What a sheet's cells do not show: told to whoever imports it. */
export type SheetNotes = {
  merged_count: number
  first_merged: string | null
  /** Formulas whose value was never stored: their cells come out empty. */
  uncomputed_count: number
  first_uncomputed: string | null
}

type Cell = { column: number; type: string; style: number; value: string; hasFormula: boolean; hasValue: boolean }

const letters = (column: number): string =>
  column === 0 ? '' : letters(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26))

/** Listens to a sheet's XML and tells its rows that hold anything, in order. */
export class SheetListener implements XmlListener {
  readonly notes: SheetNotes = { merged_count: 0, first_merged: null, uncomputed_count: 0, first_uncomputed: null }
  readonly #book: WorkbookParts
  readonly #sheet: string
  readonly #onRow: (row: number, cells: string[]) => void
  #row = 0
  #cells: string[] = []
  #cell: Cell | null = null
  #column = 0
  #takes: 'value' | 'text' | null = null
  #isReading = false

  constructor(book: WorkbookParts, sheet: string, onRow: (row: number, cells: string[]) => void) {
    this.#book = book
    this.#sheet = sheet
    this.#onRow = onRow
  }

  open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'row') this.#startRow(attributes['r'])
    else if (name === 'c') this.#startCell(attributes)
    else if (name === 'v') this.#take('value')
    else if (name === 't' && !this.#isReading) this.#take('text')
    else if (name === 'rPh') this.#isReading = true
    else if (name === 'f' && this.#cell) this.#cell.hasFormula = true
    else if (name === 'mergeCell') {
      this.notes.merged_count++
      this.notes.first_merged ??= (attributes['ref'] ?? '').slice(0, 40)
    }
  }

  text = (piece: string): void => {
    const cell = this.#cell
    if (!cell || this.#takes === null || cell.value.length > limits.cellCharacters) return
    // One more than is allowed is kept, so that the row is refused and not cut unsaid.
    cell.value = (cell.value + piece).slice(0, limits.cellCharacters + 1)
  }

  close = (name: string): void => {
    if (name === 'v' || name === 't') this.#takes = null
    else if (name === 'rPh') this.#isReading = false
    else if (name === 'c') this.#endCell()
    else if (name === 'row') this.#endRow()
  }

  #take(what: 'value' | 'text'): void {
    this.#takes = what
    if (this.#cell) this.#cell.hasValue = true
  }

  #startRow(told: string | undefined): void {
    const row = told === undefined ? this.#row + 1 : Number(told)
    if (!Number.isSafeInteger(row) || row <= this.#row)
      throw this.#refuse('damaged_workbook', { detail: `row ${told}` })
    this.#row = row
    this.#cells = []
    this.#column = 0
  }

  #startCell(attributes: Readonly<Record<string, string>>): void {
    const { r: reference, t: type = 'n', s: style = '0' } = attributes
    const column = reference === undefined ? this.#column + 1 : (placeOf(reference)?.column ?? 0)
    if (column <= this.#column)
      throw this.#refuse('damaged_workbook', { detail: `cell ${String(reference).slice(0, 40)}` })
    this.#column = column
    this.#cell = { column, type, style: Number(style), value: '', hasFormula: false, hasValue: false }
  }

  #endCell(): void {
    const cell = this.#cell
    this.#cell = null
    if (!cell) return
    if (cell.hasFormula && !cell.hasValue) {
      this.notes.uncomputed_count++
      this.notes.first_uncomputed ??= `${letters(cell.column)}${this.#row}`
    }
    const text = this.#textOf(cell)
    if (text === '') return
    if (cell.column > limits.columns) {
      throw this.#refuse('sheet_too_wide', { cell: `${letters(cell.column)}${this.#row}`, limit: limits.columns })
    }
    if (this.#row > limits.rows) {
      throw this.#refuse('sheet_too_long', { cell: `${letters(cell.column)}${this.#row}`, limit: limits.rows })
    }
    while (this.#cells.length < cell.column - 1) this.#cells.push('')
    this.#cells.push(text)
  }

  #textOf({ type, style, value }: Cell): string {
    if (value === '') return ''
    if (type === 's') return this.#book.strings[Number(value)] ?? ''
    if (type === 'b') return value === '1' || value === 'true' ? 'true' : 'false'
    if (type === 'n') return textOfNumber(value, this.#book.kinds[style] ?? 'number', this.#book.calendar)
    return type === 'e' || type === 'd' ? value : unescaped(value)
  }

  #endRow(): void {
    if (this.#cells.some((cell) => cell.trim() !== '')) this.#onRow(this.#row, this.#cells)
    this.#cells = []
  }

  #refuse(reason: string, params: Record<string, unknown>): AppError {
    return new AppError('invalid_input', reason, { sheet: this.#sheet, ...params })
  }
}
