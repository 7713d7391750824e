import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { administrators } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { sql } from '../../platform/postgres/query.ts'
import { assertReferences } from '../../platform/records/references.ts'
import { hashToken, newToken } from '../../platform/secret-tokens.ts'
import { linked } from './linked-person.ts'
import * as schema from './schema.ts'
import * as statements from './sql.ts'

const shared = { realm: 'workspace' } as const
const idOnly = z.strictObject({ id: schemas.id })

export const listMembers = defineOperation({
  ...shared,
  name: 'members.list',
  summary: { en: 'List who may sign in to the workspace', uk: 'Список тих, хто може входити до простору' },
  kind: 'read',
  allow: administrators,
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.member) }),
  errors: [],
  run: async ({ identity, actor }) => ({
    items: await identity((db) =>
      db.query<z.infer<typeof schema.member>>(sql`
        select u.id, u.email, u.name, m.role, m.person_id, m.created_at from identity.member m join identity.account_user u on u.id = m.user_id
        where m.workspace_id = ${actor.workspaceId} order by u.name, u.id`),
    ),
  }),
})

export const updateMember = defineOperation({
  ...shared,
  name: 'members.update',
  summary: { en: 'Change a member’s role or the person they are', uk: 'Змінити роль учасника або пов’язану особу' },
  kind: 'write',
  allow: administrators,
  input: z.strictObject({ id: schemas.id, role: schema.role.optional(), person_id: schemas.id.nullable().optional() }),
  output: schema.member,
  errors: ['not_found', 'conflict'],
  run: async (context, input) => {
    const { identity, actor } = context
    await assertReferences(context, linked, { person_id: input.person_id })
    const { was, now } = await identity(async (db) => {
      const before = await db.first(statements.lockMember(actor.workspaceId, input.id))
      const [row] = await db.query<z.infer<typeof schema.member>>(sql`
        update identity.member m set role = coalesce(${input.role ?? null}, m.role),
          person_id = case when ${input.person_id !== undefined} then cast(${input.person_id ?? null} as uuid) else m.person_id end
        from identity.account_user u where u.id = m.user_id and m.workspace_id = ${actor.workspaceId} and m.user_id = ${input.id}
        returning u.id, u.email, u.name, m.role, m.person_id, m.created_at`)
      if (!row || !before) throw notFound('member', input.id)
      await assertAdministratorLeft(db, actor.workspaceId)
      return { was: before, now: row }
    })
    const { id, email, role, person_id } = now
    if (role !== was.role || person_id !== was.person_id)
      context.changes.note('member', context.newId(), was, { user_id: id, email, role, person_id })
    return now
  },
})

async function assertAdministratorLeft(db: Db, workspaceId: string): Promise<void> {
  // Locked, so that two administrators who take each other's role away at the same time do not both succeed.
  const left = await db.query(
    sql`select 1 from identity.member where workspace_id = ${workspaceId} and role = 'administrator' for share`,
  )
  if (left.length === 0) throw new AppError('conflict', 'last_administrator')
}

export const removeMember = defineOperation({
  ...shared,
  name: 'members.remove',
  summary: {
    en: 'Take somebody’s access to the workspace away, and their API keys with it',
    uk: 'Забрати в когось доступ до простору разом із ключами API',
  },
  kind: 'write',
  allow: administrators,
  input: idOnly,
  output: z.object({ ok: z.literal(true) }),
  errors: ['not_found', 'conflict'],
  run: async ({ identity, actor, changes, newId, now }, { id }) => {
    const before = await identity(async (db) => {
      const member = await db.first(statements.lockMember(actor.workspaceId, id))
      if (!member) throw notFound('member', id)
      await db.query(sql`
        update identity.api_key set revoked_at = coalesce(revoked_at, ${now})
        where workspace_id = ${actor.workspaceId} and user_id = ${id}`)
      await db.query(sql`delete from identity.member where workspace_id = ${actor.workspaceId} and user_id = ${id}`)
      await assertAdministratorLeft(db, actor.workspaceId)
      return member
    })
    const { user_id, email } = before
    changes.note('member', newId(), before, { user_id, email, role: null, person_id: null })
    return { ok: true as const }
  },
})

const resetHours = 24

export const resetMemberPassword = defineOperation({
  ...shared,
  name: 'members.reset_password',
  summary: {
    en: 'Make a link by which a member chooses a new password, shown once',
    uk: 'Створити посилання, за яким учасник обере новий пароль; показується один раз',
  },
  kind: 'write',
  allow: administrators,
  input: idOnly,
  output: z.object({ email: z.string(), token: z.string(), expires_at: z.string() }),
  errors: ['not_found', 'forbidden'],
  run: async ({ identity, actor, changes, newId, now }, { id }) => {
    const token = newToken()
    const { email, reset } = await identity(async (db) => {
      const member = await db.first(statements.lockMember(actor.workspaceId, id))
      if (!member) throw notFound('member', id)
      // Whoever holds the link becomes that user everywhere: an administrator here has no say over other workspaces.
      if ((await db.query(statements.selectMembershipsOf(id))).length > 1)
        throw new AppError('forbidden', 'member_elsewhere')
      await db.query(statements.deleteResetsOf(id))
      const link = { hash: hashToken(token), userId: id, workspaceId: actor.workspaceId, hours: resetHours }
      return { email: member.email, reset: await db.first(statements.insertReset(link, now)) }
    })
    changes.note('password_reset', newId(), null, { user_id: id, email })
    return { email, token, expires_at: reset?.expires_at ?? now }
  },
})
