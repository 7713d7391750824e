import type { Database } from '../src/platform/postgres/database.ts'
import { sql } from '../src/platform/postgres/query.ts'

const tables = [
  'person',
  'team',
  'membership',
  'target',
  'product',
  'account',
  'contact',
  'pipeline',
  'stage',
  'deal',
  'activity',
  'currency_rate',
]

/** Everything business-like in the workspace, as text, without lock versions and clocks of Kurs itself. */
export const businessExport = (database: Database, workspaceId: string): Promise<string> =>
  database.transaction(
    'kurs_app',
    workspaceId,
    async (db) => {
      const parts: string[] = []
      for (const table of tables) {
        const rows = await db.query<{ row: string }>(sql`
          select (to_jsonb(t) - 'version' - 'changed_at')::text as row from ${sql.table(`kurs.${table}`)} t
          where workspace_id = ${workspaceId} order by id`)
        parts.push(table, ...rows.map(({ row }) => row))
      }
      return parts.join('\n')
    },
    { statementTimeoutMs: 120_000 },
  )
