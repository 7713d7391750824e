import { expect, test } from 'vitest'
import { createSlowLog, withoutValues } from './slow-log.ts'

test('literals become question marks; parameters, names and shape stay: select * from t2 where name = ? and n > ?', () => {
  expect(withoutValues(`select *\n  from t2 where name = 'O''Neil' and n > 12.50 and id = $1`)).toBe(
    'select * from t2 where name = ? and n > ? and id = $1',
  )
  expect(withoutValues('x'.repeat(700))).toHaveLength(600)
})

test('with a threshold of 500 ms, 499 is not told and 500 is', () => {
  const lines: unknown[] = []
  const slow = createSlowLog({ warn: (line: unknown) => void lines.push(line) }, 500)
  slow.told('postgres', 'deals.list', 'select 1', 499)
  slow.told('postgres', 'deals.list', 'select 1', 500.4)
  expect(lines).toEqual([{ engine: 'postgres', operation: 'deals.list', ms: 500, statement: 'select ?' }])
})
