import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { noteInLedger } from './ledger.ts'
import { BackupError, type Manifest } from './manifest.ts'
import { openBackup } from './open-backup.ts'
import { restoreRows, type Restored, type RestoreTarget } from './restore-backup.ts'
import type { OnStep } from './write-backup.ts'

type Trial = { file: string; passphrase: string | null; dataDir: string; target: RestoreTarget }

/**
 * Restores a backup into a scratch database beside the real one, compares row counts and the ends of the audit chains,
 * throws it away, and notes in the ledger when that was and how long it took.
 * @returns what the backup says of itself, and the seconds
 * @throws BackupError when it is not whole
 */
export async function tryBackup(
  { file, passphrase, dataDir, target }: Trial,
  onStep: OnStep,
): Promise<{ manifest: Manifest; took_s: number }> {
  const beganMs = performance.now()
  const backup = await openBackup(file, passphrase)
  try {
    const { tables, heads } = await inScratch(target.ownerUrl, (ownerUrl) =>
      restoreRows(backup, { ...target, ownerUrl }, onStep),
    )
    const took_s = Math.round((performance.now() - beganMs) / 100) / 10
    const compared = {
      tables,
      file_count: backup.manifest.files.length,
      heads: heads.map(({ workspace_id, seq, hmac }) => ({ workspace_id, seq, hmac })),
    }
    await noteInLedger(dataDir, { tried: { at: new Date().toISOString(), file, took_s, compared } })
    return { manifest: backup.manifest, took_s }
  } finally {
    await backup.close()
  }
}

/** A database of its own on the same server, gone afterwards. */
async function inScratch(ownerUrl: string, work: (scratchUrl: string) => Promise<Restored>): Promise<Restored> {
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
    return await work(scratch.href)
  } finally {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
}
