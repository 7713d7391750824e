import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { everyone } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { hashToken, newToken } from '../../platform/secret-tokens.ts'
import * as schema from './schema.ts'

const shared = { realm: 'workspace' } as const
const idOnly = z.strictObject({ id: schemas.id })

const toldOfKey = ({ id, name, prefix, scopes, expires_at }: z.infer<typeof schema.apiKey>) => ({
  api_key_id: id,
  name,
  prefix,
  scopes,
  expires_at,
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
  run: async ({ identity, actor, now, newId, changes }, input) => {
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
    const key = row as z.infer<typeof schema.apiKey>
    changes.note('api_key', newId(), null, toldOfKey(key))
    return { ...key, token }
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
  run: async ({ identity, actor, now, changes, newId }, { id }) => {
    const row = await identity((db) =>
      db.first<z.infer<typeof schema.apiKey>>(sql`
        update identity.api_key set revoked_at = coalesce(revoked_at, ${now})
        where workspace_id = ${actor.workspaceId} and user_id = ${actor.userId} and id = ${id}
        returning id, name, prefix, scopes, created_at, used_at, expires_at, revoked_at`),
    )
    if (!row) throw notFound('api_key', id)
    changes.note('api_key', newId(), null, { ...toldOfKey(row), revoked_at: row.revoked_at })
    return row
  },
})
