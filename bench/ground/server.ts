import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { jobs, operations } from '../../src/catalog.ts'
import type { Actor } from '../../src/platform/access.ts'
import { findCheckoutDir } from '../../src/platform/config.ts'
import type { Runtime } from '../../src/platform/execute.ts'
import { Workbooks } from '../../src/platform/files/workbook/workbooks.ts'
import { watchHealth } from '../../src/platform/health/health.ts'
import { Instruments } from '../../src/platform/instruments.ts'
import { JobWorker } from '../../src/platform/jobs/worker.ts'
import { createLog } from '../../src/platform/log.ts'
import { Passwords } from '../../src/platform/passwords.ts'
import { Database } from '../../src/platform/postgres/database.ts'
import { clusterHome } from '../../src/platform/postgres/embedded-cluster.ts'
import { appLogin, startEmbeddedPostgres } from '../../src/platform/postgres/embedded.ts'
import { migrate } from '../../src/platform/postgres/migrate.ts'
import { createReplicas } from '../../src/platform/replica/replicas.ts'
import { StoredFiles } from '../../src/platform/stored-files.ts'
import { createServer } from '../../src/http/server.ts'

const quiet = { info: (): void => undefined, warn: console.warn, error: console.error }

/**
 * A whole Kurs on a database of its own, as safe on disk as a real one (fsync on): its server without a port, its job worker, the
 * owner's connection for peers.
 * @param keptIn folder for the data, which then stays; without one it is thrown away at the end
 */
export async function startBenchServer(keptIn?: string) {
  const checkoutDir = findCheckoutDir()
  const dataDir = keptIn ?? (await mkdtemp(join(tmpdir(), 'kurs-bench-')))
  const postgres = await startEmbeddedPostgres({ dataDir, checkoutDir, log: quiet })
  await migrate(postgres.ownerUrl, appLogin, { folder: join(checkoutDir, 'db', 'migrations') })
  const database = new Database(postgres.appUrl)
  const log = createLog('warn')
  const replicas = createReplicas({ dataDir, database, log, engine: 'duckdb' })
  const runtime: Runtime = {
    database,
    auditKey: Buffer.alloc(32, 7),
    log,
    now: () => new Date().toISOString(),
    newId: () => randomUUID(),
    files: new StoredFiles(dataDir, new Workbooks(join(checkoutDir, 'dist', 'workbook.js'))),
    passwords: new Passwords(),
    replicaOf: (actor: Actor, db) => replicas.of(actor, db),
    compute: () => Promise.reject(new Error('nothing here is computed on a thread')),
    ledger: () => Promise.resolve({ made: null, tried: null }),
  }
  const instruments = new Instruments()
  const worker = new JobWorker(runtime, jobs, dataDir, instruments.jobEnded)
  const migrationsFolder = join(checkoutDir, 'db', 'migrations')
  const health = watchHealth({ database, dataDir, migrationsFolder, worker, replicas })
  instruments.watch({ database, replicas, health })
  const app = await createServer({ runtime, operations, webDir: null, health, instruments, metricsKey: null })
  const owner = new pg.Client({ connectionString: postgres.ownerUrl })
  await owner.connect()
  const close = async (): Promise<void> => {
    await owner.end()
    await worker.stop()
    await app.close()
    await replicas.close()
    await database.close()
    await postgres.stop()
    if (keptIn !== undefined) return
    await rm(await clusterHome(dataDir), { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
  return { app, runtime, worker, owner, ownerUrl: postgres.ownerUrl, dataDir, close }
}
