import { createReadStream } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate } from '../postgres/migrate.ts'
import { BackupError, type Manifest } from './manifest.ts'
import type { OpenBackup } from './open-backup.ts'
import { seeEverything, selectHeads } from './tables.ts'
import type { OnStep } from './write-backup.ts'

export type RestoreTarget = {
  /** Address of the owner of an empty database. */
  ownerUrl: string
  appLogin: string
  migrationsFolder: string
}

/** What went in beside what was saved. */
export type Restored = {
  tables: { table: string; saved_count: number; restored_count: number }[]
  heads: Manifest['heads']
}

/**
 * Puts a backup's rows into an empty database: the schema as it was then, the rows in one transaction, the newest
 * schema after. Work that was under way is told as cancelled. Compares counts and the ends of the audit chains.
 * @returns the counts as the database has them, and the ends
 * @throws BackupError when somebody uses the database already, or what went in is not what came out
 */
export async function restoreRows(backup: OpenBackup, target: RestoreTarget, onStep: OnStep): Promise<Restored> {
  const { manifest } = backup
  const { ownerUrl, appLogin, migrationsFolder: folder } = target
  await migrate(ownerUrl, appLogin, { folder, upTo: manifest.migrations.length })
  const client = new pg.Client({ connectionString: ownerUrl })
  const restored: Restored = { tables: [], heads: [] }
  await client.connect()
  try {
    await client.query('begin')
    await client.query(seeEverything)
    await refuseUsed(client, manifest.migrations)
    for (const [i, table] of manifest.tables.entries()) {
      onStep(table.table, i, manifest.tables.length)
      const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')
      const into = client.query(copyFrom(`copy ${table.table} (${columns}) from stdin`))
      await pipeline(createReadStream(join(backup.folder, table.path)), createGunzip(), into)
      if (into.rowCount !== table.rows)
        throw new BackupError(`${table.table}: ${into.rowCount} rows went in, ${table.rows} were saved.`)
      restored.tables.push({ table: table.table, saved_count: table.rows, restored_count: into.rowCount })
    }
    for (const statement of afterwards) await client.query(statement)
    await client.query('select setval($1, $2)', ['kurs.change_set_id', manifest.change_set_id])
    restored.heads = await selectHeads(client)
    if (JSON.stringify(restored.heads) !== JSON.stringify(manifest.heads))
      throw new BackupError('The ends of the audit chains are not those that were saved.')
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
  await migrate(ownerUrl, appLogin, { folder })
  return restored
}

/** What was running when the backup was made runs nowhere now. */
const afterwards = [
  `update jobs.job set status = 'cancelled', finished_at = now(), lease = null where status in ('queued', 'running')`,
  `update kurs.import set status = case status when 'previewing' then 'draft' when 'applying' then 'ready' else 'applied' end
   where status in ('previewing', 'applying', 'undoing')`,
  `update kurs.forecast_run set status = 'failed', finished_at = now() where status = 'queued'`,
]

async function refuseUsed(client: pg.Client, saved: OpenBackup['manifest']['migrations']): Promise<void> {
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from identity.account_user')
  if ((rows[0]?.count ?? 0) > 0)
    throw new BackupError(
      'The database is in use: it has people in it. Restore into a new data folder or an empty database.',
    )
  const applied = await client.query<{ number: number; checksum: string }>(
    'select number, checksum from public.kurs_migration order by number',
  )
  const differs = saved.find((migration, i) => applied.rows[i]?.checksum !== migration.checksum)
  if (differs || applied.rows.length !== saved.length)
    throw new BackupError(
      `The database's schema is not the backup's (${differs?.name ?? 'it is newer'}). Restore into a new data folder or an empty database.`,
    )
}

/** Uploaded files to where the server looks for them. */
export const restoreFiles = (backup: OpenBackup, dataDir: string): Promise<void> =>
  cp(join(backup.folder, 'files'), join(dataDir, 'files'), { recursive: true, errorOnExist: true, force: false })
