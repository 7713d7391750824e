import { expect, test } from 'vitest'
import type { ImportRecord } from '../../../../src/domains/imports/schema.ts'
import { inOrder, isOld } from './import-rules.ts'

const record = (kind: ImportRecord['kind'], createdAt: string) =>
  ({ kind, created_at: createdAt }) as unknown as ImportRecord

test('deals dropped first still come after products, accounts and people', () => {
  const dropped = [
    record('deals', '2026-01-01T00:00:00Z'),
    record('people', '2026-01-02T00:00:00Z'),
    record('accounts', '2026-01-03T00:00:00Z'),
    record('products', '2026-01-04T00:00:00Z'),
  ]
  expect(inOrder(dropped).map(({ kind }) => kind)).toEqual(['products', 'accounts', 'people', 'deals'])
})

test('31 days back is not old, 32 days is', () => {
  expect(isOld('2026-10-23', '2026-11-23')).toBe(false)
  expect(isOld('2026-10-22', '2026-11-23')).toBe(true)
})
