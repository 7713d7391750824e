import { mkdir } from 'node:fs/promises'
import pg from 'pg'
import { loadSecrets, type Secrets } from '../secrets.ts'
import { findAccount, isRoot } from './embedded-account.ts'
import { type Binaries, findBinaries } from './embedded-binaries.ts'
import {
  belongsTo,
  choosePort,
  type Cluster,
  hasCluster,
  initialise,
  locateCluster,
  prepareFolders,
  refuseOtherMajor,
  setAside,
} from './embedded-cluster.ts'
import {
  adoptPostmaster,
  type Durability,
  PortTakenError,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
} from './embedded-postmaster.ts'
import { supervise } from './embedded-supervisor.ts'

export const appLogin = 'kurs_app_login'

export type EmbeddedPostgres = {
  /** Address of the role that owns the schema and migrates it. */
  readonly ownerUrl: string
  /** Address of the application's login, which owns nothing. */
  readonly appUrl: string
  /** True when this start made the database. */
  readonly isFresh: boolean
  /** True when the server was running already, left behind by a Kurs that was killed. */
  readonly isAdopted: boolean
  /** Calls `listener` each time the database ends unasked; it is being restarted then. */
  onExit(listener: (reason: string) => void): void
  /** Closes the database cleanly. The second call waits for the first. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  checkoutDir: string
  log: { info(message: string): void; warn(message: string): void; error(message: string): void }
  durability?: Durability
}

/**
 * Starts the PostgreSQL that comes with Kurs on a data folder, making the database the first time, and keeps it
 * running until `stop`. Two processes must not do this on one folder at once: see `lockDataDir`.
 * Cost: about 3 s the first time, under half a second after.
 * @throws with the way out when there are no binaries for this system, when the folder is another version's or its
 * secrets are not the database's, and with the end of the server's log when it does not start
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, durability = 'durable' } = options
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const account = await findAccount()
  const binaries = await findBinaries(options.checkoutDir, dataDir)
  const secrets = await loadSecrets(dataDir)
  const cluster = await locateCluster(dataDir, account)
  await refuseForeignSecrets(cluster, binaries, secrets, log)
  await prepareFolders(cluster)
  if (!(await hasCluster(cluster))) {
    log.info('making the database')
    await initialise(cluster, binaries, dataDir, secrets)
  }
  await refuseOtherMajor(cluster, binaries)
  const start = (port: number): Promise<Postmaster> =>
    startPostmaster(cluster, binaries, { port, durability, log: (message) => log.info(message) })
  const adopted = await adoptPostmaster(cluster, binaries, secrets.owner_password)
  if (adopted) log.info(`the database was still running (process ${adopted.pid}) and is used on`)
  const postmaster = adopted ?? (await startOnFreePort(cluster, secrets, start))
  const { port } = postmaster
  const isFresh = await ensureDatabase(port, secrets)
  // The addresses are in use, so a restart keeps the port.
  const revive = async (): Promise<Postmaster> =>
    (await adoptPostmaster(cluster, binaries, secrets.owner_password)) ?? (await start(port))
  const supervisor = supervise(postmaster, revive, () => stopPostmaster(cluster, binaries, 'immediate'), log)
  let stopped: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    await supervisor.end()
    await stopPostmaster(cluster, binaries)
  }
  return {
    ownerUrl: addressOf('postgres', secrets.owner_password, port),
    appUrl: addressOf(appLogin, secrets.app_password, port),
    isFresh,
    isAdopted: adopted !== null,
    onExit: (listener) => supervisor.onExit(listener),
    stop: () => (stopped ??= stop()),
  }
}

export const addressOf = (user: string, password: string, port: number, database = 'kurs'): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`

/**
 * Root's database lies outside its data folder and survives it. When the folder is new, the old database is kept
 * aside and a new one made; inside one folder a mismatch means that the secrets were replaced by hand.
 */
async function refuseForeignSecrets(
  cluster: Cluster,
  binaries: Binaries,
  secrets: Secrets,
  log: EmbeddedOptions['log'],
): Promise<void> {
  if (!(await hasCluster(cluster)) || (await belongsTo(cluster, secrets))) return
  if (!isRoot()) {
    throw new Error(
      `The database in ${cluster.home} was made with other secrets than the secrets.json beside it. ` +
        'Put the old secrets.json back from a backup, or set KURS_DATA_DIR to a new folder.',
    )
  }
  await stopPostmaster(cluster, binaries)
  const aside = await setAside(cluster, new Date())
  log.warn(`the data folder is new, so the database that an earlier one had here was set aside in ${aside}`)
}

async function startOnFreePort(
  cluster: Cluster,
  secrets: Secrets,
  start: (port: number) => Promise<Postmaster>,
): Promise<Postmaster> {
  for (;;) {
    try {
      return await start(await choosePort(cluster, secrets))
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error
    }
  }
}

/** Makes what initdb does not: the application's login and the database. A start cut short here is made good by the next. */
async function ensureDatabase(port: number, secrets: Secrets): Promise<boolean> {
  const client = new pg.Client({ connectionString: addressOf('postgres', secrets.owner_password, port, 'postgres') })
  await client.connect()
  try {
    const { rows } = await client.query<{ has_login: boolean; has_database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as has_login,
              exists (select from pg_database where datname = 'kurs') as has_database`,
      [appLogin],
    )
    if (!rows[0]?.has_login) {
      const password = client.escapeLiteral(secrets.app_password)
      await client.query(
        `create role ${appLogin} login nosuperuser noinherit nobypassrls nocreatedb nocreaterole password ${password}`,
      )
    }
    if (!rows[0]?.has_database) await client.query('create database kurs')
    return !rows[0]?.has_database
  } finally {
    await client.end()
  }
}
