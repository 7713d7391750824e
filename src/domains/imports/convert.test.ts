import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorUnitExponent } from '../../base/currency.ts'
import type { ColumnFormat } from '../../base/file-shape.ts'
import {
  convertAttribute,
  convertBoolean,
  convertDay,
  convertDecimal,
  convertInstant,
  convertInteger,
  convertMoney,
  convertText,
} from './convert.ts'

const comma: ColumnFormat = { type: 'decimal', date_order: null, decimal_mark: ',' }
const point: ColumnFormat = { type: 'decimal', date_order: null, decimal_mark: '.' }
const dated = (order: 'dmy' | 'mdy' | 'ymd'): ColumnFormat => ({ type: 'date', date_order: order, decimal_mark: null })
const kyiv = 'Europe/Kyiv'

describe('convertMoney', () => {
  it.each([
    ['1 234,50', comma, 'UAH', 123_450],
    ['1\u00A0234\u00A0567,5 грн.', comma, 'UAH', 123_456_750],
    ['1.234,50 €', comma, 'EUR', 123_450],
    ['$1,234.50', point, 'USD', 123_450],
    ['-$5', point, 'USD', -500],
    ['($5.25)', point, 'USD', -525],
    ['(99)', point, 'USD', -9900],
    ['−12,5', comma, 'UAH', -1250],
    ['1054.0', point, 'USD', 105_400],
    ["12'345.05", point, 'CHF', 1_234_505],
    ['1500', point, 'JPY', 1500],
    ['1.5', point, 'KWD', 1500],
    ['4514.2999999999', point, 'USD', 451_430],
    ['12.0000001', point, 'USD', 1200],
    ['0,00', comma, 'UAH', 0],
    ['UAH 100', point, 'UAH', 10_000],
    ['', point, 'USD', null],
    ['N/A', point, 'USD', null],
  ])('%s is %o %s %s minor units', (text, format, currency, minor) => {
    expect(convertMoney(text, format, currency)).toEqual({ ok: true, value: minor })
  })

  it.each([
    ['12,505', comma, 'UAH', 'too_many_decimals'],
    ['0.5', point, 'JPY', 'too_many_decimals'],
    ['€5', point, 'USD', 'other_currency'],
    ['99999999999999', point, 'UAH', 'too_large'],
    ['12.5', comma, 'UAH', 'not_a_number'],
    ['5%', point, 'UAH', 'not_a_number'],
    ['1e5', point, 'UAH', 'not_a_number'],
    ['about 5', point, 'UAH', 'not_a_number'],
    ['1 23,5', comma, 'UAH', 'not_a_number'],
  ])('%s is refused', (text, format, currency, code) => {
    expect(convertMoney(text, format, currency)).toMatchObject({ ok: false, code, params: { value: text } })
  })

  const grouped = (digits: string, mark: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, mark)
  const styles = fc.constantFrom(
    { group: '\u00A0', format: comma },
    { group: '\u202F', format: comma },
    { group: '.', format: comma },
    { group: '', format: comma },
    { group: ',', format: point },
    { group: '\u2019', format: point },
    { group: '', format: point },
  )
  it('what was written in any style comes back, in every currency exponent', () => {
    const currencies = fc.constantFrom('UAH', 'USD', 'JPY', 'KWD')
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), currencies, styles, (minor, currency, { group, format }) => {
        const exponent = minorUnitExponent(currency)
        const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
        const whole = grouped(digits.slice(0, digits.length - exponent), group)
        const fraction = exponent === 0 ? '' : `${format.decimal_mark}${digits.slice(-exponent)}`
        const text = `${minor < 0 ? '-' : ''}${whole}${fraction}`
        expect(convertMoney(text, format, currency)).toEqual({ ok: true, value: minor })
      }),
      { numRuns: 500 },
    )
  })
})

describe('convertDay', () => {
  it.each([
    ['20-10-16', 'dmy', '2016-10-20'],
    ['10/25/2016', 'mdy', '2016-10-25'],
    ['16-10-25', 'ymd', '2016-10-25'],
    ['2016-10-25', 'dmy', '2016-10-25'],
    ['01.02.69', 'dmy', '2069-02-01'],
    ['01.02.70', 'dmy', '1970-02-01'],
    ['29.02.2016', 'dmy', '2016-02-29'],
    ['25 жовтня 2016 р.', 'dmy', '2016-10-25'],
    ['Oct 25, 2016', 'mdy', '2016-10-25'],
    ['25.10.2016 23:59', 'dmy', '2016-10-25'],
    ['2016-10-25T22:30:00Z', 'ymd', '2016-10-26'],
    ['', 'dmy', null],
  ] as const)('%s as %s is %s in Kyiv', (text, order, day) => {
    expect(convertDay(text, dated(order), kyiv)).toEqual({ ok: true, value: day })
  })

  it.each([
    ['31-06-16', 'dmy'],
    ['29.02.2015', 'dmy'],
    ['25/10/2016', 'mdy'],
    ['soon', 'dmy'],
    ['2016-13-01', 'ymd'],
  ] as const)('%s as %s is refused', (text, order) => {
    expect(convertDay(text, dated(order), kyiv)).toMatchObject({ ok: false, code: 'not_a_date' })
  })

  it('every day from 1970 to 2069 comes back from each order, with four digits or two', () => {
    const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('dmy', 'mdy', 'ymd'),
        fc.boolean(),
        fc.constantFrom('.', '-', '/'),
        (date, order, short, mark) => {
          const iso = date.toISOString().slice(0, 10)
          const [year = '', month = '', day = ''] = iso.split('-')
          const parts = { y: short ? year.slice(2) : year, m: month, d: day }
          const text = Array.from(order, (part) => parts[part as 'y' | 'm' | 'd']).join(mark)
          expect(convertDay(text, dated(order), kyiv)).toEqual({ ok: true, value: iso })
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('convertInstant', () => {
  it.each([
    ['2011-10-01T00:38:44.546+02:00', '2011-09-30T22:38:44.546Z'],
    ['2011-10-01T00:38:44.123456789Z', '2011-10-01T00:38:44.123456Z'],
    ['2016-12-31T20:00:00-0530', '2017-01-01T01:30:00Z'],
    ['2016-07-01 12:00', '2016-07-01T09:00:00Z'],
    ['2016-01-01 12:00:00.000001', '2016-01-01T10:00:00.000001Z'],
    ['2016-07-01', '2016-06-30T21:00:00Z'],
    ['7/1/2016 1:05 PM', '2016-07-01T10:05:00Z'],
    ['7/1/2016 12:05 AM', '2016-06-30T21:05:00Z'],
  ])('%s is %s (Kyiv where no offset is written)', (text, instant) => {
    expect(convertInstant(text, dated('mdy'), kyiv)).toEqual({ ok: true, value: instant })
  })

  it('03:30 on 2016-03-27 did not exist in Kyiv: 04:30, which is 01:30 UTC', () => {
    expect(convertInstant('2016-03-27 03:30', dated('ymd'), kyiv)).toEqual({ ok: true, value: '2016-03-27T01:30:00Z' })
  })

  it.each(['2016-07-01 25:00', '2016-07-01 13:05 PM', '2016-07-01T10:00+25:00'])('%s is refused', (text) => {
    expect(convertInstant(text, dated('ymd'), kyiv)).toMatchObject({ ok: false, code: 'not_a_date' })
  })

  it('a moment written with any offset is the same moment', () => {
    const moments = fc.date({ min: new Date('1971-01-01'), max: new Date('2069-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moments, fc.integer({ min: -56, max: 56 }), (moment, quarters) => {
        const local = new Date(moment.getTime() + quarters * 15 * 60_000).toISOString().slice(0, -1)
        const minutes = Math.abs(quarters * 15)
        const offset = `${quarters < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
        const converted = convertInstant(local + offset, dated('ymd'), kyiv)
        expect(converted.ok && new Date(converted.value ?? '').getTime()).toBe(moment.getTime())
      }),
    )
  })
})

describe('the other converters', () => {
  it('whole numbers: "1 200,00" is 1200, "1,5" and 2^53 are not', () => {
    expect(convertInteger('1 200,00', comma)).toEqual({ ok: true, value: 1200 })
    expect(convertInteger('1,5', comma)).toMatchObject({ code: 'not_whole' })
    expect(convertInteger('9007199254740992', point)).toMatchObject({ code: 'too_large' })
  })
  it('decimals keep every digit: 2,7418000001 and 5%', () => {
    expect(convertDecimal('2,7418000001', comma)).toEqual({ ok: true, value: '2.7418000001' })
    expect(convertDecimal('5%', point)).toEqual({ ok: true, value: '5' })
  })
  it('yes and no in both languages', () => {
    expect(['Так', 'yes', 'TRUE', '1'].map(convertBoolean)).toEqual(
      Array.from({ length: 4 }, () => ({ ok: true, value: true })),
    )
    expect(['ні', 'No', 'ХИБНІСТЬ', '0'].map(convertBoolean)).toEqual(
      Array.from({ length: 4 }, () => ({ ok: true, value: false })),
    )
    expect(convertBoolean('maybe')).toMatchObject({ code: 'not_a_boolean' })
  })
  it('texts keep their apostrophe and lose only the spaces around', () => {
    expect(convertText(' Лук\u02BCян \u00A0')).toEqual({ ok: true, value: 'Лук\u02BCян' })
    expect(convertText('  ')).toEqual({ ok: true, value: null })
  })
  it('a custom field follows its column: 1100.04, 1996, a day', () => {
    expect(convertAttribute('1100.04', point, kyiv)).toEqual({ ok: true, value: 1100.04 })
    expect(convertAttribute('1996', { ...point, type: 'integer' }, kyiv)).toEqual({ ok: true, value: 1996 })
    expect(convertAttribute('25.10.16', dated('dmy'), kyiv)).toEqual({ ok: true, value: '2016-10-25' })
    expect(convertAttribute('0.1234567890123456', point, kyiv)).toMatchObject({ code: 'too_large' })
  })
})
