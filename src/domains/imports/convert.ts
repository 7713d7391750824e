import { Temporal } from 'temporal-polyfill'
import { readBoolean } from '../../base/boolean-text.ts'
import { minorUnitExponent } from '../../base/currency.ts'
import { readDate, type DateText } from '../../base/date-text.ts'
import { isEmptyMarker } from '../../base/empty-text.ts'
import type { ColumnFormat } from '../../base/file-shape.ts'
import { readNumber, type NumberText } from '../../base/number-text.ts'

export type ConvertCode =
  'not_a_number' | 'not_whole' | 'too_many_decimals' | 'too_large' | 'other_currency' | 'not_a_date' | 'not_a_boolean'
/** A value, null for an empty cell, or why there is none; `params` hold the cell's text and what was expected. */
export type Converted<T> =
  { ok: true; value: T | null } | { ok: false; code: ConvertCode; params: Record<string, string | number> }

const shown = (text: string): string => text.trim().slice(0, 80)
const value = <T>(found: T): Converted<T> => ({ ok: true, value: found })
const empty = { ok: true, value: null } as const
const refuse = (code: ConvertCode, text: string, params: Record<string, string | number> = {}): Converted<never> => ({
  ok: false,
  code,
  params: { value: shown(text), ...params },
})

const numberIn = (text: string, format: ColumnFormat): NumberText | null => readNumber(text, format.decimal_mark ?? '.')
const signed = (number: NumberText, digits: string): string => (number.isNegative ? '-' : '') + digits
/** Beyond ±10^15 minor units an amount is surely a mistake, and the database refuses it. */
const maxMinor = 1_000_000_000_000_000n

/**
 * Minor units of a decimal number. Digits beyond the minor unit are refused, unless they are the noise of binary
 * arithmetic in the exporting system (4514.2999999999, 12.0000001): those are rounded.
 * @returns null when rounding would change the amount
 */
function minorUnits(number: NumberText, exponent: number): bigint | null {
  const kept = BigInt(number.whole + number.fraction.slice(0, exponent).padEnd(exponent, '0'))
  const rest = number.fraction.slice(exponent)
  if (/^0*$/.test(rest) || rest.startsWith('0000')) return kept
  return rest.startsWith('9999') ? kept + 1n : null
}

/**
 * Money in a cell, as whole minor units.
 * @param text "1 234,50", "$1,234.50", "(99)", "1054.0"; empty or "N/A" gives null
 * @param currency ISO 4217 code of the amount; a sign in the cell that means another one is refused
 * @returns integer, may be negative; refused: not_a_number, too_many_decimals, too_large, other_currency
 */
export function convertMoney(text: string, format: ColumnFormat, currency: string): Converted<number> {
  if (isEmptyMarker(text)) return empty
  const number = numberIn(text, format)
  if (!number || number.isPercent) return refuse('not_a_number', text)
  if (number.currencies.length > 0 && !number.currencies.includes(currency)) {
    return refuse('other_currency', text, { found: number.currencies[0] ?? '', expected: currency })
  }
  const exponent = minorUnitExponent(currency)
  const minor = minorUnits(number, exponent)
  if (minor === null) return refuse('too_many_decimals', text, { allowed: exponent, currency })
  if (minor > maxMinor) return refuse('too_large', text)
  return value(Number(signed(number, String(minor))))
}

/**
 * A whole number; "1 200,00" is 1200.
 * @returns refused: not_a_number, not_whole, too_large (beyond 2^53)
 */
export function convertInteger(text: string, format: ColumnFormat): Converted<number> {
  if (isEmptyMarker(text)) return empty
  const number = numberIn(text, format)
  if (!number) return refuse('not_a_number', text)
  if (!/^0*$/.test(number.fraction)) return refuse('not_whole', text)
  const integer = Number(signed(number, number.whole))
  return Number.isSafeInteger(integer) ? value(integer) : refuse('too_large', text)
}

/**
 * A decimal number as text without loss, as PostgreSQL's numeric takes it: "1 234,50" is "1234.50".
 * A percent sign is dropped: 5% is "5".
 * @returns refused: not_a_number, too_large (more than 40 digits)
 */
export function convertDecimal(text: string, format: ColumnFormat): Converted<string> {
  if (isEmptyMarker(text)) return empty
  const number = numberIn(text, format)
  if (!number) return refuse('not_a_number', text)
  if (number.whole.length + number.fraction.length > 40) return refuse('too_large', text)
  return value(signed(number, number.fraction === '' ? number.whole : `${number.whole}.${number.fraction}`))
}

/** Yes or no in English or Ukrainian, 1 or 0. Refused: not_a_boolean. */
export function convertBoolean(text: string): Converted<boolean> {
  const found = readBoolean(text)
  if (found !== null) return value(found)
  return isEmptyMarker(text) ? empty : refuse('not_a_boolean', text)
}

const microseconds = (fraction: string): number => Number(fraction.slice(0, 6).padEnd(6, '0'))
const two = (part: number): string => String(part).padStart(2, '0')

/** ISO text in UTC, with no more decimals of a second than there are. */
function isoInstant(day: string, secondOfDay: number, micros: number): string {
  const time = [Math.floor(secondOfDay / 3600), Math.floor(secondOfDay / 60) % 60, secondOfDay % 60].map(two).join(':')
  const decimals = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`
  return `${day}T${time}${decimals}Z`
}

const shiftDay = (day: string, days: number): string =>
  days === 0 ? day : Temporal.PlainDate.from(day).add({ days }).toString()

/** A written moment in UTC. Without an offset it is the workspace's clock; a clock set forward skips to after the gap. */
function instantOf(date: DateText, timeZone: string): string {
  const time = date.time ?? { hour: 0, minute: 0, second: 0, fraction: '', offsetMinutes: null }
  if (time.offsetMinutes === null) {
    const { hour, minute, second } = time
    const micros = microseconds(time.fraction)
    const local = Temporal.PlainDate.from(date.day).toPlainDateTime({
      hour,
      minute,
      second,
      millisecond: Math.floor(micros / 1000),
      microsecond: micros % 1000,
    })
    return local.toZonedDateTime(timeZone).toInstant().toString()
  }
  const seconds = time.hour * 3600 + (time.minute - time.offsetMinutes) * 60 + time.second
  const days = Math.floor(seconds / 86_400)
  return isoInstant(shiftDay(date.day, days), seconds - days * 86_400, microseconds(time.fraction))
}

/**
 * A moment in a cell, in UTC with its microseconds (further digits are cut).
 * @param timeZone IANA zone of the workspace, for texts without an offset; a day alone is its beginning there
 * @returns ISO text ending in Z; refused: not_a_date (31-06-16 too)
 */
export function convertInstant(text: string, format: ColumnFormat, timeZone: string): Converted<string> {
  if (isEmptyMarker(text)) return empty
  const date = readDate(text, format.date_order ?? 'ymd')
  return date ? value(instantOf(date, timeZone)) : refuse('not_a_date', text, { order: format.date_order ?? 'ymd' })
}

/**
 * A day in a cell. A moment with an offset gives the day it was in the workspace's zone; other times of day are dropped.
 * @returns 'YYYY-MM-DD', two-digit years within 1970–2069; refused: not_a_date
 */
export function convertDay(text: string, format: ColumnFormat, timeZone: string): Converted<string> {
  if (isEmptyMarker(text)) return empty
  const date = readDate(text, format.date_order ?? 'ymd')
  if (!date) return refuse('not_a_date', text, { order: format.date_order ?? 'ymd' })
  if (date.time === null || date.time.offsetMinutes === null) return value(date.day)
  const instant = Temporal.Instant.from(instantOf(date, timeZone))
  return value(instant.toZonedDateTimeISO(timeZone).toPlainDate().toString())
}

/** A text without the spaces around it; null when nothing is left. */
export function convertText(text: string): Converted<string> {
  const trimmed = text.trim()
  return trimmed === '' ? empty : value(trimmed)
}

/**
 * A custom field's value by its column's type: numbers as JSON numbers, days and moments as text.
 * @returns refused as the converter of that type refuses; too_large where a JSON number would lose digits
 */
export function convertAttribute(
  text: string,
  format: ColumnFormat,
  timeZone: string,
): Converted<string | number | boolean> {
  switch (format.type) {
    case 'integer':
      return convertInteger(text, format)
    case 'decimal': {
      const decimal = convertDecimal(text, format)
      if (!decimal.ok || decimal.value === null) return decimal
      return decimal.value.replaceAll(/\D/g, '').length > 15 ? refuse('too_large', text) : value(Number(decimal.value))
    }
    case 'date':
      return convertDay(text, format, timeZone)
    case 'datetime':
      return convertInstant(text, format, timeZone)
    case 'boolean':
      return convertBoolean(text)
    default:
      return convertText(text)
  }
}
