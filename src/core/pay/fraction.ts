/** An exact rational number in lowest terms; the denominator is positive. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** numerator / denominator in lowest terms. Error: RangeError when the denominator is 0. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError('denominator 0')
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

export const zero = fraction(0n)
export const one = fraction(1n)

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
export const minus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
export const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator)
export const over = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator, a.denominator * b.numerator)

/** Negative when a < b, 0 when equal, positive when a > b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)
export const most = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b)

/**
 * The nearest whole number; a half goes away from zero. The only rounding of pay, as a payroll clerk does it.
 */
export function roundHalfAway(value: Fraction): bigint {
  const doubled = 2n * magnitude(value.numerator) + value.denominator
  const rounded = doubled / (2n * value.denominator)
  return value.numerator < 0n ? -rounded : rounded
}

const pattern = /^(-?)(\d{1,400})(?:\.(\d{1,400})|\/(\d{1,400}))?$/

/** Reads '0.06', '1' or '1/14' exactly. Out: null for anything else; 400 digits a part at most. */
export function parseFraction(text: string): Fraction | null {
  const match = pattern.exec(text)
  if (match === null) return null
  const [, sign, whole = '', decimals = '', divisor = '1'] = match
  if (BigInt(divisor) === 0n) return null
  const numerator = BigInt(whole + decimals) * (sign === '-' ? -1n : 1n)
  return fraction(numerator, BigInt(divisor) * 10n ** BigInt(decimals.length))
}

/** '0.06' when the decimals end, '1/14' when they do not: what `parseFraction` reads back. */
export function fractionText({ numerator, denominator }: Fraction): string {
  let rest = denominator
  let decimals = 0n
  for (; rest % 10n === 0n; decimals++) rest /= 10n
  for (; rest % 2n === 0n; decimals++) rest /= 2n
  for (; rest % 5n === 0n; decimals++) rest /= 5n
  if (rest !== 1n) return `${numerator}/${denominator}`
  if (decimals === 0n) return `${numerator}`
  const digits = ((magnitude(numerator) * 10n ** decimals) / denominator).toString().padStart(Number(decimals) + 1, '0')
  const point = digits.length - Number(decimals)
  return `${numerator < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** An amount left the range in which whole numbers are exact (2^53). */
export class AmountTooLarge extends RangeError {}

/** Whole minor units as a number. Error: AmountTooLarge. */
export function minorOf(value: bigint): number {
  if (magnitude(value) > BigInt(Number.MAX_SAFE_INTEGER)) throw new AmountTooLarge(`${value}`)
  return Number(value)
}
