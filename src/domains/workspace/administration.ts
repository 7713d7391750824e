import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { administrators, everyone } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import { currentTable } from '../../platform/history/entity.ts'
import { sql } from '../../platform/postgres/query.ts'
import { assertReferences } from '../../platform/records/references.ts'
import { hashToken, newToken } from '../../platform/secret-tokens.ts'
import { workspaceEntity } from './create-workspace.ts'
import * as schema from './schema.ts'
import * as statements from './sql.ts'

const shared = { realm: 'workspace' } as const
const invitationDays = 7
const idOnly = z.strictObject({ id: schemas.id })
const linked = {
  name: 'linked',
  isVersioned: false,
  fields: { person_id: { type: 'uuid' as const, references: 'person' } },
}

export const getSettings = defineOperation({
  ...shared,
  name: 'settings.get',
  summary: { en: 'Show the workspace’s settings', uk: 'Показати налаштування простору' },
  kind: 'read',
  allow: everyone,
  input: z.strictObject({}),
  output: schema.settings,
  errors: [],
  run: async ({ db, actor }) => {
    const row = await db.first(
      sql`select * from ${currentTable(workspaceEntity)} where workspace_id = ${actor.workspaceId}`,
    )
    return row as never
  },
})

export const updateSettings = defineOperation({
  ...shared,
  name: 'settings.update',
  summary: { en: 'Change the workspace’s settings', uk: 'Змінити налаштування простору' },
  kind: 'write',
  allow: administrators,
  input: z.strictObject({
    version: schemas.version.optional(),
    name: schemas.name.optional(),
    currency: schemas.currency.optional(),
    time_zone: schemas.timeZone.optional(),
    fiscal_year_start_month: z.number().int().min(1).max(12).optional(),
    week_start: z.number().int().min(1).max(7).optional(),
    languages: z.array(schema.language).min(1).max(2).optional(),
  }),
  output: schema.settings,
  errors: ['conflict', 'version_required'],
  run: async ({ db, actor, changes }, { version, ...given }) => {
    const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    await changes.update(workspaceEntity, actor.workspaceId, version, patch)
    await changes.flush()
    return (await db.first(
      sql`select * from ${currentTable(workspaceEntity)} where workspace_id = ${actor.workspaceId}`,
    )) as never
  },
})

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
    return identity(async (db) => {
      const [row] = await db.query<z.infer<typeof schema.member>>(sql`
        update identity.member m set role = coalesce(${input.role ?? null}, m.role),
          person_id = case when ${input.person_id !== undefined} then cast(${input.person_id ?? null} as uuid) else m.person_id end
        from identity.account_user u where u.id = m.user_id and m.workspace_id = ${actor.workspaceId} and m.user_id = ${input.id}
        returning u.id, u.email, u.name, m.role, m.person_id, m.created_at`)
      if (!row) throw notFound('member', input.id)
      const left = await db.query(
        sql`select 1 from identity.member where workspace_id = ${actor.workspaceId} and role = 'administrator' limit 1`,
      )
      if (left.length === 0) throw new AppError('conflict', 'last_administrator')
      return row
    })
  },
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
    return { ...(row as z.infer<typeof schema.invitation>), token }
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
  run: async ({ identity, actor, now }, { id }) => {
    const row = await identity((db) =>
      db.first<z.infer<typeof schema.invitation>>(sql`
        update identity.invitation set revoked_at = coalesce(revoked_at, ${now}) where workspace_id = ${actor.workspaceId} and id = ${id}
        returning id, email, role, person_id, created_at, expires_at, accepted_at, revoked_at`),
    )
    if (!row) throw notFound('invitation', id)
    return row
  },
})

export const createApiKey = defineOperation({
  ...shared,
  name: 'api_keys.create',
  summary: { en: 'Make an API key, shown once', uk: 'Створити ключ API, що показується один раз' },
  kind: 'write',
  allow: everyone,
  input: z.strictObject({
    name: schemas.name,
    scopes: z.array(schema.apiKeyScope).min(1).max(3),
    expires_at: schemas.instant.optional(),
  }),
  output: schema.apiKey.extend({ token: z.string() }),
  errors: ['forbidden'],
  run: async ({ identity, actor, now, newId }, input) => {
    if (input.scopes.some((scope) => !actor.scopes.includes(scope)))
      throw new AppError('forbidden', 'scope', { scope: input.scopes.join(', ') })
    const token = newToken('kurs_')
    const row = await identity((db) =>
      db.first<z.infer<typeof schema.apiKey>>(sql`
        insert into identity.api_key (id, workspace_id, user_id, name, token_hash, prefix, scopes, created_at, expires_at)
        values (${newId()}, ${actor.workspaceId}, ${actor.userId}, ${input.name}, ${hashToken(token)}, ${token.slice(0, 9)},
          ${input.scopes}, ${now}, ${input.expires_at ?? null})
        returning id, name, prefix, scopes, created_at, used_at, expires_at, revoked_at`),
    )
    return { ...(row as z.infer<typeof schema.apiKey>), token }
  },
})

export const listApiKeys = defineOperation({
  ...shared,
  name: 'api_keys.list',
  summary: { en: 'List one’s API keys', uk: 'Список власних ключів API' },
  kind: 'read',
  allow: everyone,
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.apiKey) }),
  errors: [],
  run: async ({ identity, actor }) => ({
    items: await identity((db) =>
      db.query<z.infer<typeof schema.apiKey>>(sql`
        select id, name, prefix, scopes, created_at, used_at, expires_at, revoked_at from identity.api_key
        where workspace_id = ${actor.workspaceId} and user_id = ${actor.userId} order by created_at desc, id`),
    ),
  }),
})

export const revokeApiKey = defineOperation({
  ...shared,
  name: 'api_keys.revoke',
  summary: { en: 'Revoke an API key', uk: 'Відкликати ключ API' },
  kind: 'write',
  allow: everyone,
  input: idOnly,
  output: schema.apiKey,
  errors: ['not_found'],
  run: async ({ identity, actor, now }, { id }) => {
    const row = await identity((db) =>
      db.first<z.infer<typeof schema.apiKey>>(sql`
        update identity.api_key set revoked_at = coalesce(revoked_at, ${now})
        where workspace_id = ${actor.workspaceId} and user_id = ${actor.userId} and id = ${id}
        returning id, name, prefix, scopes, created_at, used_at, expires_at, revoked_at`),
    )
    if (!row) throw notFound('api_key', id)
    return row
  },
})

export const listJobs = defineOperation({
  ...shared,
  name: 'jobs.list',
  summary: { en: 'List long work, newest first', uk: 'Список тривалих робіт, новіші спочатку' },
  kind: 'read',
  allow: everyone,
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(schema.job) }),
  errors: [],
  run: async ({ db, actor }, { limit }) => ({ items: await db.query(statements.selectJobs(actor.workspaceId, limit)) }),
})

export const getJob = defineOperation({
  ...shared,
  name: 'jobs.get',
  summary: { en: 'Show how far a long work is', uk: 'Показати перебіг тривалої роботи' },
  kind: 'read',
  allow: everyone,
  input: idOnly,
  output: schema.job,
  errors: ['not_found'],
  run: async ({ db, actor }, { id }) => {
    const row = await db.first(statements.selectJob(actor.workspaceId, id))
    if (!row) throw notFound('job', id)
    return row
  },
})

export const cancelJob = defineOperation({
  ...shared,
  name: 'jobs.cancel',
  summary: {
    en: 'Cancel a long work; what it began is rolled back',
    uk: 'Скасувати тривалу роботу; розпочате відкочується',
  },
  kind: 'write',
  allow: ['administrator', 'operations', 'manager'],
  input: idOnly,
  output: schema.job,
  errors: ['not_found'],
  run: async ({ db, actor, now }, { id }) => {
    const row =
      (await db.first(statements.cancelJob(actor.workspaceId, id, now))) ??
      (await db.first(statements.selectJob(actor.workspaceId, id)))
    if (!row) throw notFound('job', id)
    return row
  },
})
