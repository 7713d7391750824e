import { DuckDBConnection } from '@duckdb/node-api'
import pg from 'pg'

type Asks = Record<string, (this: unknown, asked: unknown, ...more: unknown[]) => unknown>

/** Listens to the text of every statement that this process sends to PostgreSQL and to DuckDB, parameters apart. */
export function listenToStatements(hear: (text: string) => void): () => void {
  const places: [Asks, string][] = [
    [pg.Client.prototype as unknown as Asks, 'query'],
    [DuckDBConnection.prototype as unknown as Asks, 'run'],
    [DuckDBConnection.prototype as unknown as Asks, 'runAndReadAll'],
  ]
  const undo = places.map(([prototype, name]) => {
    const original = prototype[name] as Asks[string]
    prototype[name] = function (asked, ...more) {
      hear(textOf(asked))
      return original.call(this, asked, ...more)
    }
    return () => void (prototype[name] = original)
  })
  return () => undo.forEach((back) => back())
}

/** A text, a configuration with one, or a stream of COPY, which keeps its own. */
const textOf = (asked: unknown): string => {
  const text = typeof asked === 'string' ? asked : (asked as { text?: unknown } | null)?.text
  return typeof text === 'string' ? text : ''
}
