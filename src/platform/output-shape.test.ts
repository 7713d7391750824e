import { expect, test } from 'vitest'
import { z } from 'zod'
import { withinShape } from './output-shape.ts'

const run = z.object({
  id: z.string(),
  result: z.object({ total: z.number() }).nullable(),
  report: z.record(z.string(), z.unknown()),
  rows: z.array(z.object({ a: z.number() })),
  either: z.union([z.string(), z.number()]).nullable(),
})

test('keys beyond the schema go, at every depth; records, unions and null stay as they are', () => {
  const answer = {
    id: 'x',
    workspace_id: 'secret',
    result: { total: 1, salt: 'secret' },
    report: { anything: { goes: true } },
    rows: [{ a: 1, b: 'secret' }],
    either: null,
  }
  expect(withinShape(run, answer)).toEqual({
    id: 'x',
    result: { total: 1 },
    report: { anything: { goes: true } },
    rows: [{ a: 1 }],
    either: null,
  })
  expect(withinShape(run, { ...answer, result: null })).toMatchObject({ result: null })
})

test('a schema that leaves other keys open keeps them', () => {
  expect(withinShape(z.looseObject({ a: z.number() }), { a: 1, b: 2 })).toEqual({ a: 1, b: 2 })
  expect(withinShape(z.unknown(), { a: 1 })).toEqual({ a: 1 })
})
