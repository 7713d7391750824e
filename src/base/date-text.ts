import type { DateOrder } from './file-shape.ts'

/** A time of day as written. `fraction` is the digits after the second's point; `offsetMinutes` null when none is written. */
export type TimeText = { hour: number; minute: number; second: number; fraction: string; offsetMinutes: number | null }
export type DateText = {
  day: string
  time: TimeText | null
  yearDigits: 2 | 4
  /** The text can be read in one order only: the year stands first with four digits, or the month is a word. */
  isUnmistakable: boolean
  /** First and last number as written, to see which of them varies like days do. */
  first: string
  last: string
}

const numeric = /^(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})(?:(?:T|,?\s+)(.+))?$/
const compact = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/
const dayMonthWord = /^(\d{1,2})[\s.-]*(\p{L}{3,})\.?[\s,.-]+(\d{4}|\d{2})(?:\s*(?:р\.?|року))?(?:,?\s+(\d.*))?$/u
const monthWordDay = /^(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(\d.*))?$/u
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i

const monthWords = [
  ['jan', 'січ'],
  ['feb', 'лют'],
  ['mar', 'бер'],
  ['apr', 'кві'],
  ['may', 'тра'],
  ['jun', 'чер'],
  ['jul', 'лип'],
  ['aug', 'сер'],
  ['sep', 'вер'],
  ['oct', 'жов'],
  ['nov', 'лис'],
  ['dec', 'гру'],
]
const wholeMonthWord =
  /^(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|січ(ень|ня)?|лют(ий|ого)?|бер(езень|езня)?|квіт?(ень|ня)?|трав?(ень|ня)?|черв?(ень|ня)?|лип(ень|ня)?|серп?(ень|ня)?|вер(есень|есня)?|жовт?(ень|ня)?|лист?(опад|опада)?|груд?(ень|ня)?)$/

function monthOf(word: string): number {
  const lower = word.toLowerCase()
  if (!wholeMonthWord.test(lower)) return 0
  return monthWords.findIndex((starts) => starts.some((start) => lower.startsWith(start))) + 1
}

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Two digits are 1970–2069; a year before 1000 is a misreading. */
function yearOf(text: string): number | null {
  if (text.length === 4) return Number(text) >= 1000 ? Number(text) : null
  if (text.length !== 2) return null
  return Number(text) >= 70 ? 1900 + Number(text) : 2000 + Number(text)
}

function dayOf(yearText: string, month: number, dayText: string): string | null {
  const year = yearOf(yearText)
  const day = Number(dayText)
  if (year === null || dayText.length > 2 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function offsetOf(text: string | undefined): number | null | undefined {
  if (!text) return null
  if (/^(z|utc)$/i.test(text)) return 0
  const digits = text.slice(1).replace(':', '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  if (Number(digits.slice(2)) > 59 || minutes > 18 * 60) return undefined
  return text.startsWith('-') ? -minutes : minutes
}

/** @returns null when there is no time text; undefined when it is not a time of day */
function timeOf(text: string | undefined): TimeText | null | undefined {
  if (!text) return null
  const parts = clock.exec(text.trim())
  if (!parts) return undefined
  let hour = Number(parts[1])
  const half = parts[5]?.[0]?.toLowerCase()
  if (half) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  const [minute, second] = [Number(parts[2]), Number(parts[3] ?? 0)]
  const offsetMinutes = offsetOf(parts[6])
  if (hour > 23 || minute > 59 || second > 59 || offsetMinutes === undefined) return undefined
  return { hour, minute, second, fraction: parts[4] ?? '', offsetMinutes }
}

type Written = { year: string; month: number; date: string; time: string | undefined; isUnmistakable: boolean }

function readNumericDate(parts: RegExpExecArray, order: DateOrder): Written | null {
  const [first, middle, last, time] = [parts[1] ?? '', parts[3] ?? '', parts[4] ?? '', parts[5]]
  if (first.length === 4) {
    return last.length <= 2 ? { year: first, month: Number(middle), date: last, time, isUnmistakable: true } : null
  }
  if (order === 'ymd') return { year: first, month: Number(middle), date: last, time, isUnmistakable: false }
  const [date, month] = order === 'dmy' ? [first, middle] : [middle, first]
  return { year: last, month: Number(month), date, time, isUnmistakable: false }
}

function readWritten(text: string, order: DateOrder): Written | null {
  const numbers = numeric.exec(text)
  if (numbers) return readNumericDate(numbers, order)
  const dense = compact.exec(text)
  if (dense) {
    const time = dense[4] ? `${dense[4]}:${dense[5]}:${dense[6]}${dense[7] ?? ''}` : undefined
    return { year: dense[1] ?? '', month: Number(dense[2]), date: dense[3] ?? '', time, isUnmistakable: true }
  }
  const word = dayMonthWord.exec(text)
  if (word) {
    return {
      year: word[3] ?? '',
      month: monthOf(word[2] ?? ''),
      date: word[1] ?? '',
      time: word[4],
      isUnmistakable: true,
    }
  }
  const wordFirst = monthWordDay.exec(text)
  if (!wordFirst) return null
  const [, month, date, year, time] = wordFirst
  return { year: year ?? '', month: monthOf(month ?? ''), date: date ?? '', time, isUnmistakable: true }
}

/**
 * Reads a date, with or without a time of day, as people and systems write it.
 * @param text one cell: 25.10.2016, 10/25/16, 2016-10-25T08:00:00.5+02:00, 20161025, 25 жовтня 2016 р., Oct 25, 2016
 * @param order which number is which where the text leaves it open; a year of four digits in front decides by itself
 * @returns null when it is not a real date in that order (31-06-16, 2015-02-29); two-digit years are 1970–2069
 */
export function readDate(text: string, order: DateOrder): DateText | null {
  const trimmed = text.trim()
  if (trimmed.length < 6 || trimmed.length > 40) return null
  const written = readWritten(trimmed, order)
  if (!written) return null
  const day = dayOf(written.year, written.month, written.date)
  const time = timeOf(written.time)
  if (day === null || time === undefined) return null
  const numbers = /^(\d+)\D+\d+\D+(\d+)/.exec(trimmed)
  return {
    day,
    time,
    yearDigits: written.year.length === 4 ? 4 : 2,
    isUnmistakable: written.isUnmistakable,
    first: numbers?.[1] ?? '',
    last: numbers?.[2] ?? '',
  }
}
