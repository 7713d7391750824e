import type { ColumnFormat } from '../../base/file-shape.ts'
import type { FileRow } from '../../platform/files/rows.ts'
import type { Values } from '../../platform/history/recorder.ts'
import {
  convertAttribute,
  convertBoolean,
  convertDay,
  convertDecimal,
  convertInstant,
  convertInteger,
  convertMoney,
  type Converted,
} from './convert.ts'
import type { Mapping, RefusedRow } from './schema.ts'

/** How the file's texts become values: the workspace's zone, and the currency of amounts that name none. */
export type Reading = { timeZone: string; currency: string }

type Place = { index: number; name: string; format: ColumnFormat }

/** Where each target lies in the file. The first column mapped to a target counts. */
export class Layout {
  readonly #places = new Map<string, Place>()
  readonly attributes: { key: string; place: Place }[] = []

  constructor(mapping: Mapping) {
    for (const column of mapping.columns) {
      if (column.target === null) continue
      const place = { index: column.column, name: column.name, format: column.format }
      if (column.target.startsWith('attributes.')) this.attributes.push({ key: column.target.slice(11), place })
      else if (!this.#places.has(column.target)) this.#places.set(column.target, place)
    }
  }

  has(target: string): boolean {
    return this.#places.has(target)
  }

  place(target: string): Place | undefined {
    return this.#places.get(target)
  }
}

/** One row's cells read by their targets. Everything that cannot be read is collected in `problems`. */
export class RowValues {
  readonly row: number
  readonly problems: RefusedRow[] = []
  readonly #cells: string[]
  readonly #layout: Layout
  readonly #reading: Reading

  constructor(file: FileRow, layout: Layout, reading: Reading) {
    this.row = file.row
    this.#cells = file.cells
    this.#layout = layout
    this.#reading = reading
    if (file.problem) this.refuse(null, null, file.problem.code, file.problem.params)
  }

  /** The trimmed cell, or null when empty or not mapped. */
  text(target: string): string | null {
    const place = this.#layout.place(target)
    return place ? this.#cell(place) : null
  }

  /** A text that must be there. */
  required(target: string): string | null {
    const text = this.text(target)
    if (text === null && this.problems.length === 0)
      this.refuse(this.#layout.place(target)?.name ?? target, null, 'missing', { target })
    return text
  }

  day(target: string): string | null {
    return this.#converted(target, (text, format) => convertDay(text, format, this.#reading.timeZone))
  }
  instant(target: string): string | null {
    return this.#converted(target, (text, format) => convertInstant(text, format, this.#reading.timeZone))
  }
  money(target: string, currency = this.#reading.currency): number | null {
    return this.#converted(target, (text, format) => convertMoney(text, format, currency))
  }
  integer(target: string): number | null {
    return this.#converted(target, convertInteger)
  }
  /** Digits without loss. */
  decimal(target: string): string | null {
    return this.#converted(target, convertDecimal)
  }
  boolean(target: string): boolean | null {
    return this.#converted(target, (text) => convertBoolean(text))
  }

  /** Custom fields in their columns' types; null when the file has none. */
  attributes(): Values | null {
    if (this.#layout.attributes.length === 0) return null
    const values: Values = {}
    for (const { key, place } of this.#layout.attributes) {
      const text = this.#cell(place)
      if (text === null) continue
      const converted = convertAttribute(text, place.format, this.#reading.timeZone)
      if (converted.ok) values[key] = converted.value
      else this.refuse(place.name, text, converted.code, converted.params)
    }
    return values
  }

  refuse(column: string | null, value: string | null, code: string, params: Values): void {
    this.problems.push({ row: this.row, column, value: value?.slice(0, 200) ?? null, code, params })
  }

  #cell(place: Place): string | null {
    const text = (this.#cells[place.index] ?? '').trim()
    return text === '' ? null : text
  }

  #converted<T>(target: string, convert: (text: string, format: ColumnFormat) => Converted<T>): T | null {
    const place = this.#layout.place(target)
    const text = place ? this.#cell(place) : null
    if (!place || text === null) return null
    const converted = convert(text, place.format)
    if (converted.ok) return converted.value
    this.refuse(place.name, text, converted.code, converted.params)
    return null
  }
}
