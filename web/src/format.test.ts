import { expect, test } from 'vitest'
import { createFormat } from './format.ts'

const uk = createFormat('uk')
const en = createFormat('en')
/** Intl joins with no-break spaces of two widths; a reader sees a space. */
const seen = (text: string): string => text.replaceAll(/\s/g, ' ')

test('a day is 23.11.2026 in Ukrainian and 23 Nov 2026 in English', () => {
  expect(uk.day('2026-11-23')).toBe('23.11.2026')
  expect(en.day('2026-11-23')).toBe('23 Nov 2026')
})

test('a day stays the same day whatever the zone of the reader', () => {
  expect(uk.day('2026-01-01')).toBe('01.01.2026')
  expect(en.month('2026-12-31')).toBe('Dec 2026')
})

test('123456 kopiykas are 1 234,56 ₴', () => {
  expect(seen(uk.money(123456, 'UAH'))).toBe('1 234,56 ₴')
  expect(seen(en.money(123456, 'UAH'))).toBe('₴1,234.56')
})

test('yen have no minor unit: 1500 is 1,500', () => {
  expect(seen(en.money(1500, 'JPY'))).toBe('¥1,500')
})

test('123456789 minor units are 1,2 млн ₴ on an axis', () => {
  expect(seen(uk.moneyCompact(123456789, 'UAH'))).toBe('1,2 млн ₴')
  expect(seen(en.moneyCompact(123456789, 'USD'))).toBe('$1.2m')
})

test('4238 of 6711 is 63,2 % (0.631500…), 63.15 % with two digits', () => {
  expect(seen(uk.percent(4238 / 6711))).toBe('63,2%')
  expect(seen(en.percent(4238 / 6711, 2))).toBe('63.15%')
})

test('one, two, five, eleven, twenty-one days have their plurals', () => {
  expect([1, 2, 5, 11, 21, 22].map((n) => seen(uk.days(n)))).toEqual([
    '1 день',
    '2 дні',
    '5 днів',
    '11 днів',
    '21 день',
    '22 дні',
  ])
})

test('names sort by the Ukrainian alphabet: г before ґ, и before і before ї', () => {
  expect(['Їжак', 'Ґанок', 'Ілля', 'Гора', 'Дім', 'Ирій'].sort(uk.compare)).toEqual([
    'Гора',
    'Ґанок',
    'Дім',
    'Ирій',
    'Ілля',
    'Їжак',
  ])
})

test('work that takes 45 s, 3 min and 2 h says so', () => {
  expect([45, 185, 7200].map((s) => seen(en.duration(s)))).toEqual(['45 secs', '3 mins', '2 hrs'])
})
