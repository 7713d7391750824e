import { guardText, keptText } from '../../../base/formula-guard.ts'
import { workbookLimits } from './limits.ts'

/** What a cell holds. A decimal ('1234.50', money) is written digit for digit; a day is 'YYYY-MM-DD'; null is an empty cell. */
export type SheetCell = string | number | boolean | null | { decimal: string } | { day: string }

/** Places in the styles of `sheet-parts.ts`; a decimal of money shows 0 to 4 digits behind the point. */
export const cellStyles = { plain: 0, heading: 1, day: 2, quoted: 3, decimalOf: [4, 5, 6, 7, 8] } as const

/** Spreadsheets keep 15 digits; more would be rounded unsaid. */
const exactDigits = 15
const daySerialFrom = '1900-03-01'
const dayMs = 86_400_000

/** The 1900 calendar's number of a day; null before March 1900, where spreadsheets disagree, and for a day that is none. */
function serialOf(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < daySerialFrom) return null
  const at = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) return null
  return Math.round((at.getTime() - Date.UTC(1899, 11, 30)) / dayMs)
}

const isExact = (decimal: string): boolean =>
  /^-?\d+(\.\d+)?$/.test(decimal) && decimal.replace(/^-?0*(\.0*)?|\./g, '').length <= exactDigits

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Carriage returns, which XML would turn into line feeds, and what XML 1.0 cannot hold at all. */
const unwritable = /(?![\t\n])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu
const escapeOf = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Text for XML; what XML cannot hold is written as spreadsheets write it, `_x000D_` (ECMA-376 Part 1, 22.9.2.19). */
export const xmlText = (text: string): string =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(unwritable, escapeOf)
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)

/** Up to the 32,767 characters a cell may hold; a longer text ends in an ellipsis. */
function fitted(text: string): string {
  if (text.length <= workbookLimits.cellCharacters) return text
  const cut = text.slice(0, workbookLimits.cellCharacters - 1)
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

function textCell(text: string, style: number): string {
  if (text === '') return '<c/>'
  const kept = fitted(keptText(text))
  return `<c${style === cellStyles.plain ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${xmlText(kept)}</t></is></c>`
}

const isRunnable = (text: string): boolean => guardText(text) !== text

/**
 * One cell as XML. Texts are typed as texts, so nothing in them is ever a formula; those that would become one when
 * somebody edits the cell carry the quote prefix too. Numbers beyond 15 digits go as texts: exact, not rounded.
 */
export function cellXml(cell: SheetCell): string {
  if (cell === null) return '<c/>'
  if (typeof cell === 'boolean') return `<c t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'string') return textCell(cell, isRunnable(cell) ? cellStyles.quoted : cellStyles.plain)
  if (typeof cell === 'number') return numberCell(String(cell), Number.isInteger(cell))
  if ('day' in cell) {
    const serial = serialOf(cell.day)
    return serial === null ? textCell(cell.day, cellStyles.plain) : `<c s="${cellStyles.day}"><v>${serial}</v></c>`
  }
  if (!isExact(cell.decimal)) return textCell(cell.decimal, cellStyles.plain)
  const style = cellStyles.decimalOf[cell.decimal.split('.')[1]?.length ?? 0] ?? cellStyles.plain
  return `<c s="${style}"><v>${cell.decimal}</v></c>`
}

const numberCell = (digits: string, isWhole: boolean): string =>
  isWhole && !isExact(digits) ? textCell(digits, cellStyles.plain) : `<c><v>${digits}</v></c>`

/** A heading: bold, and a text whatever it looks like. */
export const headingXml = (heading: string): string => textCell(heading, cellStyles.heading)
