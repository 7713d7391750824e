import { z } from 'zod'
import { notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { administrators } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { assertReferences } from '../../platform/records/references.ts'
import { hashToken, newToken } from '../../platform/secret-tokens.ts'
import { linked } from './linked-person.ts'
import * as schema from './schema.ts'

const shared = { realm: 'workspace' } as const
const invitationDays = 7
const idOnly = z.strictObject({ id: schemas.id })

const toldOfInvitation = ({ id, email, role, person_id }: z.infer<typeof schema.invitation>) => ({
  invitation_id: id,
  email,
  role,
  person_id,
})

export const createInvitation = defineOperation({
  ...shared,
  name: 'invitations.create',
  summary: { en: 'Invite somebody by a link, shown once', uk: 'Запросити когось посиланням, що показується один раз' },
  kind: 'write',
  allow: administrators,
  input: z.strictObject({ email: schema.email, role: schema.role, person_id: schemas.id.nullable().optional() }),
  output: schema.invitation.extend({ token: z.string() }),
  errors: ['not_found'],
  run: async (context, input) => {
    const { identity, actor, now } = context
    await assertReferences(context, linked, { person_id: input.person_id })
    const token = newToken()
    const row = await identity((db) =>
      db.first<z.infer<typeof schema.invitation>>(sql`
        insert into identity.invitation (id, workspace_id, email, role, person_id, token_hash, created_by, created_at, expires_at)
        values (${context.newId()}, ${actor.workspaceId}, ${input.email}, ${input.role}, ${input.person_id ?? null}, ${hashToken(token)},
          ${actor.userId}, ${now}, cast(${now} as timestamptz) + make_interval(days => ${sql.lit(invitationDays)}))
        returning id, email, role, person_id, created_at, expires_at, accepted_at, revoked_at`),
    )
    const invitation = row as z.infer<typeof schema.invitation>
    context.changes.note('invitation', context.newId(), null, toldOfInvitation(invitation))
    return { ...invitation, token }
  },
})

export const listInvitations = defineOperation({
  ...shared,
  name: 'invitations.list',
  summary: { en: 'List invitations', uk: 'Список запрошень' },
  kind: 'read',
  allow: administrators,
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.invitation) }),
  errors: [],
  run: async ({ identity, actor }) => ({
    items: await identity((db) =>
      db.query<z.infer<typeof schema.invitation>>(sql`
        select id, email, role, person_id, created_at, expires_at, accepted_at, revoked_at from identity.invitation
        where workspace_id = ${actor.workspaceId} order by created_at desc, id`),
    ),
  }),
})

export const revokeInvitation = defineOperation({
  ...shared,
  name: 'invitations.revoke',
  summary: { en: 'Take an invitation back', uk: 'Відкликати запрошення' },
  kind: 'write',
  allow: administrators,
  input: idOnly,
  output: schema.invitation,
  errors: ['not_found'],
  run: async ({ identity, actor, now, changes, newId }, { id }) => {
    const row = await identity((db) =>
      db.first<z.infer<typeof schema.invitation>>(sql`
        update identity.invitation set revoked_at = coalesce(revoked_at, ${now}) where workspace_id = ${actor.workspaceId} and id = ${id}
        returning id, email, role, person_id, created_at, expires_at, accepted_at, revoked_at`),
    )
    if (!row) throw notFound('invitation', id)
    changes.note('invitation', newId(), null, { ...toldOfInvitation(row), revoked_at: row.revoked_at })
    return row
  },
})
