import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** What a trial compared: rows saved and rows restored, files whose digests fit, ends of the audit chains. */
const comparison = z.object({
  tables: z.array(z.object({ table: z.string(), saved_count: z.number(), restored_count: z.number() })),
  file_count: z.number(),
  heads: z.array(z.object({ workspace_id: z.string(), seq: z.number(), hmac: z.string() })),
})
const made = z.object({
  at: z.string(),
  file: z.string(),
  bytes: z.number().optional(),
  is_encrypted: z.boolean().optional(),
})
const tried = z.object({
  at: z.string(),
  file: z.string(),
  took_s: z.number().optional(),
  compared: comparison.optional(),
})
const schema = z.object({
  /** The last whole backup, and the last one that was restored on trial; null when there was none. */
  made: made.nullable(),
  tried: tried.nullable(),
})
export type BackupLedger = z.infer<typeof schema>

export const backupStaleHours = 26
export const trialStaleDays = 8

const pathIn = (dataDir: string): string => join(dataDir, 'backups.json')

/** What this installation remembers of its backups; a ledger that cannot be read remembers nothing. */
export async function readLedger(dataDir: string): Promise<BackupLedger> {
  try {
    return schema.parse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')))
  } catch {
    return { made: null, tried: null }
  }
}

export async function noteInLedger(dataDir: string, note: Partial<BackupLedger>): Promise<void> {
  const path = pathIn(dataDir)
  const ledger = { ...(await readLedger(dataDir)), ...note }
  await writeFile(`${path}.part`, JSON.stringify(ledger), { mode: 0o600 })
  await rename(`${path}.part`, path)
}

/**
 * What is wrong with the backups at an instant: none was made, the last is older than 26 h, none was ever restored on
 * trial, the last trial is older than 8 days; null when nothing is.
 */
export function staleness(ledger: BackupLedger, now: string): 'never' | 'old' | 'untried' | 'trial_old' | null {
  const hoursSince = (at: string): number => (Date.parse(now) - Date.parse(at)) / 3_600_000
  if (ledger.made === null) return 'never'
  if (hoursSince(ledger.made.at) > backupStaleHours) return 'old'
  if (ledger.tried === null) return 'untried'
  return hoursSince(ledger.tried.at) > trialStaleDays * 24 ? 'trial_old' : null
}
