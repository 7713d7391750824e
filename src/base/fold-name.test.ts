import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldName } from './fold-name.ts'

describe('foldName', () => {
  it('takes "GTXPro", "GTX Pro", "gtx-pro" and "GTX\\u00A0Pro" for one name', () => {
    expect(new Set(['GTXPro', 'GTX Pro', 'gtx-pro', 'GTX\u00A0Pro', ' GTX_Pro '].map(foldName))).toEqual(
      new Set(['gtxpro']),
    )
  })

  it("takes the three apostrophes of Дем'янюк for one", () => {
    const names = ["Дем'янюк", 'Дем\u2019янюк', 'Дем\u02BCянюк', 'ДЕМ`ЯНЮК']
    expect(new Set(names.map(foldName))).toEqual(new Set(['демянюк']))
  })

  it('keeps і ї є ґ and й apart from и, і, е, г', () => {
    expect(foldName('Ґіїєй')).toBe('ґіїєй')
    expect(foldName('и\u0306')).toBe('й')
    expect(foldName('Гиієи')).not.toBe(foldName('Ґіїєй'))
  })

  it('keeps what tells names apart: C, C++, C#, AT&T', () => {
    expect(['C', 'C++', 'C#', 'AT&T', 'ATT'].map(foldName)).toEqual(['c', 'c++', 'c#', 'at&t', 'att'])
  })

  it('gives an empty text for punctuation alone', () => expect(foldName(' — … ')).toBe(''))

  it('folding twice changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => foldName(foldName(name)) === foldName(name)))
  })
})
