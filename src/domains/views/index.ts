import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { everyone, operators, type Actor } from '../../platform/access.ts'
import { defineEntity } from '../../platform/history/entity.ts'
import type { StoredRecord, Values } from '../../platform/history/recorder.ts'
import { defineOperation, type ReadContext, type WriteContext } from '../../platform/operation.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'
import * as schema from './schema.ts'

const viewEntity = defineEntity({
  name: 'view',
  isVersioned: false,
  fields: {
    user_id: { type: 'uuid' },
    page: { type: 'text' },
    name: { type: 'text' },
    is_shared: { type: 'boolean' },
    state: { type: 'jsonb' },
  },
})

const shared = { realm: 'workspace', allow: everyone } as const
const seen = { id: schemas.id, version: schemas.version.optional() }
const changing = ['not_found', 'conflict', 'version_required', 'forbidden'] as const

const listViews = defineOperation({
  ...shared,
  name: 'views.list',
  summary: { en: 'List one’s own views of lists and those shared', uk: 'Список власних і спільних виглядів' },
  kind: 'read',
  input: z.strictObject({ page: schema.viewPage.optional() }),
  output: z.object({ items: z.array(schema.view) }),
  errors: [],
  run: async ({ db, actor }, { page }) => ({
    items: await db.query<schema.View>(sql`
      select ${columns(actor)} from kurs.view
      where workspace_id = ${actor.workspaceId} and archived_at is null and ${visibleTo(actor)}
        and (cast(${page ?? null} as text) is null or page = ${page ?? null})
      order by lower(name), id limit 500`),
  }),
})

const getView = defineOperation({
  ...shared,
  name: 'views.get',
  summary: { en: 'Read a view', uk: 'Прочитати вигляд' },
  kind: 'read',
  input: z.strictObject({ id: schemas.id }),
  output: schema.view,
  errors: ['not_found'],
  run: async ({ db, actor }, { id }) => {
    const row = await db.first<schema.View>(sql`
      select ${columns(actor)} from kurs.view where workspace_id = ${actor.workspaceId} and id = ${id} and ${visibleTo(actor)}`)
    if (!row) throw notFound('view', id)
    return row
  },
})

const createView = defineOperation({
  ...shared,
  name: 'views.create',
  summary: { en: 'Keep a list as it is seen under a name', uk: 'Зберегти вигляд списку під назвою' },
  kind: 'write',
  input: z.strictObject({
    page: schema.viewPage,
    name: schema.viewFields.name,
    is_shared: z.boolean().default(false),
    state: schema.viewState,
  }),
  output: schema.view,
  errors: ['conflict', 'forbidden'],
  run: async (context, input) => {
    const { actor, changes } = context
    if (actor.userId === null) throw new AppError('forbidden', 'person', {})
    const id = context.newId()
    await assertNameFree(context, { id, user_id: actor.userId, page: input.page, name: input.name })
    changes.create(viewEntity, id, { ...input, user_id: actor.userId })
    return readBackOne(context, id)
  },
})

const updateView = defineOperation({
  ...shared,
  name: 'views.update',
  summary: {
    en: 'Change a view: name, what it shows, whether it is shared',
    uk: 'Змінити вигляд: назву, зміст, чи спільний',
  },
  kind: 'write',
  input: z.strictObject({ ...seen, ...z.object(schema.viewFields).partial().shape }),
  output: schema.view,
  errors: changing,
  run: async (context, { id, version, ...patch }) => change(context, { id, version }, patch),
})

const archiveView = defineOperation({
  ...shared,
  name: 'views.archive',
  summary: { en: 'Archive a view', uk: 'Архівувати вигляд' },
  kind: 'write',
  input: z.strictObject(seen),
  output: schema.view,
  errors: changing,
  run: async (context, input) => change(context, input, { archived_at: context.now }),
})

const restoreView = defineOperation({
  ...shared,
  name: 'views.restore',
  summary: { en: 'Restore a view', uk: 'Відновити вигляд' },
  kind: 'write',
  input: z.strictObject(seen),
  output: schema.view,
  errors: changing,
  run: async (context, input) => change(context, input, { archived_at: null }),
})

export const viewOperations = [listViews, getView, createView, updateView, archiveView, restoreView] as const

/** A personal view is its maker's alone; a shared one is everybody's to open. */
const visibleTo = (actor: Actor): Sql<boolean> => sql<boolean>`(is_shared or user_id = ${actor.userId})`

const columns = (actor: Actor): Sql => sql`
  id, version, changed_at, archived_at, user_id, page, name, is_shared, state, coalesce(user_id = ${actor.userId}, false) as is_own`

type Place = { id: string; user_id: unknown; page: unknown; name: unknown }

/** Two views of one person on one page never look alike in the menu; capital letters do not tell them apart. */
async function assertNameFree({ db, actor }: ReadContext, place: Place): Promise<void> {
  const taken = await db.first(sql`
    select 1 as found from kurs.view
    where workspace_id = ${actor.workspaceId} and user_id = ${place.user_id} and page = ${place.page}
      and lower(name) = lower(${place.name}) and archived_at is null and id <> ${place.id}`)
  if (taken) throw new AppError('conflict', 'view_name', { name: place.name })
}

async function change(
  context: WriteContext,
  { id, version }: { id: string; version?: number | undefined },
  patch: Values,
) {
  const stored = await lockVisible(context, id)
  if (stored.user_id !== context.actor.userId && !operators.includes(context.actor.role))
    throw new AppError('forbidden', 'view_of_another', {})
  const next = { ...stored, ...patch }
  if (next['archived_at'] === null)
    await assertNameFree(context, { id, user_id: stored.user_id, page: stored['page'], name: next['name'] })
  context.changes.updateLocked(viewEntity, stored, version, patch)
  return readBackOne(context, id)
}

/** Somebody else's personal view is not_found, exactly as one that does not exist. */
async function lockVisible({ db, actor }: WriteContext, id: string): Promise<StoredRecord & { user_id: string }> {
  const stored = await db.first<StoredRecord & { user_id: string }>(sql`
    select * from kurs.view where workspace_id = ${actor.workspaceId} and id = ${id} and ${visibleTo(actor)} for update`)
  if (!stored) throw notFound('view', id)
  return stored
}

/** As stored. One that its maker took back from everybody is still answered to the operator who changed it. */
async function readBackOne(context: WriteContext, id: string): Promise<schema.View> {
  const { actor, changes, db } = context
  await changes.flush()
  const row = await db.first<schema.View>(sql`
    select ${columns(actor)} from kurs.view where workspace_id = ${actor.workspaceId} and id = ${id}`)
  if (!row) throw notFound('view', id)
  return row
}
