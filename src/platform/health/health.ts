import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readLedger, staleness } from '../backup/ledger.ts'
import type { Database } from '../postgres/database.ts'
import { readMigrations, type Migration } from '../postgres/migrate.ts'
import { sql } from '../postgres/query.ts'
import { freeBytes, lowestFreeBytes } from '../disk-space.ts'

/** Without these nothing can be answered; without the others some things cannot. */
const needed = ['database', 'migrations', 'files'] as const
const partNames = [...needed, 'replica', 'worker', 'disk', 'backups'] as const
export type PartName = (typeof partNames)[number]

/** Why a part is down, in one word; the guide says what each means. */
export type Fault =
  | 'unreachable'
  | 'slow'
  | 'pending'
  | 'newer'
  | 'changed'
  | 'not_writable'
  | 'broken'
  | 'stopped'
  | 'stuck'
  | 'low'
  | 'old'
  | 'trial_old'
export type Part = { state: 'up' } | { state: 'down'; reason: Fault }
/** `ready`: all is up. `degraded`: answers, but some part is down. `unavailable`: cannot do its work. */
export type Health = { status: 'ready' | 'degraded' | 'unavailable'; parts: Record<PartName, Part> }

export type HealthSources = {
  database: Database
  dataDir: string
  migrationsFolder: string
  worker: { fault: () => 'stopped' | 'stuck' | null }
  replicas: { isBroken: () => boolean }
}

const patienceMs = 2500
const keepMs = 1000

const up: Part = { state: 'up' }
const down = (reason: Fault): Part => ({ state: 'down', reason })
const downIf = (fault: Fault | null): Part => (fault === null ? up : down(fault))

/**
 * Looks at every part, at most once a second however often it is asked: anybody who reaches the server may ask.
 * Answers within 3 s also while the database does not.
 */
export function watchHealth(sources: HealthSources): () => Promise<Health> {
  const known = readMigrations(sources.migrationsFolder)
  let last: { at: number; answer: Promise<Health> } | null = null
  return () => {
    if (last === null || performance.now() - last.at >= keepMs)
      last = { at: performance.now(), answer: look(sources, known) }
    return last.answer
  }
}

async function look(sources: HealthSources, known: Promise<Migration[]>): Promise<Health> {
  const [{ database, migrations }, files, disk, backups] = await Promise.all([
    lookAtDatabase(sources.database, known),
    lookAtFiles(sources.dataDir),
    lookAtDisk(sources.dataDir),
    lookAtBackups(sources.dataDir),
  ])
  const replica = sources.replicas.isBroken() ? down('broken') : up
  const parts = { database, migrations, files, replica, worker: downIf(sources.worker.fault()), disk, backups }
  return { status: statusOf(parts), parts }
}

/** One word for all parts. */
export function statusOf(parts: Record<PartName, Part>): Health['status'] {
  if (needed.some((name) => parts[name].state === 'down')) return 'unavailable'
  return partNames.some((name) => parts[name].state === 'down') ? 'degraded' : 'ready'
}

type Applied = Pick<Migration, 'number' | 'checksum'>

async function lookAtDatabase(
  database: Database,
  known: Promise<Migration[]>,
): Promise<{ database: Part; migrations: Part }> {
  const asked = database
    .transaction(
      'kurs_app',
      null,
      (db) => db.query(sql<Applied>`select number, checksum from public.kurs_migration order by number`),
      { statementTimeoutMs: patienceMs },
    )
    .catch(() => null)
  const applied = await within(patienceMs, asked)
  if (applied === 'late') return { database: down('slow'), migrations: down('unreachable') }
  if (applied === null) return { database: down('unreachable'), migrations: down('unreachable') }
  return { database: up, migrations: downIf(compareMigrations(applied, await known)) }
}

/** What sets the database's migrations apart from those of this Kurs; null when they are the same. */
export function compareMigrations(
  applied: readonly Applied[],
  known: readonly Applied[],
): 'newer' | 'pending' | 'changed' | null {
  if (applied.length > known.length) return 'newer'
  if (applied.some((row, i) => row.checksum !== known[i]?.checksum)) return 'changed'
  return applied.length < known.length ? 'pending' : null
}

/** Tries what an upload does: a file made, written and removed. */
async function lookAtFiles(dataDir: string): Promise<Part> {
  const folder = join(dataDir, 'files')
  const trial = join(folder, '.trial')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(trial, 'trial', { mode: 0o600 })
    await rm(trial, { force: true })
    return up
  } catch {
    return down('not_writable')
  }
}

async function lookAtDisk(dataDir: string): Promise<Part> {
  const free = await freeBytes(dataDir).catch(() => null)
  return free === null || free < lowestFreeBytes ? down('low') : up
}

/** Backups that were made and tried, and are no longer, have stopped; those of a new server come by the clock. */
async function lookAtBackups(dataDir: string): Promise<Part> {
  const fault = staleness(await readLedger(dataDir), new Date().toISOString())
  return downIf(fault === 'old' || fault === 'trial_old' ? fault : null)
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), limitMs)))
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
