import type { NumberKind } from './number-formats.ts'

/** The sign, whole digits and fraction of a decimal without an exponent. */
function plainDigits(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/i.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/**
 * A stored number as the spreadsheet shows it in full: 15 digits, so 1234.5599999999999 is 1234.56. Whole numbers stay
 * digit for digit.
 */
export function numberText(stored: string): string {
  if (/^-?\d+$/.test(stored)) return stored
  const value = Number(stored)
  return stored.trim() !== '' && Number.isFinite(value) ? plainDigits(String(Number(value.toPrecision(15)))) : stored
}

/** Moves the point of a plain decimal two places: 0.125 is 12.5. */
function hundredfold(decimal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)
  if (!match) return decimal
  const [, sign = '', whole = '', fraction = ''] = match
  const padded = fraction.padEnd(2, '0')
  const digits = `${whole}${padded.slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = padded.slice(2)
  return `${sign}${digits}${rest === '' ? '' : `.${rest}`}`
}

const dayMs = 86_400_000
/** Day 0 of the two calendars of spreadsheets; Excel's 1900 calendar holds a 29 February 1900 that never was. */
const epochs = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const
export type Calendar = keyof typeof epochs
/** 31 December 9999. */
const lastSerial = 2_958_465

function momentOf(serial: number, calendar: Calendar): string {
  const shifted = calendar === 1900 && serial < 60 ? serial + 1 : serial
  const seconds = Math.round(shifted * 86_400)
  return new Date(epochs[calendar] + seconds * 1000).toISOString().slice(0, 19)
}

function clockOf(serial: number): string {
  const seconds = Math.round((serial * dayMs) / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/**
 * The text of a number cell.
 * @param stored what the file holds: `45292.5`, `1.0E-2`
 * @param kind what its format shows
 * @returns a day `2024-01-01`, a moment `2024-01-01T12:00:00`, a clock `12:00:00`, `12.5%` or a plain decimal
 */
export function textOfNumber(stored: string, kind: NumberKind, calendar: Calendar): string {
  const text = numberText(stored)
  if (kind === 'number') return text
  if (kind === 'percent') return `${hundredfold(text)}%`
  const serial = Number(stored)
  if (!Number.isFinite(serial) || serial < 0 || serial > lastSerial) return text
  if (kind === 'clock') return clockOf(serial)
  const moment = momentOf(serial, calendar)
  return kind === 'day' ? moment.slice(0, 10) : moment
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 Part 1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-F]{4})_/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text

/** `AB12` as [row 12, column 28]; null when it is no reference. */
export function placeOf(reference: string): { row: number; column: number } | null {
  const match = /^\$?([A-Z]{1,4})\$?(\d{1,8})$/.exec(reference)
  if (!match) return null
  const column = Array.from(match[1] ?? '').reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
  return { row: Number(match[2]), column }
}
