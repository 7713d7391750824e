import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOfNumber, unescaped } from './cell-text.ts'
import { cellXml, xmlText } from './sheet-cells.ts'

test('1 January 2024 is day 45292; 28 February 1900 and a day that never was stay texts', () => {
  expect(cellXml({ day: '2024-01-01' })).toBe('<c s="2"><v>45292</v></c>')
  expect(cellXml({ day: '1900-03-01' })).toBe('<c s="2"><v>61</v></c>')
  expect(cellXml({ day: '1900-02-28' })).toContain('>1900-02-28<')
  expect(cellXml({ day: '2026-02-30' })).toContain('>2026-02-30<')
})

test('money keeps its digits: 1234.50 shows two, 90000000000000.01 has 16 and goes as text', () => {
  expect(cellXml({ decimal: '1234.50' })).toBe('<c s="6"><v>1234.50</v></c>')
  expect(cellXml({ decimal: '-7' })).toBe('<c s="4"><v>-7</v></c>')
  expect(cellXml({ decimal: '90000000000000.01' })).toContain('t="inlineStr"')
  expect(cellXml({ decimal: '0.000' })).toBe('<c s="7"><v>0.000</v></c>')
  expect(cellXml(9_007_199_254_740_991)).toContain('t="inlineStr"')
})

test('a text is typed as a text; one that would run when edited carries the quote prefix; an apostrophe that looks like a guard is guarded', () => {
  expect(cellXml('=1+1')).toBe('<c s="3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>')
  expect(cellXml("'=1+1")).toContain(">''=1+1<")
  expect(cellXml("Мар'яна")).toContain(">Мар'яна<")
  expect(cellXml('a\r_x000D_<b>&"')).toContain('>a_x000D__x005F_x000D_&lt;b&gt;&amp;&quot;<')
})

test('a text of 32,768 characters is cut to 32,767 with an ellipsis, not inside a pair', () => {
  const long = cellXml(`${'a'.repeat(32_765)}😀b`)
  expect(/>(a+)…</.exec(long)?.[1]).toHaveLength(32_765)
})

test('whatever a text holds, reading gives it back', () => {
  const plain: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(...'_x0Dabї’😀 \t\n\r&<>"', '\u0000', '\u001F', '\uD800', '\uDC00', '\uFFFF'),
      }),
      (text) => unescaped(xmlText(text).replaceAll(/&\w+;/g, (entity) => plain[entity] ?? '')) === text,
    ),
  )
})

test('every day from March 1900 to the end of 9999 is read back', () => {
  const days = fc.date({ min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(days, (at) => {
      const day = at.toISOString().slice(0, 10)
      const serial = /<v>(\d+)<\/v>/.exec(cellXml({ day }))?.[1] ?? ''
      return textOfNumber(serial, 'day', 1900) === day
    }),
  )
})
