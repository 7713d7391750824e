import { rmSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '../../base/errors.ts'
import type { Actor } from '../access.ts'
import type { Log } from '../log.ts'
import type { SlowLog } from '../slow-log.ts'
import type { Database, Db } from '../postgres/database.ts'
import { analyticTypes, runSql, sql, type Sql } from '../postgres/query.ts'
import { selectHead } from './catch-up.ts'
import { relationOf, type Knowledge } from './relations.ts'
import type { AnalyticsEngine, Replica, Tables } from './replica.ts'
import { WorkspaceReplica } from './workspace-replica.ts'

export type ReplicasSettings = {
  dataDir: string
  database: Database
  log: Log
  slow?: SlowLog
  engine: AnalyticsEngine
}

/** Files held open at once; each may keep its share of the memory. */
const openLimit = 4

/** The replicas of all workspaces, to be handed to operations as `runtime.replicaOf`. */
export type Replicas = {
  of: (actor: Actor, db: Db) => Replica
  /** Whether the last attempt to bring some workspace's file up to date failed by the file's or the disk's fault. */
  isBroken: () => boolean
  /** Change sets that the open file furthest behind has not read yet: one figure, none while no file is open. */
  lagSeq: () => Promise<number[]>
  close: () => Promise<void>
}

/**
 * One file per workspace under `<dataDir>/replica`, opened when first asked. The process that makes this must be
 * the only one using the data folder: a second one cannot open the files.
 */
export function createReplicas(settings: ReplicasSettings): Replicas {
  const folder = resolve(settings.dataDir, 'replica')
  const exchangeDir = join(folder, 'exchange')
  // Left by a process that was killed while it copied.
  rmSync(exchangeDir, { recursive: true, force: true })
  const memoryLimitMb = Math.max(512, Math.floor(totalmem() / (openLimit + 1) / 2 ** 20))
  const replicas = new Map<string, WorkspaceReplica>()
  const fileOf = (workspaceId: string): WorkspaceReplica => {
    const { database, log, slow } = settings
    const path = join(folder, `${workspaceId}.duckdb`)
    const replica =
      replicas.get(workspaceId) ??
      new WorkspaceReplica({ path, exchangeDir, memoryLimitMb, workspaceId, database, log, slow })
    // Last asked, last in the map: those asked longest ago are closed; asked again, they reopen.
    replicas.delete(workspaceId)
    replicas.set(workspaceId, replica)
    for (const idle of [...replicas.values()].filter(({ isOpen }) => isOpen).slice(0, -openLimit)) {
      idle.close().catch((error: unknown) => log.warn({ err: error }, 'a replica could not be closed'))
    }
    return replica
  }
  return {
    of: (actor, db) =>
      settings.engine === 'postgres' ? inPostgres(actor, db) : inFile(actor, db, fileOf(actor.workspaceId)),
    lagSeq: async () => {
      const lags = await Promise.all([...replicas.values()].map((replica) => replica.lagSeq()))
      const known = lags.filter((lag) => lag !== null)
      return known.length === 0 ? [] : [Math.max(...known)]
    },
    isBroken: () => [...replicas.values()].some((replica) => replica.isBroken),
    close: async () => {
      await Promise.all([...replicas.values()].map((replica) => replica.close()))
      replicas.clear()
    },
  }
}

function inFile(actor: Actor, db: Db, file: WorkspaceReplica): Replica {
  return {
    get isBuilt() {
      return file.isBuilt
    },
    ask: (build, knownAsOf) =>
      knownAsOf === undefined ? file.ask(actor, db, build) : askPostgres(actor, db, build, knownAsOf),
    rebuild: async (onBuilt) => {
      await file.rebuild(actor, onBuilt)
      return file.status(actor, db)
    },
    status: () => file.status(actor, db),
  }
}

function inPostgres(actor: Actor, db: Db): Replica {
  const status: Replica['status'] = async () => {
    const head = await db.first(selectHead(actor.workspaceId, actor.settings.currency))
    const seq = head?.seq ?? 0
    return { engine: 'postgres', seq, head_seq: seq, size_bytes: null, built_at: null }
  }
  return {
    isBuilt: false,
    ask: (build, knownAsOf) => askPostgres(actor, db, build, knownAsOf),
    rebuild: status,
    status,
  }
}

async function askPostgres<Row>(
  actor: Actor,
  db: Db,
  build: (tables: Tables) => Sql<Row>,
  knownAsOf: string | undefined,
): Promise<{ rows: Row[]; seq: number }> {
  const { workspaceId, settings } = actor
  const head = await db.first(selectHead(workspaceId, settings.currency))
  const seq = knownAsOf === undefined ? (head?.seq ?? 0) : await seqAt(db, workspaceId, knownAsOf)
  const currency = head?.currency ?? settings.currency
  const knowledge: Knowledge = { workspaceId, currency, seq: knownAsOf === undefined ? 'now' : seq }
  const rows = await inHashes(db, () =>
    runSql(
      db.client,
      build((name) => sql`(${relationOf(name, knowledge)})`),
      analyticTypes,
    ),
  )
  return { rows, seq }
}

/**
 * The relations' instants are calculated columns, of which PostgreSQL has no statistics: it expects one row and
 * joins histories in loops (38 s instead of 8 for a year of stage conversion over 200,000 deals).
 */
async function inHashes<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await db.query(sql`set local enable_nestloop = off`)
  const result = await work()
  await db.query(sql`set local enable_nestloop = on`)
  return result
}

/** The last change set that had been recorded by an instant; 0 when there was none yet. */
async function seqAt(db: Db, workspaceId: string, knownAsOf: string): Promise<number> {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(knownAsOf))
    throw new AppError('invalid_input', 'instant', { value: knownAsOf })
  const row = await db.first<{ seq: number }>(sql`
    select coalesce(max(seq), 0) as seq from kurs.change_set
    where workspace_id = ${workspaceId} and recorded_at <= cast(${knownAsOf} as timestamptz)`)
  return row?.seq ?? 0
}
