import { describe, expect, it } from 'vitest'
import { readColumn, type ColumnReading } from './column-types.ts'

const read = (...texts: string[]): ColumnReading => readColumn(texts.map((text, i) => ({ text, count: 1, row: i + 2 })))
const codes = ({ evidence }: ColumnReading): string[] => evidence.map(({ code }) => code)

describe('readColumn: dates', () => {
  it('20-10-16 can be three dates; 25-10-16 in row 3 cannot be month-day-year, and the last number varies less', () => {
    const column = read('20-10-16', '25-10-16', '01-03-17')
    expect(column.format).toEqual({ type: 'date', date_order: 'dmy', decimal_mark: null })
    expect(column.evidence[0]).toEqual({
      code: 'date_order_proven',
      params: { value: '20-10-16', row: 2, order: 'dmy', refuted_order: 'mdy' },
    })
    expect(column.evidence[1]).toEqual({
      code: 'year_side',
      params: { side: 'last', distinct_first_count: 3, distinct_last_count: 2 },
    })
    expect([column.isAmbiguous, column.yearDigits]).toEqual([false, 2])
  })

  it('10/25/2016 is month-day-year', () => expect(read('01/02/2017', '10/25/2016').format.date_order).toBe('mdy'))
  it('16-10-20, 16-10-25, 17-01-03 have the year first', () => {
    expect(read('16-10-20', '16-10-25', '17-01-03').format.date_order).toBe('ymd')
  })
  it('01.02.2017 and 03.04.2017 are open: day first, and it is said', () => {
    const column = read('01.02.2017', '03.04.2017')
    expect([column.format.date_order, column.isAmbiguous, codes(column)]).toEqual([
      'dmy',
      true,
      ['date_order_ambiguous'],
    ])
    expect(column.evidence[0]?.params.orders).toEqual(['dmy', 'mdy'])
  })
  it('2016-10-25 needs no order; an offset makes it a moment', () => {
    expect(codes(read('2016-10-25'))).toEqual(['date_unmistakable'])
    const moments = read('2011-10-01T00:38:44.546+02:00', '2011-10-02T00:38:44+02:00')
    expect([moments.format.type, moments.hasUtcOffset]).toEqual(['datetime', true])
  })
  it('25 жовтня 2016 р. and Oct 25, 2016 are dates', () => {
    expect(read('25 жовтня 2016 р.', '1 лютого 2017').format.type).toBe('date')
    expect(read('Oct 25, 2016', 'March 1, 2017').format.type).toBe('date')
  })
  it('20161025 is a date only when every value is a day of our time', () => {
    expect(read('20161025', '20170301').format.type).toBe('date')
    expect(read('20161025', '20171301').format.type).toBe('integer')
  })
  it('31.06.2016 among nineteen good dates is a stray in row 21; among two it makes text', () => {
    const good = Array.from({ length: 19 }, (_, i) => `${i + 1}.05.2016`)
    const column = read(...good, '31.06.2016')
    expect(column.format.type).toBe('date')
    expect(column.evidence.at(-1)).toEqual({
      code: 'some_values_differ',
      params: { value_count: 1, row: 21, value: '31.06.2016' },
    })
    expect(read('13.05.2016', '31.06.2016').format.type).toBe('text')
  })
})

describe('readColumn: numbers', () => {
  it('1 234,50 proves the comma; 1,234.50 the point; a sign names the currency', () => {
    expect(read('1 234,50', '7').format).toEqual({ type: 'decimal', date_order: null, decimal_mark: ',' })
    const dollars = read('$1,234.50', '$7')
    expect([dollars.format.decimal_mark, dollars.currencies[0]]).toEqual(['.', 'USD'])
  })
  it('NBSP, thin space and apostrophe group thousands', () => {
    for (const space of ['\u00A0', '\u202F', '\u2009', "'", '\u2019']) {
      expect(read(`1${space}234,5`, `12${space}345${space}678,5`).format).toMatchObject({
        type: 'decimal',
        decimal_mark: ',',
      })
    }
  })
  it('1,234 alone is open: said so; with 1,234,567 it is a whole number', () => {
    const column = read('1,234', '5,678')
    expect([column.isAmbiguous, codes(column)]).toEqual([true, ['decimal_mark_ambiguous']])
    expect(read('1,234', '1,234,567')).toMatchObject({
      isAmbiguous: false,
      format: { type: 'integer', decimal_mark: '.' },
    })
  })
  it('0,125 can only have a decimal comma', () => expect(read('0,125', '1,234').format.decimal_mark).toBe(','))
  it('codes with leading zeros, phones and card numbers are text', () => {
    expect(read('007', '123').format.type).toBe('text')
    expect(read('+380501234567', '+380671234567').format.type).toBe('text')
    expect(read('4149499991234567').format.type).toBe('text')
  })
  it('N/A and - among numbers are empty cells', () => {
    const column = read('N/A', '5', '-')
    expect([column.format.type, codes(column)]).toEqual(['integer', ['empty_markers_seen']])
  })
  it('versions and addresses are text', () => expect(read('1.2.3', '10.0.0.1').format.type).toBe('text'))
})

describe('readColumn: the rest', () => {
  it('так and ні are yes and no', () => expect(read('так', 'ні', 'Так').format.type).toBe('boolean'))
  it('Q4 2016 is text; nothing is empty', () => {
    expect(read('Q4 2016', 'Q1 2017').format.type).toBe('text')
    expect(read().format.type).toBe('empty')
  })
})
