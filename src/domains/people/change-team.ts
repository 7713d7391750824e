import { z } from 'zod'
import { dayOf, startOfDay } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { operators } from '../../platform/access.ts'
import { defineOperation, type WriteContext } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { assertReferences } from '../../platform/records/references.ts'
import { membershipEntity } from './entities.ts'
import * as schema from './schema.ts'

type Ending = { id: string; version?: number }

export const changeTeam = defineOperation({
  realm: 'workspace',
  name: 'people.change_team',
  summary: {
    en: 'Move a person to a team from a day on, ending the memberships named',
    uk: 'Перевести особу до команди від певного дня, завершивши названі участі',
  },
  kind: 'write',
  allow: operators,
  input: z.strictObject({
    id: schemas.id,
    /** Null: to no team. */
    team_id: schemas.id.nullable().default(null),
    /** Default: today. */
    from_on: schemas.day.optional(),
    /** Memberships that end on that day, each in the version that was seen. */
    ends: z
      .array(z.strictObject({ id: schemas.id, version: schemas.version.optional() }))
      .max(20)
      .default([]),
  }),
  output: z.object({ items: z.array(schema.storedMembership) }),
  errors: ['not_found', 'conflict', 'version_required'],
  run: async (context, { id, team_id, ends, ...input }) => {
    const { db, actor, changes } = context
    const from_on = input.from_on ?? dayOf(context.now, actor.settings.timeZone)
    await assertReferences(context, membershipEntity, { person_id: id, team_id })
    for (const ending of ends) await endMembership(context, id, ending, from_on)
    if (team_id !== null) {
      const begun = { person_id: id, team_id, from_on, to_on: null }
      changes.create(membershipEntity, context.newId(), begun, pastStart(context, from_on))
    }
    await changes.flush()
    return {
      items: await db.query<z.infer<typeof schema.storedMembership>>(sql`
        select id, version, changed_at, archived_at, person_id, team_id, from_on, to_on from kurs.membership
        where workspace_id = ${actor.workspaceId} and person_id = ${id} and archived_at is null
        order by from_on nulls first, id`),
    }
  },
})

async function endMembership(
  context: WriteContext,
  personId: string,
  { id, version }: Ending,
  day: string,
): Promise<void> {
  const { changes } = context
  const stored = await changes.lock(membershipEntity, id)
  if (stored.person_id !== personId) throw new AppError('not_found', 'record', { entity: 'membership', id })
  if (typeof stored.from_on === 'string' && stored.from_on > day)
    throw new AppError('invalid_input', 'before_membership', { from_on: stored.from_on, day })
  await changes.update(membershipEntity, id, version, { to_on: day }, await momentOf(context, id, day))
}

/** A day gone by is a backdated edit: looking at that day from today shows the new team. A day to come is written now. */
function pastStart({ actor, now }: WriteContext, day: string): string | undefined {
  const at = startOfDay(day, actor.settings.timeZone)
  return Date.parse(at) < Date.parse(now) ? at : undefined
}

/** Not before the membership was first told of: there is nothing to change there. */
async function momentOf(context: WriteContext, id: string, day: string): Promise<string | undefined> {
  const at = pastStart(context, day)
  if (at === undefined) return undefined
  const row = await context.db.first<{ at: string }>(sql`
    select greatest(cast(${at} as timestamptz), min(valid_at)) as at from kurs.change
    where workspace_id = ${context.actor.workspaceId} and entity = 'membership' and entity_id = ${id} and kind = 'create'`)
  return row?.at ?? at
}
