import { AppError } from '../base/errors.ts'
import { parseInput, type Runtime } from './execute.ts'
import { ChangeRecorder } from './history/recorder.ts'
import type { Caller, IdentityContext, IdentityOperation } from './operation.ts'

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
  const { database } = runtime
  return database.transaction(
    'kurs_identity',
    null,
    async (db) => {
      const context: IdentityContext = {
        db,
        caller,
        session,
        now: runtime.now(),
        newId: runtime.newId,
        log: runtime.log,
        passwords: runtime.passwords,
        aside: (work) => database.transaction('kurs_identity', null, work, { access: 'write' }),
        inWorkspace: (workspaceId, author, work) => inNewWorkspace(runtime, operation.name, workspaceId, author, work),
      }
      return operation.run(context, input) as Promise<Output>
    },
    { access: 'write' },
  )
}

const inNewWorkspace: (
  runtime: Runtime,
  operation: string,
  ...rest: Parameters<IdentityContext['inWorkspace']>
) => Promise<never> = (runtime, operation, workspaceId, author, work) =>
  runtime.database.transaction(
    'kurs_app',
    workspaceId,
    async (db) => {
      const now = runtime.now()
      const header = {
        operation,
        author: { kind: 'user', user_id: null, api_key_id: null, name: author },
        source: 'setup',
        now,
      }
      const changes = new ChangeRecorder(db, workspaceId, runtime.auditKey, header)
      const result = await work({ db, changes, now })
      await changes.finish()
      return result as never
    },
    { access: 'write' },
  )
