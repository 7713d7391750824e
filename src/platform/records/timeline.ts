import { z } from 'zod'
import type { Actor } from '../access.ts'
import { currentTable } from '../history/entity.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { ownedWithin } from './reach.ts'
import type { RecordShape } from './source.ts'

/** One moment of a record's history, newest first. `place` orders changes of one record. */
export const timelineItem = z.object({
  place: z.string(),
  kind: z.enum(['create', 'update', 'undo']),
  valid_at: z.string(),
  recorded_at: z.string(),
  seq: z.number(),
  operation: z.string(),
  source: z.string(),
  actor: z.object({ kind: z.string(), name: z.string() }),
  retracted: z.boolean(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export const timelineOutput = z.object({ items: z.array(timelineItem), next_cursor: z.string().nullable() })
export type TimelineRow = z.infer<typeof timelineItem>

/** Changes of a record the actor may see, in the order they took effect, newest first. */
export function timelineStatement(
  actor: Actor,
  shape: RecordShape,
  id: string,
  limit: number,
  cursor?: string,
): Sql<TimelineRow> {
  const [version = 0, ord = 0] = (cursor ?? '').split('.').map(Number)
  const after =
    cursor === undefined ? sql`true` : sql`(c.version, c.ord) < (${Math.trunc(version)}, ${Math.trunc(ord)})`
  const within = ownedWithin(actor.reach, shape.entity, 'r')
  return sql<TimelineRow>`
    select c.version || '.' || c.ord as place, c.kind, c.valid_at, s.recorded_at, s.seq, s.operation, s.source,
      jsonb_build_object('kind', s.actor->>'kind', 'name', s.actor->>'name') as actor,
      exists (select from kurs.retraction x where x.workspace_id = c.workspace_id and x.entity = c.entity
        and x.entity_id = c.entity_id and x.retracted_set_id = c.set_id) as retracted,
      c.before, c.after
    from kurs.change c
    join kurs.change_set s on s.workspace_id = c.workspace_id and s.set_id = c.set_id
    join ${currentTable(shape.entity)} r on r.workspace_id = c.workspace_id and r.id = c.entity_id and ${within}
    where c.workspace_id = ${actor.workspaceId} and c.entity = ${shape.entity.name} and c.entity_id = ${id} and ${after}
    order by c.version desc, c.ord desc
    limit ${sql.lit(limit + 1)}`
}
