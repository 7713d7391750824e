import { rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { noteInLedger } from '../platform/backup/ledger.ts'
import { openBackup } from '../platform/backup/open-backup.ts'
import { restoreFiles, restoreRows } from '../platform/backup/restore-backup.ts'
import { tryBackup } from '../platform/backup/try-backup.ts'
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
const passphraseOf = (io: Io): string | null => configOf(io).backups.passphrase

async function makeBackup(io: Io, file: string | undefined): Promise<void> {
  const config = configOf(io)
  const now = new Date().toISOString()
  const path = file ?? `kurs-${now.slice(0, 19).replaceAll(/[:T]/g, '-')}.backup`
  const { audit_key: auditKey } = await loadSecrets(config.dataDir)
  const manifest = await withOwner(config, logTo(io), ({ ownerUrl }) => {
    const source = { ownerUrl, dataDir: config.dataDir, auditKey, now, passphrase: passphraseOf(io) }
    return writeBackup(source, path, progressTo(io))
  })
  const is_encrypted = passphraseOf(io) !== null
  const { size: bytes } = await stat(path)
  await noteInLedger(config.dataDir, { made: { at: now, file: resolve(path), bytes, is_encrypted } })
  show(io.terminal, { file: path, bytes, is_encrypted, ...sumOf(manifest) }, io.isJson())
}

async function checkBackup(io: Io, file: string): Promise<void> {
  const config = configOf(io)
  const { manifest, took_s } = await withOwner(config, logTo(io), (access) => {
    const target = { ...access, migrationsFolder: migrationsOf(config) }
    const trial = { file: resolve(file), passphrase: passphraseOf(io), dataDir: config.dataDir, target }
    return tryBackup(trial, progressTo(io))
  })
  show(io.terminal, { file, is_whole: true, took_s, ...sumOf(manifest) }, io.isJson())
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
