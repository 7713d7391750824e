import { createHash } from 'node:crypto'
import { access, chmod, copyFile, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { secretsPath, type Secrets } from '../secrets.ts'
import { type Account, giveTo, isRoot, runAs } from './embedded-account.ts'
import { type Binaries, sharedFolder } from './embedded-binaries.ts'

/** Where a database lies, and what Kurs remembers about it between starts. */
export type Cluster = {
  readonly home: string
  readonly dataPath: string
  readonly logPath: string
  readonly socketDir: string
  readonly account: Account
}

const noteSchema = z.object({ port: z.number().int(), password_digest: z.string() })
type Note = z.infer<typeof noteSchema>

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Folder of the database that belongs to a data folder: inside it, or for root under /var/lib/kurs, named by the
 * data folder's path, since the user it runs as cannot reach root's home.
 */
export async function clusterHome(dataDir: string): Promise<string> {
  if (!isRoot()) return join(dataDir, 'postgres')
  return join(sharedFolder, digestOf(await realpath(dataDir)).slice(0, 16))
}

/** Finds the database of a data folder, without making it. */
export async function locateCluster(dataDir: string, account: Account): Promise<Cluster> {
  const home = await clusterHome(dataDir)
  const inside = join(home, 'socket')
  // A socket's path may not be longer than 107 characters, and its name takes 20 of them.
  const socketDir = inside.length <= 85 ? inside : join('/tmp', `kurs-${digestOf(inside).slice(0, 16)}`)
  return { home, dataPath: join(home, 'data'), logPath: join(home, 'postgres.log'), socketDir, account }
}

/** Makes the folders around the database; safe to repeat. */
export async function prepareFolders(cluster: Cluster): Promise<void> {
  await mkdir(cluster.home, { recursive: true, mode: 0o711 })
  if (isRoot()) {
    await chmod(sharedFolder, 0o755)
    await chmod(cluster.home, 0o711)
  }
  await mkdir(cluster.socketDir, { recursive: true, mode: 0o700 })
  await giveTo(cluster.account, cluster.socketDir)
  const owner = (await stat(cluster.socketDir)).uid
  if (owner !== (cluster.account?.uid ?? process.getuid?.())) {
    throw new Error(`${cluster.socketDir} belongs to another user. Set KURS_DATA_DIR to a shorter path.`)
  }
}

export const hasCluster = (cluster: Cluster): Promise<boolean> => exists(join(cluster.dataPath, 'PG_VERSION'))

/** Whether the database there was made with these secrets; another password would only fail later and darker. */
export async function belongsTo(cluster: Cluster, secrets: Secrets): Promise<boolean> {
  const note = await readNote(cluster)
  return note === null || note.password_digest === digestOf(secrets.owner_password)
}

/** Moves a database whose data folder was deleted out of the way; nothing of it is lost. @returns where to */
export async function setAside(cluster: Cluster, now: Date): Promise<string> {
  const aside = `${cluster.home}.set-aside-${now.toISOString().replaceAll(/[:.]/g, '-')}`
  await rename(cluster.home, aside)
  return aside
}

/**
 * Makes an empty database in UTF-8. It takes its final name when it is whole, so a start that was interrupted
 * leaves nothing to trip over. Cost: about a second.
 */
export async function initialise(
  cluster: Cluster,
  binaries: Binaries,
  dataDir: string,
  secrets: Secrets,
): Promise<void> {
  const draft = join(cluster.home, 'data-unfinished')
  const passwordFile = join(cluster.home, 'initial-password')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await giveTo(cluster.account, draft)
  try {
    await writeFile(passwordFile, `${secrets.owner_password}\n`, { mode: 0o600 })
    await giveTo(cluster.account, passwordFile)
    await initdbWithLocale(cluster, binaries, ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`])
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, cluster.dataPath)
  await writeNote(cluster, {
    port: await freePort(firstPort(cluster)),
    password_digest: digestOf(secrets.owner_password),
  })
  // Root's data folder may be deleted without this one: with a copy of the secrets it can still be opened.
  if (isRoot()) await copyFile(secretsPath(dataDir), join(cluster.home, 'secrets.json'))
}

/**
 * The sort order is PostgreSQL's own C.UTF-8, equal on every system; the system's locale only says what a letter
 * is, which trigram search needs to know for Cyrillic.
 */
async function initdbWithLocale(cluster: Cluster, binaries: Binaries, args: readonly string[]): Promise<void> {
  const builtin = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--auth=scram-sha-256']
  const locales = ['C.UTF-8', 'en_US.UTF-8', 'C']
  for (const locale of locales) {
    try {
      await runAs(cluster.account, binaries.initdb, [...args, ...builtin, `--locale=${locale}`, '--no-instructions'])
      return
    } catch (error) {
      if (locale === locales.at(-1) || !/invalid locale/.test(String(error))) throw error
    }
  }
}

async function readNote(cluster: Cluster): Promise<Note | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(join(cluster.home, 'cluster.json'), 'utf8')))
  } catch {
    return null
  }
}

const writeNote = (cluster: Cluster, note: Note): Promise<void> =>
  writeFile(join(cluster.home, 'cluster.json'), `${JSON.stringify(note)}\n`, { mode: 0o600 })

/** The port of the first start, or the next free one when something else has taken it since. */
export async function choosePort(cluster: Cluster, secrets: Secrets): Promise<number> {
  const note = await readNote(cluster)
  const port = await freePort(note?.port ?? firstPort(cluster))
  if (port !== note?.port) await writeNote(cluster, { port, password_digest: digestOf(secrets.owner_password) })
  return port
}

/** Below the range from which systems take ports for outgoing connections; different for each checkout. */
const firstPort = (cluster: Cluster): number =>
  20_000 + (Number.parseInt(digestOf(cluster.home).slice(0, 8), 16) % 10_000)

async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 200; port++) {
    if (await isFree(port)) return port
  }
  throw new Error(`no free port from ${from} to ${from + 199} for the database`)
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })

/** PostgreSQL opens only what its own major version wrote. @throws naming both versions */
export async function refuseOtherMajor(cluster: Cluster, binaries: Binaries): Promise<void> {
  const written = (await readFile(join(cluster.dataPath, 'PG_VERSION'), 'utf8')).trim()
  const major = binaries.version.split('.')[0]
  if (written === major) return
  throw new Error(
    `The database in ${cluster.dataPath} was written by PostgreSQL ${written} and this Kurs brings ${major}. ` +
      'Back it up with the Kurs that wrote it, then restore the backup into a new data folder with this one.',
  )
}
