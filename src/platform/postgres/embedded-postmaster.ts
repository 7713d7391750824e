import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { commandOf, isRunning } from '../running-process.ts'
import { runAs, startAs } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'
import type { Cluster } from './embedded-cluster.ts'

/** `throwaway` gives up safety at a crash for speed: for databases of tests alone. */
export type Durability = 'durable' | 'throwaway'

/** A running database server: a child of this process, or one that an earlier Kurs left behind. */
export type Postmaster = {
  readonly pid: number
  readonly port: number
  readonly isAdopted: boolean
  /** Settles when a child ends; never for an adopted one, whose number must be looked at. */
  readonly exited: Promise<void>
}

type PidFile = { pid: number; port: number; status: string }

/** Thrown when the chosen port was taken between looking and listening. */
export class PortTakenError extends Error {}

/** Settings given on the command line of each start, so that they follow the version of Kurs, not of the data. */
function settings(cluster: Cluster, port: number, durability: Durability): string[] {
  const sharedBuffersMb = Math.min(1024, Math.max(32, Math.floor(totalmem() / 2 ** 20 / 8)))
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: cluster.socketDir,
    unix_socket_permissions: '0700',
    cluster_name: 'kurs',
    max_connections: 60,
    shared_buffers: `${sharedBuffersMb}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    effective_cache_size: `${sharedBuffersMb * 8}MB`,
    random_page_cost: 1.1,
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %q%u@%d ',
    ...(durability === 'throwaway' ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * Starts the server and waits until it answers; recovery after a crash may take minutes and is said in the log.
 * @throws PortTakenError; an Error with the end of the server's log for everything else
 */
export async function startPostmaster(
  cluster: Cluster,
  binaries: Binaries,
  options: { port: number; durability: Durability; log: (message: string) => void },
): Promise<Postmaster> {
  await forgetForeignPidFile(cluster)
  await keepLogShort(cluster.logPath)
  const logFile = await open(cluster.logPath, 'a', 0o600)
  const logStart = (await logFile.stat()).size
  const args = ['-D', cluster.dataPath, ...settings(cluster, options.port, options.durability)]
  const child = startAs(cluster.account, binaries.postgres, args, ['ignore', logFile.fd, logFile.fd])
  const end: { reason: string | null } = { reason: null }
  const exited = new Promise<void>((done) => {
    child.once('error', (error) => done(void (end.reason = error.message)))
    child.once('exit', (code, signal) => done(void (end.reason = `exit ${code ?? signal}`)))
  })
  await logFile.close()
  for (let waitedMs = 0; end.reason === null; waitedMs += 20) {
    const pidFile = await readPidFile(cluster)
    if (pidFile?.pid === child.pid && pidFile?.status === 'ready') {
      return { pid: pidFile.pid, port: options.port, isAdopted: false, exited }
    }
    if (waitedMs > 0 && waitedMs % 10_000 === 0) options.log('the database is still recovering')
    await Promise.race([exited, delay(20)])
  }
  const printed = (await readFile(cluster.logPath)).subarray(logStart).toString().trim().slice(-4000)
  if (/Address already in use/.test(printed)) throw new PortTakenError(`port ${options.port} is taken`)
  throw new Error(`The database did not start (${end.reason}). The end of ${cluster.logPath}:\n${printed}`)
}

/** PostgreSQL's own note of who runs on a data folder; null when there is none, or half of one. */
async function readPidFile(cluster: Cluster): Promise<PidFile | null> {
  try {
    const lines = (await readFile(join(cluster.dataPath, 'postmaster.pid'), 'utf8')).split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() } : null
  } catch {
    return null
  }
}

/** The server that runs on this data folder, whoever started it. */
export async function findRunning(cluster: Cluster): Promise<PidFile | null> {
  const pidFile = await readPidFile(cluster)
  if (!pidFile || !isRunning(pidFile.pid)) return null
  return (await commandOf(pidFile.pid)).includes(cluster.dataPath) ? pidFile : null
}

/** After a reboot the number in an old pid file may be another program's, and PostgreSQL would refuse to start. */
async function forgetForeignPidFile(cluster: Cluster): Promise<void> {
  const pidFile = await readPidFile(cluster)
  if (!pidFile || !isRunning(pidFile.pid) || (await findRunning(cluster))) return
  await rm(join(cluster.dataPath, 'postmaster.pid'), { force: true })
}

/**
 * Takes over a server that outlived the Kurs that started it. One that is shutting down is waited for, and one of
 * another version is stopped; both give null, and a new one can start.
 */
export async function adoptPostmaster(
  cluster: Cluster,
  binaries: Binaries,
  password: string,
): Promise<Postmaster | null> {
  for (let found = await findRunning(cluster); found; found = await findRunning(cluster)) {
    if (found.status === 'ready') {
      const version = await askVersion(found.port, password)
      if (version && binaries.version.startsWith(version)) {
        return { pid: found.pid, port: found.port, isAdopted: true, exited: new Promise(() => undefined) }
      }
      if (version) await stopPostmaster(cluster, binaries)
    }
    await delay(50)
  }
  return null
}

async function askVersion(port: number, password: string): Promise<string | null> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version.split(' ')[0] ?? null
  } catch (error) {
    if ((error as pg.DatabaseError).code === '28P01') throw error
    return null
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Whether the server takes new connections, found by the smallest question of the protocol: SSLRequest, answered
 * by one byte before any password.
 */
export const answers = (port: number, timeoutMs = 5000): Promise<boolean> =>
  new Promise((done) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const finish = (isAnswered: boolean): void => {
      socket.destroy()
      done(isAnswered)
    }
    socket.setTimeout(timeoutMs, () => finish(false))
    socket.once('error', () => finish(false))
    socket.once('close', () => finish(false))
    socket.once('data', () => finish(true))
    socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]))
  })

/** Ends all sessions and closes the database cleanly; does nothing when none runs. */
export async function stopPostmaster(
  cluster: Cluster,
  binaries: Binaries,
  mode: 'fast' | 'immediate' = 'fast',
): Promise<void> {
  if (!(await findRunning(cluster))) return
  try {
    await runAs(cluster.account, binaries.pgCtl, ['stop', '-D', cluster.dataPath, '-m', mode, '-w', '-t', '120', '-s'])
  } catch (error) {
    if (await findRunning(cluster)) throw error
  }
}

async function keepLogShort(path: string): Promise<void> {
  const size = await stat(path).then(
    (s) => s.size,
    () => 0,
  )
  if (size > 20 * 2 ** 20) await rename(path, `${path}.1`)
}
