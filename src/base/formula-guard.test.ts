import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardText, unguardText } from './formula-guard.ts'

describe('texts that a spreadsheet would run', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n1',
    ' \u00A0=1',
    '\uFEFF=1',
    '\u0001@x',
    '\uFF1D1',
    "'=1",
    '\u200B-1',
  ])('%j gets an apostrophe and loses it again', (text) => {
    expect(guardText(text)).toBe(`'${text}`)
    expect(unguardText(guardText(text))).toBe(text)
  })
  it.each(['Дах', "Мар'яна", "'quoted'", '5-7', 'a=b', ''])('%j stays', (text) => {
    expect(guardText(text)).toBe(text)
    expect(unguardText(text)).toBe(text)
  })
  it('any text comes back as it was', { timeout: 30_000 }, () => {
    const risky = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\n', ' ', '\uFEFF', 'а', '1') })
    fc.assert(
      fc.property(fc.oneof(risky, fc.string({ unit: 'binary' })), (text) => unguardText(guardText(text)) === text),
    )
  })
})
