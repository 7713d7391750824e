import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { create } from 'tar'
import { flushToDisk } from '../stored-files.ts'
import { encryptFile } from './encryption.ts'
import { BackupError, backupFormat, type Manifest } from './manifest.ts'
import { listTables, seeEverything, selectHeads, type Table } from './tables.ts'

export type OnStep = (what: string, done: number, total: number) => void

export type BackupSource = {
  /** Address of the owner, who sees every row. */
  ownerUrl: string
  dataDir: string
  auditKey: string
  now: string
  /** Encrypts the archive; null leaves it readable to whoever has the file. */
  passphrase: string | null
}

/**
 * Writes everything Kurs holds to one file: rows as of one snapshot, uploaded files, the key of the audit chains. The
 * server may run meanwhile. The file appears under its name only when it is whole and on the disk.
 * @returns what the backup says of itself
 * @throws BackupError when the file exists already or rows would be hidden from the owner
 */
export async function writeBackup(source: BackupSource, path: string, onStep: OnStep): Promise<Manifest> {
  const target = resolve(path)
  if (await stat(target).catch(() => null)) throw new BackupError(`${target} exists already. Choose another name.`)
  await mkdir(dirname(target), { recursive: true })
  const folder = await mkdtemp(`${target}.part-`)
  try {
    const rows = await copyRows(source.ownerUrl, folder, onStep)
    const files = await copyFiles(source.dataDir, folder)
    const manifest: Manifest = { format: backupFormat, made_at: source.now, audit_key: source.auditKey, files, ...rows }
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1))
    onStep('archive', 0, 1)
    const draft = join(folder, 'backup.tar')
    await create({ file: draft, cwd: folder, portable: true }, ['manifest.json', 'tables', 'files'])
    const whole = source.passphrase === null ? draft : join(folder, 'backup.enc')
    if (source.passphrase !== null) await encryptFile(draft, whole, source.passphrase)
    await flushToDisk(whole)
    await rename(whole, target)
    await flushToDisk(dirname(target))
    return manifest
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function copyRows(
  ownerUrl: string,
  folder: string,
  onStep: OnStep,
): Promise<Pick<Manifest, 'migrations' | 'tables' | 'heads' | 'change_set_id'>> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(seeEverything)
    await mkdir(join(folder, 'tables'))
    const tables: Manifest['tables'] = []
    const wanted = await listTables(client)
    for (const [i, table] of wanted.entries()) {
      onStep(table.table, i, wanted.length)
      tables.push(await copyTable(client, table, folder))
    }
    const migrations = await client.query<Manifest['migrations'][number]>(
      'select number, name, checksum from public.kurs_migration order by number',
    )
    const sequence = await client.query<{ last: number }>('select last_value::float8 as last from kurs.change_set_id')
    const heads = await selectHeads(client)
    return { tables, migrations: migrations.rows, heads, change_set_id: sequence.rows[0]?.last ?? 1 }
  } catch (error) {
    if (/row-level security/.test((error as Error).message))
      throw new BackupError(
        'The owner of the database does not see every row. Let it: alter role <owner> bypassrls; (a superuser can).',
      )
    throw error
  } finally {
    await client.end()
  }
}

async function copyTable(
  client: pg.Client,
  { table, columns, key }: Table,
  folder: string,
): Promise<Manifest['tables'][number]> {
  const path = `tables/${table}.copy.gz`
  const list = (names: string[]): string => names.map((name) => pg.escapeIdentifier(name)).join(', ')
  const order = key.length > 0 ? ` order by ${list(key)}` : ''
  let rows = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      for (const byte of chunk) if (byte === 10) rows++
      yield chunk
    }
  }
  await pipeline(
    client.query(copyTo(`copy (select ${list(columns)} from ${table}${order}) to stdout`)),
    counted,
    createGzip({ level: 5 }),
    createWriteStream(join(folder, path), { mode: 0o600 }),
  )
  return { table, columns, rows, path, ...(await digest(join(folder, path))) }
}

/** Uploaded files by their ids; drafts of uploads under way are not among them. */
async function copyFiles(dataDir: string, folder: string): Promise<Manifest['files']> {
  const root = join(dataDir, 'files')
  await mkdir(join(folder, 'files'))
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files: Manifest['files'] = []
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.part') || entry.parentPath.endsWith('.part')) continue
    const from = join(entry.parentPath, entry.name)
    const path = `files/${relative(root, from)}`
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await copyFile(from, join(folder, path))
    files.push({ path, ...(await digest(join(folder, path))) })
  }
  return files
}

/** SHA-256 and size of a file. */
export async function digest(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}
