import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import { jobs, operations } from '../catalog.ts'
import { uuidV7 } from '../base/ids.ts'
import { backupJobs } from '../platform/backup/backup-jobs.ts'
import { readLedger } from '../platform/backup/ledger.ts'
import { Threads } from '../platform/compute/threads.ts'
import { ConfigError, readConfig, type Config } from '../platform/config.ts'
import { DataDirInUseError, lockDataDir } from '../platform/data-dir-lock.ts'
import type { Runtime } from '../platform/execute.ts'
import { Workbooks } from '../platform/files/workbook/workbooks.ts'
import { watchHealth } from '../platform/health/health.ts'
import { sealChains } from '../platform/history/seal-chains.ts'
import { Scheduler } from '../platform/jobs/scheduler.ts'
import { JobWorker } from '../platform/jobs/worker.ts'
import { Instruments } from '../platform/instruments.ts'
import { createLog } from '../platform/log.ts'
import { Passwords } from '../platform/passwords.ts'
import { checkWalls, WallsDownError } from '../platform/postgres/check-walls.ts'
import { Database } from '../platform/postgres/database.ts'
import { appLogin, startEmbeddedPostgres } from '../platform/postgres/embedded.ts'
import { migrate } from '../platform/postgres/migrate.ts'
import { loginOf } from '../platform/postgres/owner-access.ts'
import { sql } from '../platform/postgres/query.ts'
import { assertServerVersion, ServerTooOldError } from '../platform/postgres/server-version.ts'
import { createReplicas } from '../platform/replica/replicas.ts'
import { hashToken, newToken } from '../platform/secret-tokens.ts'
import { loadSecrets } from '../platform/secrets.ts'
import { StoredFiles } from '../platform/stored-files.ts'
import { createSlowLog } from '../platform/slow-log.ts'
import { createServer } from './server.ts'

const setupTokenMinutes = 30
const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Ends everything begun so far, last begun first. */
const endings: (() => Promise<void>)[] = []
let isEnding = false

async function end(exitCode: number): Promise<void> {
  if (isEnding) return
  isEnding = true
  for (const step of endings.toReversed()) await step().catch((error: unknown) => console.error(error))
  process.exit(exitCode)
}

async function main(): Promise<void> {
  process.once('SIGINT', () => void end(0))
  process.once('SIGTERM', () => void end(0))
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const lock = await lockDataDir(config.dataDir)
  endings.push(() => lock.release())
  const secrets = await loadSecrets(config.dataDir)
  const addresses = await openDatabase(config, log)
  const migrationsFolder = join(config.checkoutDir, 'db', 'migrations')
  const migrated = await migrate(addresses.ownerUrl, addresses.login, {
    folder: migrationsFolder,
    log: (message) => log.info(message),
  })
  const slow = createSlowLog(log, config.slowMs)
  const database = new Database(addresses.appUrl, {
    slow,
    onIdleError: (error) => log.warn({ err: error }, 'a database connection broke'),
  })
  endings.push(() => database.close())
  for (const { wall, what } of await checkWalls(database, config.acceptedWalls))
    log.warn({ wall }, `a wall is down and accepted: ${what}`)
  const replicas = createReplicas({ dataDir: config.dataDir, database, log, slow, engine: config.analytics })
  endings.push(() => replicas.close())
  const threads = new Threads(join(config.checkoutDir, 'dist', 'worker.js'))
  endings.push(() => threads.close())
  const runtime: Runtime = {
    database,
    auditKey: Buffer.from(secrets.audit_key, 'hex'),
    log,
    now: () => new Date().toISOString(),
    newId: () => uuidV7(Date.now(), randomBytes(10)),
    files: new StoredFiles(config.dataDir, new Workbooks(join(config.checkoutDir, 'dist', 'workbook.js')), {
      uploadBytes: config.uploadLimitBytes,
    }),
    passwords: new Passwords(),
    replicaOf: (actor, db) => replicas.of(actor, db),
    compute: threads.compute,
    ledger: () => readLedger(config.dataDir),
  }
  // Chains from before there were seals: sealed once, at the start that brings the seals.
  if (migrated.some((name) => name.endsWith('_access.sql'))) await sealChains(runtime)
  const instruments = new Instruments()
  const keeping = backupJobs({
    ...config.backups,
    dataDir: config.dataDir,
    auditKey: secrets.audit_key,
    target: { ownerUrl: addresses.ownerUrl, appLogin: addresses.login, migrationsFolder },
  })
  const worker = new JobWorker(runtime, [...jobs, ...keeping], config.dataDir, instruments.jobEnded)
  worker.start()
  endings.push(() => worker.stop())
  const scheduler = new Scheduler(runtime)
  scheduler.start()
  endings.push(() => scheduler.stop())
  const webDir = join(config.checkoutDir, 'dist', 'web')
  const health = watchHealth({ database, dataDir: config.dataDir, migrationsFolder, worker, replicas })
  instruments.watch({ database, replicas, health })
  const server = await createServer({
    runtime,
    operations,
    webDir: existsSync(webDir) ? webDir : null,
    health,
    instruments,
    metricsKey: config.metricsKey,
  })
  const port = await freePort(config.host, config.port)
  if (port !== config.port)
    say(`Port ${config.port} is taken; using ${port}. · Порт ${config.port} зайнятий, беремо ${port}.`)
  await server.listen({ host: config.host, port })
  endings.push(() => server.close())
  const { port: listening } = server.server.address() as { port: number }
  const url = `http://${config.host}:${listening}`
  await lock.announce(url)
  await writeFile(join(config.dataDir, 'server.json'), JSON.stringify({ url, pid: process.pid }))
  await greet(runtime, url)
}

type Addresses = { ownerUrl: string; appUrl: string; login: string }

async function openDatabase(config: Config, log: ReturnType<typeof createLog>): Promise<Addresses> {
  if (config.database) {
    const { appUrl, ownerUrl } = config.database
    await assertServerVersion(ownerUrl)
    return { appUrl, ownerUrl, login: loginOf(appUrl) }
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, checkoutDir: config.checkoutDir, log })
  endings.push(() => embedded.stop())
  return { appUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl, login: appLogin }
}

/** The asked port, or the next free one of the hundred after it. */
async function freePort(host: string, wanted: number): Promise<number> {
  if (wanted === 0) return 0
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port++) if (await isFree(host, port)) return port
  return wanted
}

const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createProbe()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

/** The address, and while nobody has set Kurs up, a link that works once. */
async function greet(runtime: Runtime, url: string): Promise<void> {
  const token = newToken()
  const needsSetup = await runtime.database.transaction(
    'kurs_identity',
    null,
    async (db) => {
      if ((await db.query(sql`select 1 from identity.account_user limit 1`)).length > 0) return false
      await db.query(sql`delete from identity.setup_token`)
      await db.query(sql`
        insert into identity.setup_token (token_hash, expires_at)
        values (${hashToken(token)}, cast(${runtime.now()} as timestamptz) + make_interval(mins => ${sql.lit(setupTokenMinutes)}))`)
      return true
    },
    { access: 'write' },
  )
  say(`\nKurs is ready · Курс готовий\n  ${url}`)
  if (needsSetup) {
    say(`\nCreate the first administrator (the link works once, for ${setupTokenMinutes} minutes)`)
    say(
      `Створіть першого адміністратора (посилання діє один раз, ${setupTokenMinutes} хвилин)\n  ${url}/setup#token=${token}`,
    )
  }
  say('\nCtrl-C stops it · Ctrl-C зупиняє\n')
}

main().catch(async (error: unknown) => {
  const isExpected = [ConfigError, DataDirInUseError, WallsDownError, ServerTooOldError].some(
    (kind) => error instanceof kind,
  )
  console.error(isExpected ? (error as Error).message : error)
  await end(1)
})
