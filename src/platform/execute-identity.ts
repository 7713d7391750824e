import { AppError } from '../base/errors.ts'
import { parseInput, type Runtime } from './execute.ts'
import { ChangeRecorder } from './history/recorder.ts'
import { isOperatorProof } from './operator-proof.ts'
import type { Caller, IdentityContext, IdentityOperation, InWorkspace } from './operation.ts'
import type { Db } from './postgres/database.ts'
import { withinShape } from './output-shape.ts'

/** Validates the input, checks that the caller is signed in where that is asked, and runs in one transaction. */
export async function executeIdentity<Output>(
  runtime: Runtime,
  operation: IdentityOperation,
  caller: Caller,
  rawInput: unknown,
  session: IdentityContext['session'],
): Promise<Output> {
  if (operation.allow === 'signed_in' && caller.userId === null) throw new AppError('unauthenticated', 'sign_in')
  const input = parseInput(operation, rawInput)
  const now = runtime.now()
  const inWorkspaceOf = (db: Db): InWorkspace => inWorkspace(runtime, db, { operation: operation.name, caller, now })
  const transaction = <T>(work: (db: Db) => Promise<T>): Promise<T> =>
    runtime.database.transaction('kurs_identity', null, work, { access: 'write', operation: operation.name })
  return transaction(async (db) => {
    const context: IdentityContext = {
      db,
      caller,
      session,
      now,
      newId: runtime.newId,
      log: runtime.log,
      passwords: runtime.passwords,
      aside: (work) => transaction((aside) => work({ db: aside, inWorkspace: inWorkspaceOf(aside) })),
      inWorkspace: inWorkspaceOf(db),
      isOperator: (said, proof) => isOperatorProof(runtime.auditKey, said, proof),
    }
    return withinShape(operation.output, await operation.run(context, input)) as Output
  })
}

const inWorkspace =
  (runtime: Runtime, identityDb: Db, call: { operation: string; caller: Caller; now: string }): InWorkspace =>
  (workspaceId, by, work) =>
    identityDb.as('kurs_app', workspaceId, async (db) => {
      const { caller, now } = call
      const header = { operation: by.operation ?? call.operation, author: by.author, source: caller.source, now }
      const changes = new ChangeRecorder(db, workspaceId, runtime.auditKey, header)
      const result = await work({ db, changes, now })
      await changes.finish()
      return result
    })
