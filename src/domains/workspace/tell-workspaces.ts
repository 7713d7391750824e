import type { Author } from '../../platform/history/change-set.ts'
import type { IdentityContext } from '../../platform/operation.ts'
import * as statements from './sql.ts'

export type Teller = Pick<IdentityContext, 'db' | 'caller' | 'newId' | 'inWorkspace'>
type Happening = { subject: 'session' | 'password'; after: Record<string, unknown> }

export const authorOf = ({ id, name }: { id: string; name: string }): Author => ({
  kind: 'user',
  user_id: id,
  api_key_id: null,
  name,
})
/** Nobody has shown who they are: somebody with a wrong password, or at the keyboard of the server. */
export const stranger = (kind: 'unknown' | 'system', name: string): Author => ({
  kind,
  user_id: null,
  api_key_id: null,
  name,
})

/**
 * Writes what happened to a user's access into the chain of every workspace they belong to: each workspace answers
 * for who can come in, and can prove it alone. Call it last; chains are locked in one order, so two cannot wait for
 * each other.
 */
export async function tellWorkspaces(
  context: Teller,
  user: { id: string; name: string; email: string },
  { subject, after }: Happening,
  outcome: 'opened' | 'refused' | 'by_operator' | 'done' = 'done',
): Promise<void> {
  const by = {
    opened: { author: authorOf(user) },
    refused: { author: stranger('unknown', user.email), operation: 'session.refuse' },
    by_operator: { author: stranger('system', 'kurs user reset-password') },
    done: { author: authorOf(user) },
  }[outcome]
  for (const { workspace_id: workspaceId } of await context.db.query(statements.selectMembershipsOf(user.id)))
    await context.inWorkspace(workspaceId, by, async ({ changes }) =>
      changes.note(subject, context.newId(), null, after),
    )
}
