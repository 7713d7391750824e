import { z } from 'zod'
import { notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { idleHours } from '../../platform/actors.ts'
import { defineOperation } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import * as schema from './schema.ts'

const own = { realm: 'identity', allow: 'signed_in' } as const
const ended = z.object({ ended_count: z.number() })

export const listSessions = defineOperation({
  ...own,
  name: 'sessions.list',
  summary: { en: 'List the devices on which one is signed in', uk: 'Список пристроїв, на яких ви увійшли' },
  kind: 'read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.ownSession) }),
  errors: [],
  run: async ({ db, caller, now }) => ({
    items: await db.query<z.infer<typeof schema.ownSession>>(sql`
      select id, device, address, created_at, seen_at, token_hash = ${caller.sessionHash} as is_this from identity.session
      where user_id = ${caller.userId} and expires_at > ${now}
        and seen_at > cast(${now} as timestamptz) - make_interval(hours => ${sql.lit(idleHours)})
      order by is_this desc, seen_at desc, id`),
  }),
})

export const endOneSession = defineOperation({
  ...own,
  name: 'sessions.end',
  summary: { en: 'Sign out on one device', uk: 'Вийти на одному пристрої' },
  kind: 'write',
  input: z.strictObject({ id: schemas.id }),
  output: ended,
  errors: ['not_found'],
  run: async ({ db, caller }, { id }) => {
    const rows = await db.query(
      sql`delete from identity.session where user_id = ${caller.userId} and id = ${id} returning 1 as one`,
    )
    if (rows.length === 0) throw notFound('session', id)
    return { ended_count: rows.length }
  },
})

export const endOtherSessions = defineOperation({
  ...own,
  name: 'sessions.end_others',
  summary: { en: 'Sign out on every other device', uk: 'Вийти на всіх інших пристроях' },
  kind: 'write',
  input: z.strictObject({}),
  output: ended,
  errors: [],
  run: async ({ db, caller }) => {
    const rows = await db.query(sql`
      delete from identity.session where user_id = ${caller.userId} and token_hash <> ${caller.sessionHash} returning 1 as one`)
    return { ended_count: rows.length }
  },
})
