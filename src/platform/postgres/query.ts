import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import pg from 'pg'
import { tooLarge } from '../../base/errors.ts'

/**
 * SQL is written with kysely's `sql` tag: every value becomes a parameter, every identifier goes through
 * `sql.ref`, fragments compose. The same fragment compiles for PostgreSQL and for the replica ($1, $2 …).
 */
export { sql }
export type Sql<Row = unknown> = RawBuilder<Row>

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

export function compileSql(fragment: Sql): { text: string; values: unknown[] } {
  const compiled = fragment.compile(compiler)
  return { text: compiled.sql, values: [...compiled.parameters] }
}

type Types = { getTypeParser(oid: number, format?: 'text' | 'binary'): unknown }

const types: Types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (oid === pg.types.builtins.INT8) return parseInt8
    if (oid === pg.types.builtins.DATE) return (text: string) => text
    if (oid === pg.types.builtins.TIMESTAMPTZ) return parseInstant
    if (oid === pg.types.builtins.TIMESTAMP) return (text: string) => parseInstant(`${text}Z`)
    return pg.types.getTypeParser(oid, format)
  },
}

/** Sums of whole numbers come as numeric: analytical answers give them as numbers. */
export const analyticTypes: Types = {
  getTypeParser: (oid, format) => (oid === pg.types.builtins.NUMERIC ? Number : types.getTypeParser(oid, format)),
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw tooLarge()
  return value
}

/** `2026-11-23 07:10:57.123456+00` (sessions run in UTC) → `2026-11-23T07:10:57.123456Z`; infinities stay words. */
export function parseInstant(text: string): string {
  return text.endsWith('infinity') ? text : text.replace(' ', 'T').replace(/\+00$/, 'Z')
}

export type Connection = pg.PoolClient | pg.Client

/** One statement over the extended protocol, which refuses stacked statements even when there are no values. */
export const runSql = <Row>(connection: Connection, fragment: Sql<Row>, parsers = types): Promise<Row[]> =>
  runCompiled(connection, compileSql(fragment), parsers)

/** @param name the statement is kept planned under it, see KeptPlans */
export async function runCompiled<Row>(
  connection: Connection,
  { text, values }: ReturnType<typeof compileSql>,
  parsers = types,
  name?: string,
): Promise<Row[]> {
  // queryMode is part of pg 8.23 but not yet of its types.
  const config = { name, text, values, queryMode: 'extended', types: parsers } as unknown as pg.QueryConfig
  const result = await connection.query(config)
  return result.rows as Row[]
}
