import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { depthsOf, peopleBelow, readBlock, readValue, sumOfTargets, type Target } from './target-cells.ts'

describe('what is typed into a cell of targets', () => {
  test.each([
    ['1 200 000', ',', 'UAH', 120_000_000],
    ['1 200 000,50', ',', 'UAH', 120_000_050],
    ['1,200,000.5', '.', 'UAH', 120_000_050],
    ['1,200,000.5', ',', 'UAH', 120_000_050],
    ['₴1,200', '.', 'UAH', 120_000],
    ['1200 грн', ',', 'UAH', 120_000],
    ['1500', '.', 'JPY', 1500],
    ['12', ',', null, 12],
    ['0', ',', 'UAH', 0],
    ['', ',', 'UAH', null],
    ['   ', ',', null, null],
    ['$1200', '.', 'UAH', undefined],
    ['-5', ',', 'UAH', undefined],
    ['40%', ',', 'UAH', undefined],
    ['1,5', ',', null, undefined],
    ['1,005', ',', 'JPY', undefined],
    ['0,001', ',', 'UAH', undefined],
    ['багато', ',', 'UAH', undefined],
    ['99999999999999999', ',', 'UAH', undefined],
  ] as const)('“%s” with %s, in %s, is %s', (text, mark, currency, value) => {
    expect(readValue(text, mark, currency)).toBe(value)
  })

  test('whatever the text, it is a whole number ≥ 0, nothing, or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('.', ','), (text, mark) => {
        const value = readValue(text, mark, 'UAH')
        expect(value == null || (Number.isSafeInteger(value) && value >= 0)).toBe(true)
      }),
    )
  })

  test('a block of a spreadsheet comes with tabs, line ends of any kind and a last empty line', () => {
    expect(readBlock('1\t2\r\n3\t\r\n')).toEqual([
      ['1', '2'],
      ['3', ''],
    ])
    expect(readBlock('7')).toEqual([['7']])
  })
})

const rows = [
  { kind: 'company', id: null, parent_id: null },
  { kind: 'team', id: 'a', parent_id: null },
  { kind: 'person', id: 'p1', parent_id: 'a' },
  { kind: 'team', id: 'b', parent_id: 'a' },
  { kind: 'person', id: 'p2', parent_id: 'b' },
  { kind: 'team', id: 'c', parent_id: null },
  { kind: 'person', id: 'p3', parent_id: null },
] as const

describe('rows of targets', () => {
  test('lie under one another: company 0, teams 1 and 2, people below theirs', () => {
    expect(depthsOf(rows)).toEqual([0, 1, 2, 2, 3, 1, 1])
  })
  test('a team has the people of all teams below it; the company everybody', () => {
    expect(peopleBelow(rows)).toEqual([[2, 4, 6], [2, 4], [], [4], [], [], []])
  })
  test('100 ₴ and 50 ₴ come to 150 ₴; 100 ₴ and 50 $ to nothing that can be said', () => {
    const target = (value: number, currency: string) => ({ value, currency }) as Target
    expect(sumOfTargets([target(100, 'UAH'), undefined, target(50, 'UAH')])).toEqual({ value: 150, currency: 'UAH' })
    expect(sumOfTargets([target(100, 'UAH'), target(50, 'USD')])).toBeNull()
    expect(sumOfTargets([undefined])).toBeNull()
  })
})
