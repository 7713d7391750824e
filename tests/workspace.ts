import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Actor } from '../src/platform/access.ts'
import { inWrite, type Call, type Runtime } from '../src/platform/execute.ts'
import { Workbooks } from '../src/platform/files/workbook/workbooks.ts'
import { createLog } from '../src/platform/log.ts'
import type { WriteContext } from '../src/platform/operation.ts'
import { Passwords } from '../src/platform/passwords.ts'
import { Database } from '../src/platform/postgres/database.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { StoredFiles } from '../src/platform/stored-files.ts'
import { createTestDatabase } from './database.ts'

/** A workspace without doors: a database, an administrator acting in it, and a clock that the test sets. */
export async function createTestWorkspace() {
  const testDatabase = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-files-'))
  const database = new Database(testDatabase.appUrl)
  const clock = { now: '2026-01-01T00:00:00.000Z' }
  const runtime: Runtime = {
    database,
    auditKey: Buffer.from(testDatabase.auditKey, 'hex'),
    log: createLog('silent'),
    now: () => clock.now,
    newId: () => randomUUID(),
    files: new StoredFiles(dataDir, new Workbooks(inject('workbookPath'))),
    passwords: new Passwords(),
    replicaOf: () => ({ ask: () => Promise.reject(new Error('this test has no replica')) }) as never,
    compute: () => Promise.reject(new Error('this test has no threads')),
    ledger: () => Promise.resolve({ made: null, tried: null }),
  }
  const actor = administratorOf(randomUUID())
  const write = <T>(work: (context: WriteContext) => Promise<T>, call: Call = { source: 'test' }): Promise<T> =>
    inWrite(runtime, actor, 'test', call, work)
  await database.transaction(
    'kurs_app',
    actor.workspaceId,
    (db) => db.query(sql`insert into kurs.chain_head (workspace_id) values (${actor.workspaceId})`),
    { access: 'write' },
  )
  const close = async (): Promise<void> => {
    await database.close()
    await testDatabase.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { runtime, actor, clock, write, close, ownerUrl: testDatabase.ownerUrl }
}

const administratorOf = (workspaceId: string): Actor => ({
  kind: 'user',
  userId: randomUUID(),
  apiKeyId: null,
  name: 'Олена',
  workspaceId,
  slug: 'test',
  role: 'administrator',
  scopes: ['read', 'write', 'admin'],
  personId: null,
  reach: { kind: 'all' },
  settings: { name: 'Test', currency: 'UAH', timeZone: 'Europe/Kyiv', fiscalYearStartMonth: 1, weekStart: 1 },
})
