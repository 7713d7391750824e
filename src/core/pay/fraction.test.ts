import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AmountTooLarge,
  compare,
  fraction,
  fractionText,
  minorOf,
  over,
  parseFraction,
  plus,
  roundHalfAway,
} from './fraction.ts'

describe('exact numbers', () => {
  test('0.1 + 0.2 = 0.3, and 1/3 + 1/6 = 0.5', () => {
    const sum = (a: string, b: string): string => fractionText(plus(parseFraction(a)!, parseFraction(b)!))
    expect(sum('0.1', '0.2')).toBe('0.3')
    expect(sum('1/3', '1/6')).toBe('0.5')
  })
  test('30,000 / 420,000 has no end in decimals: 1/14; 0.075 has', () => {
    expect(fractionText(over(fraction(30_000n), fraction(420_000n)))).toBe('1/14')
    expect(fractionText(parseFraction('0.0750')!)).toBe('0.075')
    expect(fractionText(parseFraction('-0.05')!)).toBe('-0.05')
  })
  test.each(['', '6 %', '1e3', '0,06', '.5', '1/0', '1/2/3', 'NaN', '1'.repeat(401)])(
    '"%s" is not a number',
    (text) => {
      expect(parseFraction(text)).toBeNull()
    },
  )
  test('a half goes away from zero: 0.5 → 1, −0.5 → −1, 2.5 → 3, 2.49 → 2', () => {
    const rounded = ['0.5', '-0.5', '2.5', '2.49', '-2.5', '7'].map((text) => roundHalfAway(parseFraction(text)!))
    expect(rounded).toEqual([1n, -1n, 3n, 2n, -3n, 7n])
  })
  test('beyond 2^53 a number of minor units is refused, not bent', () => {
    expect(minorOf(BigInt(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => minorOf(BigInt(Number.MAX_SAFE_INTEGER) + 1n)).toThrow(AmountTooLarge)
  })
  test('text reads back to the same number', () => {
    const part = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
    fc.assert(
      fc.property(part, fc.bigInt({ min: 1n, max: 10n ** 9n }), (numerator, denominator) => {
        const value = fraction(numerator, denominator)
        expect(compare(parseFraction(fractionText(value))!, value)).toBe(0)
      }),
    )
  })
})
