import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import pg from 'pg'
import { noteInLedger } from '../platform/backup/ledger.ts'
import { BackupError } from '../platform/backup/manifest.ts'
import { openBackup } from '../platform/backup/open-backup.ts'
import { restoreFiles, restoreRows } from '../platform/backup/restore-backup.ts'
import { writeBackup, type OnStep } from '../platform/backup/write-backup.ts'
import { readConfig, type Config } from '../platform/config.ts'
import { withOwner, withOwnerAlone } from '../platform/postgres/owner-access.ts'
import { loadSecrets, replaceAuditKey } from '../platform/secrets.ts'
import { show, type Terminal } from './output.ts'

type Io = { terminal: Terminal; isJson: () => boolean }

/** On the server's own machine: everything into one file, and back. */
export function addBackupJourney(program: Command, io: Io): void {
  program
    .command('backup [file]')
    .description('Write everything to one file; Kurs may run meanwhile · Записати все в один файл; Курс може працювати')
    .action((file: string | undefined) => makeBackup(io, file))
  program
    .command('backup-check <file>')
    .description(
      'Restore a backup into a scratch database, compare, throw it away · Пробно відновити копію, звірити й прибрати',
    )
    .action((file: string) => checkBackup(io, file))
  program
    .command('restore <file>')
    .description('Put a backup into a new data folder or an empty database · Відновити копію в нову теку даних')
    .action((file: string) => restoreBackup(io, file))
}

const configOf = ({ terminal }: Io): Config => readConfig(terminal.env)
const passphraseOf = ({ terminal }: Io): string | null => terminal.env.KURS_BACKUP_KEY || null

async function makeBackup(io: Io, file: string | undefined): Promise<void> {
  const config = configOf(io)
  const now = new Date().toISOString()
  const path = file ?? `kurs-${now.slice(0, 19).replaceAll(/[:T]/g, '-')}.backup`
  const { audit_key: auditKey } = await loadSecrets(config.dataDir)
  const manifest = await withOwner(config, logTo(io), ({ ownerUrl }) => {
    const source = { ownerUrl, dataDir: config.dataDir, auditKey, now, passphrase: passphraseOf(io) }
    return writeBackup(source, path, progressTo(io))
  })
  await noteInLedger(config.dataDir, { made: { at: now, file: resolve(path) } })
  show(io.terminal, { file: path, is_encrypted: passphraseOf(io) !== null, ...sumOf(manifest) }, io.isJson())
}

async function checkBackup(io: Io, file: string): Promise<void> {
  const config = configOf(io)
  const backup = await openBackup(file, passphraseOf(io))
  try {
    await withOwner(config, logTo(io), (access) =>
      inScratch(access.ownerUrl, (ownerUrl) =>
        restoreRows(backup, { ...access, ownerUrl, migrationsFolder: migrationsOf(config) }, progressTo(io)),
      ),
    )
    await noteInLedger(config.dataDir, { tried: { at: new Date().toISOString(), file: resolve(file) } })
    show(io.terminal, { file, is_whole: true, ...sumOf(backup.manifest) }, io.isJson())
  } finally {
    await backup.close()
  }
}

async function restoreBackup(io: Io, file: string): Promise<void> {
  const config = configOf(io)
  const backup = await openBackup(file, passphraseOf(io))
  try {
    await withOwnerAlone(config, logTo(io), async (access) => {
      await restoreRows(backup, { ...access, migrationsFolder: migrationsOf(config) }, progressTo(io))
      await restoreFiles(backup, config.dataDir)
      await replaceAuditKey(config.dataDir, backup.manifest.audit_key)
      // A cache of another database's rows.
      await rm(join(config.dataDir, 'replica'), { recursive: true, force: true })
    })
    show(io.terminal, { file, data_dir: config.dataDir, ...sumOf(backup.manifest) }, io.isJson())
  } finally {
    await backup.close()
  }
}

type Manifest = Awaited<ReturnType<typeof writeBackup>>

const sumOf = (manifest: Manifest) => ({
  made_at: manifest.made_at,
  table_count: manifest.tables.length,
  row_count: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  file_count: manifest.files.length,
  workspaces: manifest.heads.map(({ workspace_id, seq }) => ({ workspace_id, seq })),
})

const migrationsOf = (config: Config): string => join(config.checkoutDir, 'db', 'migrations')

/** A database of its own on the same server, gone afterwards. */
async function inScratch(ownerUrl: string, work: (scratchUrl: string) => Promise<void>): Promise<void> {
  const name = `kurs_check_${randomBytes(6).toString('hex')}`
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`create database ${name}`).catch((error: Error) => {
      throw new BackupError(
        `The owner may not make a scratch database: alter role <owner> createdb; (${error.message})`,
      )
    })
    const scratch = new URL(ownerUrl)
    scratch.pathname = `/${name}`
    await work(scratch.href)
  } finally {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
}

/** One line that is written over, on a terminal alone. */
const progressTo =
  ({ terminal }: Io): OnStep =>
  (what, done, total) => {
    if (terminal.isTerminal) process.stderr.write(`\r${String(done + 1).padStart(3)} / ${total}  ${what}\u001b[K`)
  }

const logTo = ({ terminal }: Io) => ({
  info: () => undefined,
  warn: (message: string) => terminal.err(message),
  error: (message: string) => terminal.err(message),
})
