import { expect, test } from 'vitest'
import { lastPeriodEnds } from './as-of-control.tsx'

test('on 23.11.2026 the last ends are 31.10.2026, 30.09.2026 and 31.12.2025', () => {
  expect(lastPeriodEnds('2026-11-23').map((end) => end.day)).toEqual(['2026-10-31', '2026-09-30', '2025-12-31'])
})

test('on 05.03.2024 the month before ended on the leap day', () => {
  expect(lastPeriodEnds('2024-03-05').map((end) => end.day)).toEqual(['2024-02-29', '2023-12-31', '2023-12-31'])
})
