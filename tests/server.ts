import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jobs, operations } from '../src/catalog.ts'
import { inject } from 'vitest'
import { readLedger } from '../src/platform/backup/ledger.ts'
import { createServer } from '../src/http/server.ts'
import { Threads } from '../src/platform/compute/threads.ts'
import type { Runtime } from '../src/platform/execute.ts'
import { findCheckoutDir } from '../src/platform/config.ts'
import { Workbooks } from '../src/platform/files/workbook/workbooks.ts'
import { watchHealth } from '../src/platform/health/health.ts'
import { Instruments } from '../src/platform/instruments.ts'
import type { Operation } from '../src/platform/operation.ts'
import { JobWorker } from '../src/platform/jobs/worker.ts'
import { createLog, type Log } from '../src/platform/log.ts'
import { Passwords } from '../src/platform/passwords.ts'
import { Database } from '../src/platform/postgres/database.ts'
import { createReplicas } from '../src/platform/replica/replicas.ts'
import { createSlowLog } from '../src/platform/slow-log.ts'
import { StoredFiles } from '../src/platform/stored-files.ts'
import { Client, password, setupToken } from './client.ts'
import { createTestDatabase } from './database.ts'

/** A whole server on a database of its own, without a port; jobs run when the test drains them. */
export async function startTestServer(
  options: { webDir?: string; metricsKey?: string; log?: Log; slowMs?: number } = {},
) {
  const testDatabase = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-server-'))
  const log = options.log ?? createLog('silent')
  const slow = createSlowLog(log, options.slowMs ?? Infinity)
  const database = new Database(testDatabase.appUrl, { slow })
  const replicas = createReplicas({ dataDir, database, log, slow, engine: 'duckdb' })
  const threads = new Threads(inject('threadPath'))
  const runtime: Runtime = {
    database,
    auditKey: Buffer.from(testDatabase.auditKey, 'hex'),
    log,
    now: () => new Date().toISOString(),
    newId: () => randomUUID(),
    files: new StoredFiles(dataDir, new Workbooks(inject('workbookPath'))),
    passwords: new Passwords(),
    replicaOf: (actor, db) => replicas.of(actor, db),
    compute: threads.compute,
    ledger: () => readLedger(dataDir),
  }
  const instruments = new Instruments()
  const worker = new JobWorker(runtime, jobs, dataDir, instruments.jobEnded)
  const migrationsFolder = join(findCheckoutDir(), 'db', 'migrations')
  const health = watchHealth({ database, dataDir, migrationsFolder, worker, replicas })
  instruments.watch({ database, replicas, health })
  const door = { runtime, health, instruments, metricsKey: options.metricsKey ?? null }
  const app = await createServer({ ...door, operations: operations.map(asDescribed), webDir: options.webDir ?? null })
  /** Another door to the same server, with operations of the test's own making. */
  const openDoor = (others: readonly Operation[]) => createServer({ ...door, operations: others, webDir: null })
  const close = async (): Promise<void> => {
    await worker.stop()
    await threads.close()
    await app.close()
    await replicas.close()
    await database.close()
    await testDatabase.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return {
    app,
    openDoor,
    runtime,
    worker,
    database,
    ownerUrl: testDatabase.ownerUrl,
    appUrl: testDatabase.appUrl,
    dataDir,
    close,
    setupToken: () => setupToken(database),
  }
}

/** The operation, but an answer that its own schema would not take is an unexpected error: what is documented is what comes. */
function asDescribed(operation: Operation): Operation {
  const run = async (context: never, input: unknown): Promise<unknown> => {
    const answer = await (operation.run as (context: never, input: unknown) => Promise<unknown>)(context, input)
    const { error } = operation.output.safeParse(answer)
    if (error) throw new Error(`${operation.name} answers what its schema does not take: ${error.message}`)
    return answer
  }
  return { ...operation, run } as Operation
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

/** Invites somebody and signs them in as that role, linked to a person or not. */
export async function joinAs(
  server: TestServer,
  administrator: { client: Client; base: string },
  role: string,
  personId: string | null = null,
): Promise<Client> {
  const email = `${role}-${randomUUID().slice(0, 8)}@example.com`
  const invited = await administrator.client.post<{ token: string }>(`${administrator.base}/invitations`, {
    email,
    role,
    person_id: personId,
  })
  const client = new Client(server.app)
  await client.post('/api/v1/invitations/accept', { token: invited.body.token, name: role, password })
  return client
}
