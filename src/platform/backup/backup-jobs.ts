import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../base/errors.ts'
import { defineJob, type Job, type JobContext } from '../jobs/job.ts'
import { noteInLedger, readLedger } from './ledger.ts'
import { BackupError } from './manifest.ts'
import type { RestoreTarget } from './restore-backup.ts'
import { tryBackup } from './try-backup.ts'
import { writeBackup, type OnStep } from './write-backup.ts'

/** Where an installation's own backups go, and what it takes to make and try them. */
export type BackupPlace = {
  folder: string
  /** So many of the newest stay. */
  keepCount: number
  dataDir: string
  auditKey: string
  passphrase: string | null
  target: RestoreTarget
}

const nothing = z.strictObject({})
const nameOf = (now: string): string => `kurs-${now.slice(0, 19).replaceAll(/[:T]/g, '-')}.backup`
const isOurs = (name: string): boolean => /^kurs-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.backup$/.test(name)

/** Making a backup by the clock, and trying the newest one. Both concern the whole installation. */
export const backupJobs = (place: BackupPlace): readonly Job[] => [
  defineJob({
    kind: 'backup',
    payload: nothing,
    run: (context) => inWords(() => makeBackup(place, context)),
  }),
  defineJob({
    kind: 'backup_trial',
    payload: nothing,
    run: (context) => inWords(() => tryNewest(place, context)),
  }),
]

async function makeBackup(place: BackupPlace, context: JobContext): Promise<{ file: string; bytes: number }> {
  const file = join(place.folder, nameOf(context.now))
  const { dataDir, auditKey, passphrase } = place
  const source = { ownerUrl: place.target.ownerUrl, dataDir, auditKey, now: context.now, passphrase }
  await writeBackup(source, file, tellingOf(context, 'backup.making'))
  const { size: bytes } = await stat(file)
  await noteInLedger(dataDir, { made: { at: context.now, file, bytes, is_encrypted: passphrase !== null } })
  await removeOldest(place)
  return { file, bytes }
}

async function tryNewest(place: BackupPlace, context: JobContext): Promise<{ file: string; took_s: number }> {
  const { made } = await readLedger(place.dataDir)
  if (made === null) throw new AppError('not_found', 'backup')
  const trial = { file: made.file, passphrase: place.passphrase, dataDir: place.dataDir, target: place.target }
  const { took_s } = await tryBackup(trial, tellingOf(context, 'backup.trying'))
  return { file: made.file, took_s }
}

/** The oldest go only after a newer one is whole; files that the clock did not make are left alone. */
async function removeOldest({ folder, keepCount }: BackupPlace): Promise<void> {
  const names = (await readdir(folder)).filter(isOurs).sort()
  for (const name of names.slice(0, -keepCount)) await rm(join(folder, name), { force: true })
}

const tellingOf =
  (context: JobContext, step: string): OnStep =>
  (_what, done, total) =>
    void context.progress({ step, done, total }).catch(() => undefined)

/** What is wrong with a backup stays wrong however often it is tried: said once, in its own words. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BackupError) throw new AppError('conflict', 'backup_bad', { detail: error.message })
    throw error
  }
}
