import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { granularities, isTimeZone } from '../../src/base/calendar.ts'
import { AppError } from '../../src/base/errors.ts'
import * as schemas from '../../src/base/schemas.ts'
import { dealShape } from '../../src/domains/deals/index.ts'
import { dimensionColumn, filterColumns } from '../../src/domains/metrics/dimensions.ts'
import { catalogue } from '../../src/domains/metrics/catalogue.ts'
import { comparison, dimension, period, plainDimensions } from '../../src/domains/metrics/schema.ts'
import { findCheckoutDir } from '../../src/platform/config.ts'
import { Database } from '../../src/platform/postgres/database.ts'
import { compileSql, sql, type Sql } from '../../src/platform/postgres/query.ts'
import { filterOperators, filterPredicate, filterSchema } from '../../src/platform/records/filter.ts'
import { listInput, pageStatement } from '../../src/platform/records/list.ts'
import { currentRelation, sourceOf } from '../../src/platform/records/source.ts'
import { createTestDatabase } from '../database.ts'
import { canary, hostileText, hostileValue } from './hostile.ts'
import { knownPlaces } from './known-places.ts'
import { statementPlaces, statementPlacesIn } from './statement-places.ts'

test('every place where text, not a parameter, reaches a statement is known, with what closes it', async () => {
  const places = await statementPlacesIn(join(findCheckoutDir(), 'src'))
  const found = [...new Set(places.map(({ file, call }) => `${file} ${call}`))].sort()
  expect(found).toEqual(Object.values(knownPlaces).flat().sort())
})

test('control: text put into a statement is found, literals and parameters are not', () => {
  const source = `
    db.query(sql\`select \${value} from t order by \${sql.ref(input.sort)} limit \${sql.lit(5)}\`)
    sql.raw(zone)
    client.query(\`select '\${zone}'\`); client.query('select 1'); await this.#pool.query("a" + zone)`
  expect(statementPlaces('x.ts', source).map(({ call }) => call)).toEqual([
    'sql.ref(input.sort)',
    'sql.raw(zone)',
    "client.query(`select '${zone}'`)",
    'this.#pool.query("a" + zone)',
  ])
})

const actor = { workspaceId: '00000000-0000-4000-8000-000000000000', reach: { kind: 'all' } } as never
const source = sourceOf(dealShape, currentRelation('00000000-0000-4000-8000-000000000000'), actor)

/** The statement's text, or null when the question was refused as invalid input; anything else thrown is a fault. */
function textOf(build: () => Sql): string | null {
  try {
    return compileSql(build()).text
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return null
    throw error
  }
}

const someOf = (known: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: hostileText })

test('lists: whatever is asked to sort, filter and search by, the text of the statement holds none of it', () => {
  const fields = Object.keys(source.columns)
  const condition = fc.record(
    { field: someOf(fields), op: fc.constantFrom(...filterOperators), value: hostileValue },
    { requiredKeys: ['field', 'op'] },
  )
  const asked = fc.record(
    { sort: someOf(fields), cursor: hostileText, search: hostileText, filter: fc.array(condition, { maxLength: 3 }) },
    { requiredKeys: [] },
  )
  let taken = 0
  fc.assert(
    fc.property(asked, (given) => {
      const { data } = listInput.safeParse(given)
      const text = data ? textOf(() => pageStatement(source, data)) : null
      if (text !== null) taken++
      expect(text ?? '').not.toContain(canary)
      if (text !== null && given.sort !== undefined) expect(fields).toContain(given.sort)
    }),
    { numRuns: 2000, seed: 1 },
  )
  expect(taken).toBeGreaterThan(100)
})

test('metrics: dimensions and filters come from closed lists, and a key of an account’s attributes is a parameter', () => {
  fc.assert(
    fc.property(
      someOf([...plainDimensions, 'account.region', 'account.b_2']),
      fc.constantFrom(...catalogue),
      (by, metric) => {
        const parsed = dimension.safeParse(by)
        if (!parsed.success || parsed.data === 'time') return
        const text = textOf(() => dimensionColumn(metric, parsed.data as never).column)
        expect(text ?? '').not.toContain(canary)
        expect(text ?? '').not.toContain('region')
      },
    ),
    { numRuns: 1000, seed: 1 },
  )
  fc.assert(
    fc.property(someOf(['owner', 'status', 'account.region']), hostileValue, (field, value) => {
      const { data } = filterSchema.safeParse([{ field, op: 'eq', value }])
      const text = data ? textOf(() => filterPredicate(data, filterColumns(data))) : null
      expect(text ?? '').not.toContain(canary)
    }),
    { numRuns: 1000, seed: 1 },
  )
})

test('units of time, comparisons, zones and currencies are taken from closed lists alone', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(comparison.safeParse(text).success).toBe(false)
      expect(period.safeParse({ granularity: text, count: 1 }).success).toBe(false)
      expect(schemas.currency.safeParse(text).success && !/^[A-Z]{3}$/.test(text)).toBe(false)
      if (schemas.timeZone.safeParse(text).success) expect(text).toMatch(/^[A-Za-z0-9/_+:-]{1,64}$/)
    }),
    { numRuns: 3000, seed: 1 },
  )
  for (const granularity of granularities) expect(period.safeParse({ granularity }).success).toBe(true)
  expect([isTimeZone('Europe/Kyiv'), isTimeZone("UTC'; select 1"), isTimeZone('')]).toEqual([true, false, false])
})

test('the workspace of a transaction is a UUID in lower case, or nothing is sent', async () => {
  const own = await createTestDatabase()
  const database = new Database(own.appUrl)
  const begin = (workspaceId: string): Promise<unknown> =>
    database.transaction('kurs_app', workspaceId, (db) => db.query(sql`select 1`))
  const zeros = '00000000-0000-4000-8000-000000000000'
  expect(await begin(zeros)).toHaveLength(1)
  for (const id of [`x' or '1'='1`, 'AAAAAAAA-AAAA-4AAA-8AAA-AAAAAAAAAAAA', `${zeros}'; select '1`, ` ${zeros}`])
    await expect(begin(id)).rejects.toThrow('must be a UUID')
  await database.close()
  await own.drop()
})
