import { expect, test } from 'vitest'
import { parseDay } from './parse-day.ts'

test('23.11.2026, 23/11/26, 23 Nov 2026 and 2026-11-23 are one day', () => {
  const typed = ['23.11.2026', '23/11/26', '2026-11-23', ' 23-11-2026 ', '23 Nov 2026', '23 november 2026']
  expect(typed.map(parseDay)).toEqual(typed.map(() => '2026-11-23'))
})

test('31.02.2026, 13.13.2026 and words are none', () => {
  expect(['31.02.2026', '13.13.2026', '1 Foo 2026', 'tomorrow', ''].map(parseDay)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})
