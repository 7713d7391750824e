import { createHash } from 'node:crypto'
import { AppError } from '../base/errors.ts'
import type { WriteContext, WriteOperation } from './operation.ts'
import { sql, type Sql } from './postgres/query.ts'

const keptDays = 2

/**
 * Runs a write once per key of its caller. The key, what was asked and the answer are stored in the write's own
 * transaction: either all of it happened, or nothing and the key is free again. Asked again with the key, the stored
 * answer is given back (as https://docs.stripe.com/api/idempotent_requests describes; refusals are not stored,
 * because they changed nothing).
 * Errors: conflict `key_reused` when the key was given to another request, `told_once` when the answer held a secret,
 * `busy` while the first request still runs.
 */
export async function once(
  context: WriteContext,
  key: string,
  operation: WriteOperation,
  input: unknown,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const { db, now, actor } = context
  const caller = actor.apiKeyId ?? actor.userId
  if (caller === null) throw new Error('only a person or a key asks through a door')
  const of = { workspaceId: actor.workspaceId, caller, key }
  const hash = createHash('sha256')
    .update(JSON.stringify([operation.name, input]))
    .digest()
  const isFirst = (await db.query(insertKey(of, hash, now))).length > 0
  if (!isFirst) return answered((await db.first(selectAnswer(of))) as Stored, hash, key)
  const answer = await run()
  if (!isToldOnce(operation)) await db.query(storeAnswer(of, answer))
  if (hash[0] === 0) await db.query(forgetOld(actor.workspaceId, now))
  return answer
}

/** A token is shown to whoever asked for it, and never stored. */
const isToldOnce = ({ output }: WriteOperation): boolean =>
  'shape' in output && Object.hasOwn(output.shape as object, 'token')

type Of = { workspaceId: string; caller: string; key: string }
type Stored = { request_hash: Buffer; answer: unknown }

function answered(stored: Stored, hash: Buffer, key: string): unknown {
  if (!stored.request_hash.equals(hash)) throw new AppError('conflict', 'key_reused', { key })
  if (stored.answer === null) throw new AppError('conflict', 'told_once', { key })
  return stored.answer
}

/** Waits for a request under way with the same key, at most for the lock timeout: then the caller is told `busy`. */
const insertKey = ({ workspaceId, caller, key }: Of, hash: Buffer, now: string): Sql => sql`
  insert into kurs.idempotency (workspace_id, caller, key, request_hash, created_at)
  values (${workspaceId}, ${caller}, ${key}, ${hash}, ${now})
  on conflict do nothing returning 1`

const selectAnswer = ({ workspaceId, caller, key }: Of): Sql<Stored> => sql<Stored>`
  select request_hash, answer from kurs.idempotency
  where workspace_id = ${workspaceId} and caller = ${caller} and key = ${key}`

const storeAnswer = ({ workspaceId, caller, key }: Of, answer: unknown): Sql => sql`
  update kurs.idempotency set answer = cast(cast(${JSON.stringify(answer)} as text) as jsonb)
  where workspace_id = ${workspaceId} and caller = ${caller} and key = ${key}`

const forgetOld = (workspaceId: string, now: string): Sql => sql`
  delete from kurs.idempotency
  where workspace_id = ${workspaceId} and created_at < cast(${now} as timestamptz) - make_interval(days => ${sql.lit(keptDays)})`
