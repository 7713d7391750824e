import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { administrators, everyone, operators } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import { currentTable } from '../../platform/history/entity.ts'
import { sql } from '../../platform/postgres/query.ts'
import { workspaceEntity } from './create-workspace.ts'
import * as schema from './schema.ts'
import * as statements from './sql.ts'

const shared = { realm: 'workspace' } as const
const idOnly = z.strictObject({ id: schemas.id })

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

export const listJobs = defineOperation({
  ...shared,
  name: 'jobs.list',
  summary: { en: 'List long work, newest first', uk: 'Список тривалих робіт, новіші спочатку' },
  kind: 'read',
  allow: everyone,
  input: z.strictObject({
    /** `open`: queued or running. */
    status: z.enum(['open', ...schema.jobStatus.options]).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ items: z.array(schema.job) }),
  errors: [],
  run: async ({ db, actor }, { limit, status = null }) => ({
    items: await db.query(statements.selectJobs(actor.workspaceId, limit, status)),
  }),
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

export const retryJob = defineOperation({
  ...shared,
  name: 'jobs.retry',
  summary: {
    en: 'Try a given-up long work again, with the rights of whoever began it',
    uk: 'Спробувати покинуту тривалу роботу знову, з правами того, хто її почав',
  },
  kind: 'write',
  allow: operators,
  input: idOnly,
  output: schema.job,
  errors: ['not_found', 'conflict'],
  run: async ({ db, actor, now }, { id }) => {
    const row = await db.first(statements.retryJob(actor.workspaceId, id, now))
    if (row) return row
    const found = await db.first(statements.selectJob(actor.workspaceId, id))
    if (!found) throw notFound('job', id)
    throw new AppError('conflict', 'job_not_dead', { status: found.status })
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
