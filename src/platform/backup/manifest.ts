import { z } from 'zod'

/** Number of the archive's own form; a Kurs that does not know it refuses to restore. */
export const backupFormat = 1

const part = z.object({ path: z.string().regex(/^(tables|files)\/[\w./-]+$/), sha256: z.string(), bytes: z.number() })

/** What a backup says of itself; written last, and checked against everything else before anything is restored. */
export const manifestSchema = z.object({
  format: z.literal(backupFormat),
  made_at: z.string(),
  /** Migrations the database had seen, by checksum: the schema is built up to here before rows go in. */
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), checksum: z.string() })),
  tables: z.array(part.extend({ table: z.string(), columns: z.array(z.string()), rows: z.number().int() })),
  files: z.array(part),
  /** Ends of the workspaces' audit chains. */
  heads: z.array(z.object({ workspace_id: z.string(), seq: z.number(), hmac: z.string(), seal: z.string() })),
  change_set_id: z.number().int(),
  /** Key of the audit chains: without it nobody could check them or write on. */
  audit_key: z.string(),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Why a backup cannot be used, with the place and the way out. */
export class BackupError extends Error {}
