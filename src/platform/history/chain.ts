import { createHmac } from 'node:crypto'
import { sql, type Sql } from '../postgres/query.ts'
import type { ChangeSetHeader } from './change-set.ts'

/** The end of a workspace's chain: the last set's number and link, and the seal that shows it is the last. */
export type ChainHead = { seq: number; hmac: Buffer; seal: Buffer }

/** HMAC-SHA256 over the previous link and everything this set says of itself; docs/adr/0005-audit-chain.md. */
export function chainHmac(
  key: Buffer,
  previous: Buffer,
  set: { workspaceId: string; seq: number; recordedAt: string; header: ChangeSetHeader; digest: Buffer },
): Buffer {
  const { header } = set
  const { kind, user_id, api_key_id, name } = header.author
  const said = [
    set.workspaceId,
    set.seq,
    set.recordedAt,
    toMilliseconds(header.now),
    header.operation,
    header.source,
    { kind, user_id, api_key_id, name },
    header.reason ?? null,
    header.importId ?? null,
    header.undoesImportId ?? null,
  ]
  return createHmac('sha256', key).update(previous).update(JSON.stringify(said)).update(set.digest).digest()
}

/** The database drops trailing zeros that clocks write: one form for both, three digits at least. */
function toMilliseconds(at: string): string {
  const [seconds = '', fraction = ''] = at.replace('Z', '').split('.')
  return `${seconds}.${fraction.replace(/0+$/, '').padEnd(3, '0')}Z`
}

/**
 * HMAC-SHA256 that only the end of a chain has. Whoever cuts the last sets off can put the head back to an earlier one,
 * but not make the seal that head had: it was overwritten by the next.
 */
export const sealOf = (key: Buffer, workspaceId: string, head: { seq: number; hmac: Buffer }): Buffer =>
  createHmac('sha256', key).update(`end\n${workspaceId}\n${head.seq}\n`).update(head.hmac).digest()

/** An empty chain has no seal yet. */
export const isSealed = (key: Buffer, workspaceId: string, head: ChainHead): boolean =>
  head.seq === 0 ? head.hmac.length === 0 : head.seal.equals(sealOf(key, workspaceId, head))

/** A writer seals the new end only where the old one was whole: a broken seal stays broken for whoever looks. */
export const nextSeal = (
  key: Buffer,
  workspaceId: string,
  before: ChainHead,
  after: { seq: number; hmac: Buffer },
): Buffer => (isSealed(key, workspaceId, before) ? sealOf(key, workspaceId, after) : Buffer.alloc(0))

/** How many changes a set has, and the digest over theirs that the chain covers. */
export const selectSetDigest = (workspaceId: string, setId: number): Sql<{ count: number; digest: Buffer }> => sql`
  select count(*) as count, ${digestOfDigests} as digest
  from kurs.change where workspace_id = ${workspaceId} and set_id = ${setId}`

export const digestOfDigests: Sql<Buffer> = sql`
  sha256(coalesce(string_agg(digest, ''::bytea order by entity collate "C", entity_id, version, ord), ''::bytea))`
