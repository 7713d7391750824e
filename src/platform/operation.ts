import type { z } from 'zod'
import type { ErrorCode } from '../base/errors.ts'
import type { BackupLedger } from './backup/ledger.ts'
import type { Actor, Role } from './access.ts'
import type { Author } from './history/change-set.ts'
import type { ChangeRecorder } from './history/recorder.ts'
import type { JobQueue } from './jobs/queue.ts'
import type { Db } from './postgres/database.ts'
import type { Log } from './log.ts'
import type { Passwords } from './passwords.ts'
import type { Replica } from './replica/replica.ts'
import type { StoredFiles } from './stored-files.ts'

/** One sentence in each language of the product. */
export type Words = { en: string; uk: string }

/** What every operation is handed; nothing else reaches it: no clock, no randomness, no global state. */
type CommonContext = { db: Db; now: string; newId: () => string; log: Log }
export type ReadContext = CommonContext & {
  actor: Actor
  replica: Replica
  files: StoredFiles
  /** What this installation remembers of its backups. */
  ledger: () => Promise<BackupLedger>
  /** Key of the audit chain, for checking it. */
  auditKey: Buffer
  /** Statements under kurs_identity in the same transaction, for the few operations about members, invitations and keys. */
  identity: <T>(work: (db: Db) => Promise<T>) => Promise<T>
}
export type WriteContext = ReadContext & { changes: ChangeRecorder; jobs: JobQueue }

/** Who calls an operation outside any workspace: perhaps nobody yet. */
export type Caller = {
  userId: string | null
  sessionHash: Buffer | null
  /** Address of the other end, for rate limits. */
  address: string
  /** What the other end says it is (its user agent): how a person tells their sessions apart. */
  device: string
  /** As in a change set: `screen`, `cli`. */
  source: string
}
/** Outside a workspace: signing in, the list of one's workspaces. Runs under the role kurs_identity. */
export type IdentityContext = CommonContext & {
  caller: Caller
  passwords: Passwords
  /** Opens or ends the caller's session: the door carries the token (a cookie, or the answer itself). */
  session: { issue: (token: string) => void; end: () => void }
  /** A transaction of its own, kept even when the operation fails. */
  aside: <T>(work: (aside: { db: Db; inWorkspace: InWorkspace }) => Promise<T>) => Promise<T>
  inWorkspace: InWorkspace
  /** Whether `proof` shows that the caller can read the secrets on the server's own machine; made by `operatorProof`. */
  isOperator: (said: string, proof: string) => boolean
}
/** One change set in a workspace, within the same transaction. Call it last: it locks the end of the workspace's chain. */
export type InWorkspace = <T>(
  workspaceId: string,
  by: { author: Author; operation?: string },
  work: (context: FirstWriteContext) => Promise<T>,
) => Promise<T>
export type FirstWriteContext = { db: Db; changes: ChangeRecorder; now: string }

type Description<Input extends z.ZodType, Output extends z.ZodType> = {
  /** `plural.verb`, for example `deals.list`. */
  name: string
  summary: Words
  input: Input
  output: Output
  /** Codes beyond those every operation can answer. */
  errors: readonly ErrorCode[]
}
type Runs<Context, Input extends z.ZodType, Output extends z.ZodType> = (
  context: Context,
  input: z.output<Input>,
) => Promise<z.input<Output>>

export type ReadOperation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Description<I, O> & {
  realm: 'workspace'
  kind: 'read'
  allow: readonly Role[]
  run: Runs<ReadContext, I, O>
}
export type WriteOperation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Description<I, O> & {
  realm: 'workspace'
  kind: 'write'
  allow: readonly Role[]
  run: Runs<WriteContext, I, O>
}
export type IdentityOperation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Description<I, O> & {
  realm: 'identity'
  kind: 'read' | 'write'
  allow: 'anyone' | 'signed_in'
  run: Runs<IdentityContext, I, O>
}
export type Operation = ReadOperation | WriteOperation | IdentityOperation

/**
 * Describes an operation once; the HTTP route, OpenAPI entry, typed web call, CLI command, audit line and
 * reference page all come from this. There is no default for `allow`: leaving it out does not compile.
 */
export function defineOperation<N extends string, I extends z.ZodType, O extends z.ZodType>(
  operation: ReadOperation<I, O> & { name: N },
): ReadOperation<I, O> & { name: N }
export function defineOperation<N extends string, I extends z.ZodType, O extends z.ZodType>(
  operation: WriteOperation<I, O> & { name: N },
): WriteOperation<I, O> & { name: N }
export function defineOperation<N extends string, I extends z.ZodType, O extends z.ZodType>(
  operation: IdentityOperation<I, O> & { name: N },
): IdentityOperation<I, O> & { name: N }
export function defineOperation(operation: Operation): Operation {
  return operation
}

export type Route = { method: 'GET' | 'POST' | 'PATCH'; path: string; takesId: boolean }

/**
 * Where an operation answers, derived from its name alone:
 * `x.list` GET /x · `x.get` GET /x/:id · `x.create` POST /x · `x.update` PATCH /x/:id ·
 * other reads GET /x/verb (or /x/:id/verb) · other writes POST /x/verb (or /x/:id/verb).
 */
export function routeOf(operation: Operation): Route {
  const [noun = '', verb = ''] = operation.name.split('.')
  const takesId = verb !== 'create' && 'shape' in operation.input && 'id' in (operation.input.shape as object)
  const base = operation.realm === 'workspace' ? `/api/v1/w/:workspace/${noun}` : `/api/v1/${noun}`
  const item = takesId ? `${base}/:id` : base
  if (verb === 'list') return { method: 'GET', path: base, takesId: false }
  if (verb === 'get') return { method: 'GET', path: item, takesId }
  if (verb === 'create') return { method: 'POST', path: base, takesId: false }
  if (verb === 'update') return { method: 'PATCH', path: item, takesId }
  const path = `${item}/${verb.replaceAll('_', '-')}`
  return { method: operation.kind === 'read' ? 'GET' : 'POST', path, takesId }
}

/** Lists in pages; each can also be taken home whole, as a file, from its route plus `/export`. */
export function isPagedList(operation: Operation): operation is ReadOperation {
  const isList = operation.realm === 'workspace' && operation.kind === 'read' && operation.name.endsWith('.list')
  return isList && 'shape' in operation.input && 'cursor' in (operation.input.shape as object)
}
