import type { DecimalMark } from './file-shape.ts'

/** A number as digits, never as a float. `whole` has no leading zeros but '0' itself; `fraction` may be ''. */
export type NumberText = {
  isNegative: boolean
  whole: string
  fraction: string
  /** Currencies that the sign beside the digits may mean, [] when there is no sign. */
  currencies: readonly string[]
  isPercent: boolean
}

const dollars = ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN']
const signs: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', dollars],
  ['us$', ['USD']],
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['₴', ['UAH']],
  ['грн', ['UAH']],
  ['грн.', ['UAH']],
  ['zł', ['PLN']],
  ['kč', ['CZK']],
  ['¥', ['JPY', 'CNY']],
  ['₺', ['TRY']],
  ['₹', ['INR']],
  ['lei', ['RON', 'MDL']],
  ['ft', ['HUF']],
])

const spaces = ' \u00A0\u2009\u202F'
const decoration = new RegExp(`^([^\\d(),.\\s+\\-−]{1,4})?[${spaces}]*(.*?)[${spaces}]*([^\\d(),\\s+\\-−]{1,4})?$`, 'u')
const groupsOf = (separators: string): string => `([1-9]\\d{0,2}(?:([${separators}])\\d{3})(?:\\2\\d{3})*|\\d+)?`
const bodies: Record<DecimalMark, RegExp> = {
  '.': new RegExp(`^${groupsOf(`,'’${spaces}`)}(?:\\.(\\d*))?$`),
  ',': new RegExp(`^${groupsOf(`.'’${spaces}`)}(?:,(\\d*))?$`),
}
const plain = /^-?\d+$/

function signOf(text: string | undefined): readonly string[] | null {
  if (!text) return []
  const known = signs.get(text.toLowerCase())
  if (known) return known
  return /^[A-Z]{3}$/.test(text) ? [text] : null
}

/** The body without its minus: "-5", "−5", "(5)" and "5-" are negative. */
function unsigned(body: string): { isNegative: boolean; digits: string } {
  const bracketed = /^\((.*)\)$/.exec(body)
  if (bracketed) return { isNegative: true, digits: (bracketed[1] ?? '').trim() }
  const minus = /^([-−+])\s*(.*)$/.exec(body)
  if (minus) return { isNegative: minus[1] !== '+', digits: minus[2] ?? '' }
  const trailing = /^(.*\d)[-−]$/.exec(body)
  return trailing ? { isNegative: true, digits: trailing[1] ?? '' } : { isNegative: false, digits: body }
}

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '')

/**
 * Reads a number written by a person or a spreadsheet.
 * @param text one cell: digits, groups of three parted by spaces (NBSP and thin ones too), apostrophes or the other mark, a currency sign or code, %
 * @param mark the decimal mark of the column
 * @returns null when the text is not a number under that mark; "1e5" is not
 */
export function readNumber(text: string, mark: DecimalMark): NumberText | null {
  const trimmed = text.trim()
  if (plain.test(trimmed)) {
    const isNegative = trimmed.startsWith('-')
    const whole = withoutLeadingZeros(isNegative ? trimmed.slice(1) : trimmed)
    return { isNegative: isNegative && whole !== '0', whole, fraction: '', currencies: [], isPercent: false }
  }
  return /\d/.test(trimmed) ? readDecorated(trimmed, mark) : null
}

function readDecorated(text: string, mark: DecimalMark): NumberText | null {
  // A minus or bracket before the currency sign, -$5 and ($5), is moved behind it: one shape is left to read.
  const moved = text.replace(/^([-−+(])\s*([^\d\s.,(]+)/u, '$2$1')
  const parts = decoration.exec(moved)
  if (!parts) return null
  const isPercent = parts[3] === '%'
  const before = signOf(parts[1])
  const after = isPercent ? [] : signOf(parts[3])
  if (!before || !after || (before.length > 0 && after.length > 0)) return null
  const { isNegative, digits } = unsigned((parts[2] ?? '').trim())
  const body = bodies[mark].exec(digits)
  if (!body || !/\d/.test(digits)) return null
  const whole = withoutLeadingZeros((body[1] ?? '0').replaceAll(/\D/g, ''))
  const fraction = body[3] ?? ''
  const isZero = /^0*$/.test(whole + fraction)
  return {
    isNegative: isNegative && !isZero,
    whole,
    fraction,
    currencies: before.length > 0 ? before : after,
    isPercent,
  }
}
