import pg from 'pg'
import { isTimeZone } from '../../base/calendar.ts'
import { compareMigrations } from '../health/health.ts'
import { findBrokenWalls } from '../postgres/check-walls.ts'
import { Database } from '../postgres/database.ts'
import { readMigrations } from '../postgres/migrate.ts'
import type { OwnerAccess } from '../postgres/owner-access.ts'
import { sql } from '../postgres/query.ts'
import { versionProblem } from '../postgres/server-version.ts'
import { bad, good, warning, type Finding } from './finding.ts'

const widestClockGapS = 5
const fewestConnections = 20

export type DatabaseToExamine = OwnerAccess & { migrationsFolder: string; acceptedWalls: readonly string[] }

/** Everything that can be asked of the database, by its owner and by the application. */
export async function examineDatabase(place: DatabaseToExamine): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: place.ownerUrl, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    const version = await examineVersion(client)
    const settings = await examineSettings(client)
    const migrations = await examineMigrations(client, place.migrationsFolder)
    const clock = await examineClock(client)
    const encoding = await examineEncoding(client)
    const before = [version, settings, migrations, clock, encoding]
    // Tables of an older or newer schema are not asked.
    if (migrations.state !== 'good') return before
    return [...before, ...(await examineAsApplication(place))]
  } finally {
    await client.end()
  }
}

async function examineAsApplication({ appUrl, acceptedWalls }: DatabaseToExamine): Promise<Finding[]> {
  const database = new Database(appUrl, { poolSize: 1 })
  try {
    return [await examineWalls(database, acceptedWalls), await examineZones(database), await examineJobs(database)]
  } finally {
    await database.close()
  }
}

async function only<Row>(client: pg.Client, text: string): Promise<Row> {
  const { rows } = await client.query(text)
  return rows[0] as Row
}

async function examineVersion(client: pg.Client): Promise<Finding> {
  const row = await only<{ n: number; text: string }>(
    client,
    `select current_setting('server_version_num')::int as n, current_setting('server_version') as text`,
  )
  return versionProblem(row.n) === null ? good('postgres', row.text) : bad('postgres', 'old', row.text)
}

type Settings = { fsync: string; full_page_writes: string; synchronous_commit: string; max_connections: number }

async function examineSettings(client: pg.Client): Promise<Finding> {
  return judgeSettings(
    await only<Settings>(
      client,
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
        current_setting('synchronous_commit') as synchronous_commit, current_setting('max_connections')::int as max_connections`,
    ),
  )
}

/** What loses acknowledged writes in a power cut is bad; too few connections for the pool of 16 is a warning. */
export function judgeSettings({ max_connections: connections, ...safety }: Settings): Finding {
  const off = Object.entries(safety).filter(([, value]) => value === 'off')
  if (off.length > 0) return bad('settings', 'unsafe', off.map(([name]) => `${name} = off`).join(', '))
  const found = `max_connections = ${connections}`
  return connections < fewestConnections ? warning('settings', 'few_connections', found) : good('settings', found)
}

async function examineMigrations(client: pg.Client, folder: string): Promise<Finding> {
  const known = await readMigrations(folder)
  const { table } = await only<{ table: string | null }>(client, `select to_regclass('public.kurs_migration') as table`)
  if (table === null) return warning('migrations', 'pending', `0 / ${known.length}`)
  const { rows } = await client.query<{ number: number; checksum: string }>(
    'select number, checksum from public.kurs_migration order by number',
  )
  const fault = compareMigrations(rows, known)
  const found = `${rows.length} / ${known.length}`
  if (fault === null) return good('migrations', found)
  return fault === 'pending' ? warning('migrations', fault, found) : bad('migrations', fault, found)
}

/** The database's clock dates changes and leases, this machine's dates sessions and jobs. */
async function examineClock(client: pg.Client): Promise<Finding> {
  const beganMs = Date.now()
  const { ms } = await only<{ ms: number }>(client, 'select extract(epoch from clock_timestamp())::float8 * 1000 as ms')
  // Half of the way there and back.
  const gapS = (ms - (beganMs + Date.now()) / 2) / 1000
  const found = `${gapS.toFixed(1)} s`
  return Math.abs(gapS) > widestClockGapS ? bad('clock', 'apart', found) : good('clock', found)
}

async function examineEncoding(client: pg.Client): Promise<Finding> {
  const { encoding, has_uk: hasUkrainian } = await only<{ encoding: string; has_uk: boolean }>(
    client,
    `select current_setting('server_encoding') as encoding,
      exists (select from pg_collation where collprovider = 'i' and collname like 'uk%') as has_uk`,
  )
  if (encoding !== 'UTF8') return bad('encoding', 'not_utf8', encoding)
  return hasUkrainian ? good('encoding', encoding) : warning('encoding', 'no_icu', encoding)
}

/** Zones of workspaces that this Node or this PostgreSQL does not know: their days would be cut wrongly. */
async function examineZones(database: Database): Promise<Finding> {
  const zones = await database.transaction('kurs_identity', null, async (db) => {
    const workspaces = await db.query(sql<{ id: string }>`select id from identity.workspace order by id`)
    const found: { zone: string; is_known: boolean }[] = []
    // A transaction sees one workspace at a time, the owner's too.
    for (const { id } of workspaces) found.push(...(await db.as('kurs_app', id, (own) => own.query(selectZone))))
    return found
  })
  const unknown = zones.filter(({ zone, is_known: isKnown }) => !isKnown || !isTimeZone(zone))
  const named = [...new Set((unknown.length > 0 ? unknown : zones).map(({ zone }) => zone))].join(', ')
  return unknown.length > 0 ? bad('zones', 'unknown', named) : good('zones', named === '' ? '—' : named)
}

const selectZone = sql<{ zone: string; is_known: boolean }>`
  select time_zone as zone, exists (select from pg_timezone_names where name = time_zone) as is_known
  from kurs.workspace where workspace_id = kurs.current_workspace()`

const selectJobs = sql<{ dead: number; left: number; waiting: number }>`
  select count(*) filter (where status = 'failed' and finished_at > now() - interval '7 days') as dead,
    count(*) filter (where status = 'running' and leased_until < now() - interval '2 minutes') as left,
    count(*) filter (where status = 'queued' and run_at < now() - interval '10 minutes') as waiting from jobs.job`

/** Jobs given up in the last week, and jobs that nobody takes. */
async function examineJobs(database: Database): Promise<Finding> {
  const row = await database.transaction('kurs_jobs', null, (db) => db.first(selectJobs))
  const { dead = 0, left = 0, waiting = 0 } = row ?? {}
  if (left + waiting > 0) return bad('jobs', 'not_done', String(left + waiting))
  return dead > 0 ? warning('jobs', 'dead', String(dead)) : good('jobs', '0')
}

async function examineWalls(database: Database, accepted: readonly string[]): Promise<Finding> {
  const down = await findBrokenWalls(database)
  const found = down.map(({ wall, what, mend }) => `${wall}: ${what}. ${mend}`).join(' ')
  if (down.length === 0) return good('walls', 'narrow_login, row_security, set_config')
  const areAccepted = down.every(({ wall, isAcceptable }) => isAcceptable && accepted.includes(wall))
  return areAccepted ? warning('walls', 'accepted', found) : bad('walls', 'down', found)
}
