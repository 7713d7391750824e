import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeKeyOf, attributeKeyPattern } from './attribute-key.ts'

describe('attributeKeyOf', () => {
  it('"Річний дохід (млн)" is річний_дохід_млн; "Об’єкт" обєкт; "Café n°" cafe_n; 2016 field_2016; taken keys get a number', () => {
    expect(attributeKeyOf('Річний дохід (млн)')).toBe('річний_дохід_млн')
    expect(attributeKeyOf('Об’єкт')).toBe('обєкт')
    expect(attributeKeyOf('Café n°')).toBe('cafe_n')
    expect(attributeKeyOf('2016')).toBe('field_2016')
    expect(attributeKeyOf('OfficeLocation', new Set(['office_location']))).toBe('office_location_2')
  })
  it('makes a key that is allowed of any text, and leaves a key as it is', () => {
    const allowed = new RegExp(`^${attributeKeyPattern}$`)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (heading) => {
        const key = attributeKeyOf(heading)
        expect(key).toMatch(allowed)
        expect(attributeKeyOf(key)).toBe(key)
      }),
    )
  })
})
