import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

export type Migration = { number: number; name: string; text: string; checksum: string }

const lockKey = 4_600_001

/** The forward-only migrations of a folder, in order. A gap or a number used twice is an error. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      const checksum = createHash('sha256').update(text).digest('hex')
      return { number: Number(name.slice(0, 4)), name, text, checksum }
    }),
  )
  migrations.forEach((migration, i) => {
    if (migration.number !== i + 1) throw new Error(`db/migrations: ${migration.name} should have number ${i + 1}`)
  })
  return migrations
}

/**
 * Brings a database to the newest schema, one transaction per migration, and lets the application's login take
 * the application's roles. Two servers starting at once: one migrates, the other waits.
 * @param ownerUrl address of the role that owns the schema
 * @param options.upTo number of the last migration to apply; default: all
 * @param appLogin login name of the application's address
 * @returns names of the migrations applied now
 */
export async function migrate(
  ownerUrl: string,
  appLogin: string,
  options: { folder: string; log?: (message: string) => void; upTo?: number },
): Promise<string[]> {
  const migrations = await readMigrations(options.folder)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(`create table if not exists public.kurs_migration
      (number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`)
    const applied = await client.query<{ number: number; name: string; checksum: string }>(
      'select number, name, checksum from public.kurs_migration order by number',
    )
    refuseForeignHistory(applied.rows, migrations)
    const pending = migrations.slice(applied.rows.length, options.upTo)
    for (const migration of pending) {
      options.log?.(`migrating ${migration.name}`)
      await applyMigration(client, migration)
    }
    await grantRoles(client, appLogin)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

function refuseForeignHistory(applied: { number: number; name: string; checksum: string }[], known: Migration[]): void {
  for (const row of applied) {
    const migration = known[row.number - 1]
    if (!migration) throw new Error(`the database is newer than this Kurs (${row.name}); start the newer version`)
    if (migration.checksum !== row.checksum) {
      throw new Error(`migration ${row.name} differs from the one this database was built with`)
    }
  }
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.text)
    await client.query('insert into public.kurs_migration (number, name, checksum) values ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function grantRoles(client: pg.Client, appLogin: string): Promise<void> {
  const login = pg.escapeIdentifier(appLogin)
  const version = await client.query<{ v: number }>(`select current_setting('server_version_num')::int as v`)
  const inherit = (version.rows[0]?.v ?? 0) >= 160_000 ? ' with inherit false, set true' : ''
  // Readiness compares what the database has seen with what this Kurs knows.
  await client.query('grant usage on schema public to kurs_app')
  await client.query('grant select on public.kurs_migration to kurs_app')
  await client.query(`grant kurs_app, kurs_identity, kurs_jobs to ${login}${inherit}`)
}
