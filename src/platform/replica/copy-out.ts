import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import type { Db } from '../postgres/database.ts'
import { compileSql, type Sql } from '../postgres/query.ts'
import type { Column } from './columns.ts'

/** Writes a query's rows to a file, as PostgreSQL's CSV. The query holds literals only: COPY takes no parameters. */
export async function copyOut(db: Db, query: Sql, file: string): Promise<void> {
  const { text, values } = compileSql(query)
  if (values.length > 0) throw new Error('COPY takes no parameters')
  await pipeline(db.client.query(copyTo(`copy (${text}) to stdout (format csv)`)), createWriteStream(file))
}

/**
 * Reads such a file in DuckDB, every type given. Not in parallel: values hold line ends, at which the parallel
 * reader may cut. The longest line that the schemas allow is some 2 MB.
 */
export function readBack(file: string, columns: readonly Column[]): string {
  const types = columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ')
  return `read_csv('${file.replaceAll("'", "''")}', auto_detect = false, header = false, delim = ',', quote = '"', escape = '"',
    new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, max_line_size = 4000000, columns = {${types}})`
}
