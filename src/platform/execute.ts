import { AppError } from '../base/errors.ts'
import type { Actor } from './access.ts'
import type { BackupLedger } from './backup/ledger.ts'
import type { Compute } from './compute/computation.ts'
import type { Author } from './history/change-set.ts'
import { ChangeRecorder } from './history/recorder.ts'
import { once } from './idempotency.ts'
import { JobQueue } from './jobs/queue.ts'
import type { Log } from './log.ts'
import type { Passwords } from './passwords.ts'
import type { ReadContext, ReadOperation, WriteContext, WriteOperation } from './operation.ts'
import type { Database, Db } from './postgres/database.ts'
import { withinShape } from './output-shape.ts'
import type { Replica } from './replica/replica.ts'
import type { StoredFiles } from './stored-files.ts'

/** The outside world as doors hand it to operations. */
export type Runtime = {
  database: Database
  auditKey: Buffer
  log: Log
  now: () => string
  newId: () => string
  files: StoredFiles
  passwords: Passwords
  replicaOf: (actor: Actor, db: Db) => Replica
  compute: Compute
  /** What this installation remembers of its backups. */
  ledger: () => Promise<BackupLedger>
}

export type Call = {
  source: string
  reason?: string
  importId?: string
  undoesImportId?: string
  statementTimeoutMs?: number
  /** Whose statements these are, for the slow log; a write names its own. */
  operation?: string
  /** The caller's own name for this write: asked again with it, there is one effect and the same answer. */
  idempotencyKey?: string
}

/** Whether an actor may call an operation; the answer is the same for every door. */
export function assertAllowed(
  operation: Pick<ReadOperation | WriteOperation, 'name' | 'kind' | 'allow'>,
  actor: Actor,
): void {
  if (!operation.allow.includes(actor.role))
    throw new AppError('forbidden', 'role', { role: actor.role, operation: operation.name })
  const scope = operation.kind === 'read' ? 'read' : operation.allow.includes('seller') ? 'write' : 'admin'
  const held = actor.scopes
  if (held.includes(scope) || (scope === 'read' && held.length > 0) || held.includes('admin')) return
  throw new AppError('forbidden', 'scope', { scope, operation: operation.name })
}

/** Validates the input, checks the right, and runs an operation in one transaction. */
export async function execute<Output>(
  runtime: Runtime,
  operation: ReadOperation | WriteOperation,
  actor: Actor,
  rawInput: unknown,
  call: Call,
): Promise<Output> {
  assertAllowed(operation, actor)
  const input = parseInput(operation, rawInput)
  const shaped = async (answer: Promise<unknown>): Promise<unknown> => withinShape(operation.output, await answer)
  const key = call.idempotencyKey
  const answer =
    operation.kind === 'read'
      ? inRead(runtime, actor, { ...call, operation: operation.name }, (context) =>
          shaped(operation.run(context, input)),
        )
      : inWrite(runtime, actor, operation.name, call, (context) => {
          const run = (): Promise<unknown> => shaped(operation.run(context, input))
          return key === undefined ? run() : once(context, key, operation, input, run)
        })
  return (await answer) as Output
}

export function parseInput(operation: { input: ReadOperation['input'] }, rawInput: unknown): unknown {
  const parsed = operation.input.safeParse(rawInput)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    code: issue.code,
    message: issue.message,
  }))
  throw new AppError('invalid_input', 'fields', { issues })
}

export const inRead = <T>(
  runtime: Runtime,
  actor: Actor,
  call: Call,
  work: (context: ReadContext) => Promise<T>,
): Promise<T> =>
  runtime.database.transaction('kurs_app', actor.workspaceId, (db) => work(readContext(runtime, actor, db)), {
    statementTimeoutMs: call.statementTimeoutMs,
    operation: call.operation,
  })

/** A write is one transaction and one change set. */
export const inWrite = <T>(
  runtime: Runtime,
  actor: Actor,
  operation: string,
  call: Call,
  work: (context: WriteContext) => Promise<T>,
): Promise<T> =>
  runtime.database.transaction(
    'kurs_app',
    actor.workspaceId,
    async (db) => {
      const context = readContext(runtime, actor, db)
      const { source, reason, importId, undoesImportId } = call
      const header = { operation, author: authorOf(actor), source, now: context.now, reason, importId, undoesImportId }
      const changes = new ChangeRecorder(db, actor.workspaceId, runtime.auditKey, header)
      const jobs = new JobQueue(db, actor, context.now, runtime.newId)
      const result = await work({ ...context, changes, jobs })
      await changes.finish()
      return result
    },
    { access: 'write', statementTimeoutMs: call.statementTimeoutMs, operation },
  )

const readContext = (runtime: Runtime, actor: Actor, db: Db): ReadContext => ({
  db,
  actor,
  now: runtime.now(),
  newId: runtime.newId,
  log: runtime.log,
  replica: runtime.replicaOf(actor, db),
  files: runtime.files,
  auditKey: runtime.auditKey,
  ledger: runtime.ledger,
  identity: (work) => db.as('kurs_identity', null, work),
})

const authorOf = (actor: Actor): Author => ({
  kind: actor.kind,
  user_id: actor.userId,
  api_key_id: actor.apiKeyId,
  name: actor.name,
})
