import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  DuckDBUUIDValue,
  VARCHAR,
  type DuckDBResultReader,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import { dayFromNumber } from '../../base/calendar.ts'
import { tooLarge } from '../../base/errors.ts'

export type Bound = { values: DuckDBValue[]; types: DuckDBType[] }

/** Parameters as DuckDB takes them: text, booleans, whole numbers, other numbers, null. */
export function bindValues(given: readonly unknown[]): Bound {
  const bound = given.map(bindValue)
  return { values: bound.map(([value]) => value), types: bound.map(([, type]) => type) }
}

function bindValue(value: unknown): [DuckDBValue, DuckDBType] {
  if (value === null || value === undefined) return [null, VARCHAR]
  if (typeof value === 'string') return [value, VARCHAR]
  if (typeof value === 'boolean') return [value, BOOLEAN]
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [BigInt(value), BIGINT] : [value, DOUBLE]
  throw new Error(`a parameter of an analytical question must be a scalar, not ${typeof value}`)
}

/** Rows as PostgreSQL's driver would give them: numbers, 'YYYY-MM-DD' days, ISO instants in UTC, parsed JSON. */
export function rowsOf<Row>(reader: DuckDBResultReader): Row[] {
  const names = reader.columnNames()
  const isJson = reader.columnTypes().map((type) => type.alias === 'JSON')
  return reader.getRows().map((row) => {
    const entries = names.map((name, i) => {
      const value = plainValue(row[i] ?? null)
      return [name, isJson[i] && typeof value === 'string' ? (JSON.parse(value) as unknown) : value] as const
    })
    return Object.fromEntries(entries) as Row
  })
}

function plainValue(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') return safeNumber(value)
  if (value instanceof DuckDBDateValue) return dayFromNumber(value.days)
  if (value instanceof DuckDBTimestampValue) return instantOf(value.micros)
  if (value instanceof DuckDBUUIDValue) return value.toString()
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  throw new Error(`a column of this type is not for answers: ${String(value)}`)
}

function safeNumber(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw tooLarge()
  return number
}

/** Microseconds since 1970 → the shortest ISO form, as PostgreSQL writes it. */
function instantOf(micros: bigint): string {
  const seconds = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n)
  const fraction = String(micros - seconds * 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return fraction === '' ? `${whole}Z` : `${whole}.${fraction}Z`
}
