import { minorUnitExponent } from '../../src/base/currency.ts'

export type Language = 'uk' | 'en'

/** British English, because its day comes before its month as it does in Ukrainian. */
export const localeOf: Record<Language, string> = { uk: 'uk-UA', en: 'en-GB' }

const asUtc = (day: string): Date => new Date(`${day}T00:00:00Z`)
const major = (minor: number, currency: string): number => minor / 10 ** minorUnitExponent(currency)

/**
 * How the reader's language writes days, numbers, money and shares. Days are 'YYYY-MM-DD', instants ISO in UTC, money
 * integer minor units. `narrowSymbol`, because Chromium otherwise prints hryvnias as "грн" and Node as "₴".
 */
export function createFormat(language: Language) {
  const locale = localeOf[language]
  const cache = new Map<string, Intl.NumberFormat>()
  const numberFormat = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options)
    const found = cache.get(key) ?? new Intl.NumberFormat(locale, options)
    cache.set(key, found)
    return found
  }
  const dayOptions: Intl.DateTimeFormatOptions =
    language === 'uk'
      ? { day: '2-digit', month: '2-digit', year: 'numeric' }
      : { day: 'numeric', month: 'short', year: 'numeric' }
  const dayFormat = new Intl.DateTimeFormat(locale, { ...dayOptions, timeZone: 'UTC' })
  const monthFormat = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
  const monthLongFormat = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const collator = new Intl.Collator(locale, { numeric: true })
  const unit = (name: string, value: number, unitDisplay: 'long' | 'short' = 'long', digits = 0): string =>
    numberFormat({ style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(value)

  return {
    language,
    locale,
    /** 23.11.2026 · 23 Nov 2026 */
    day: (day: string): string => dayFormat.format(asUtc(day)),
    /** лист. 2026 р. without its "р." · Nov 2026 */
    month: (day: string): string => withoutYearWord(monthFormat.format(asUtc(day))),
    monthLong: (day: string): string => withoutYearWord(monthLongFormat.format(asUtc(day))),
    /** 23.11.2026, 14:05, in the workspace's zone when given, else the reader's. */
    instant: (instant: string, timeZone?: string): string =>
      new Intl.DateTimeFormat(locale, { ...dayOptions, hour: '2-digit', minute: '2-digit', timeZone }).format(
        new Date(instant),
      ),
    number: (value: number, digits = 0): string =>
      numberFormat({ maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value),
    /** 1 234,56 ₴ · ₴1,234.56 */
    money: (minor: number, currency: string): string =>
      numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(major(minor, currency)),
    /** Without its cents, for tables and headlines. */
    moneyWhole: (minor: number, currency: string): string =>
      numberFormat({
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: 0,
        minimumFractionDigits: 0,
      }).format(major(minor, currency)),
    /** 1,2 млн ₴ · ₴1.2m, for axes and labels. */
    moneyCompact: (minor: number, currency: string): string =>
      numberFormat({
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        maximumFractionDigits: 1,
        minimumFractionDigits: 0,
      }).format(major(minor, currency)),
    numberCompact: (value: number): string =>
      numberFormat({ notation: 'compact', maximumFractionDigits: 1 }).format(value),
    percent: (ratio: number, digits = 1): string =>
      numberFormat({ style: 'percent', maximumFractionDigits: digits }).format(ratio),
    /** +3,2 % · −3.2%: how much a number moved. */
    percentChange: (ratio: number): string =>
      numberFormat({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(ratio),
    days: (count: number, digits = 0): string => unit('day', count, 'long', digits),
    /** Time that work still takes: 40 с, 3 хв, 2 год. */
    duration: (seconds: number): string => {
      if (seconds < 60) return unit('second', Math.ceil(seconds), 'short')
      return seconds < 5400
        ? unit('minute', Math.round(seconds / 60), 'short')
        : unit('hour', seconds / 3600, 'short', 1)
    },
    /** 1 понеділок · Monday … 7; 5 January 2026 was a Monday. */
    weekday: (isoDay: number): string =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 0, 4 + isoDay)),
    bytes: (count: number): string =>
      count < 1_000_000 ? unit('kilobyte', count / 1000, 'short') : unit('megabyte', count / 1_000_000, 'short', 1),
    /** Order of names by the reader's alphabet (ґ after г, і after и). */
    compare: (a: string, b: string): number => collator.compare(a, b),
    /** Name of a currency: гривня · Ukrainian hryvnia. */
    currencyName: (code: string): string => new Intl.DisplayNames(locale, { type: 'currency' }).of(code) ?? code,
  }
}

export type Format = ReturnType<typeof createFormat>

/** Ukrainian writes "лист. 2026 р."; beside an axis the word for year is noise. */
const withoutYearWord = (text: string): string => text.replace(/\s*р\.$/, '')
