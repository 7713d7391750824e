import { AppError } from '../../base/errors.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'

/** @throws invalid_input when `parentId` is the team itself or lies below it: who leads whom would go round for ever */
export async function assertNoCircle(
  { db, actor }: WriteContext,
  teamId: string | undefined,
  parentId: string | null | undefined,
): Promise<void> {
  if (teamId === undefined || parentId === null || parentId === undefined) return
  const above = await db.query(sql`
    with recursive above as (
      select id, parent_id from kurs.team where workspace_id = ${actor.workspaceId} and id = ${parentId}
      union
      select t.id, t.parent_id from kurs.team t join above a on a.parent_id = t.id where t.workspace_id = ${actor.workspaceId}
    )
    select 1 from above where id = ${teamId}`)
  if (above.length > 0) throw new AppError('invalid_input', 'team_circle', { team_id: teamId, parent_id: parentId })
}
