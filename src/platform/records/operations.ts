import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { editors, everyone, type Role } from '../access.ts'
import type { StoredRecord, Values } from '../history/recorder.ts'
import { defineOperation, type ReadContext, type WriteContext, type Words } from '../operation.ts'
import { currentTable } from '../history/entity.ts'
import { sql, type Sql } from '../postgres/query.ts'
import {
  listInput,
  looksForWords,
  pageFrom,
  pageIdsStatement,
  pageOf,
  pageStatement,
  withNames,
  type ListInput,
  type ListSource,
} from './list.ts'
import { ownedWithin } from './reach.ts'
import { assertReferences } from './references.ts'
import { currentRelation, isNow, readFrom, relationAsOf, sourceOf, type PastInput, type RecordShape } from './source.ts'
import { timelineOutput, timelineStatement, type TimelineRow } from './timeline.ts'

type PageInput = ListInput & PastInput
type StoredRow = { id: string; version: number | null; sort_value?: unknown } & Values

/** How one entity is offered to the doors. */
export type RecordDescription<Noun extends string, Stored extends z.ZodType, Create extends z.ZodRawShape> = {
  /** Plural noun in addresses and commands: `deals`. */
  noun: Noun
  words: { one: Words; many: Words }
  shape: RecordShape
  stored: Stored
  /** Fields a caller may set; `update` takes any of them. */
  editable: z.ZodObject<Create>
  allowWrite?: readonly Role[]
  /** What a new record holds where the caller said nothing. */
  defaults?: Values
  /** Adds the fields that follow from what a caller gave, effective at `at`; `stored` is null for a new record. */
  complete?: (context: WriteContext, given: Values, stored: Values | null, at: string) => Promise<Values>
}

const past = { as_of: schemas.asOf.optional(), known_as_of: schemas.instant.optional() }

/** The seven operations every record has: list get create update archive restore timeline. */
export function recordOperations<N extends string, S extends z.ZodType, C extends z.ZodRawShape>(
  description: RecordDescription<N, S, C>,
) {
  const { noun, words, shape, stored, editable } = description
  const allowWrite = description.allowWrite ?? editors
  const name = <V extends string>(verb: V): `${N}.${V}` => `${noun}.${verb}`
  const say = (en: string, uk: string, of: 'one' | 'many' = 'one'): Words => ({
    en: `${en} ${words[of].en}`,
    uk: `${uk} ${words[of].uk}`,
  })
  const effective = { effective_at: schemas.instant.optional() }
  const byVersion = z.strictObject({ id: schemas.id, version: schemas.version.optional() })
  return {
    list: defineOperation({
      name: name('list'),
      summary: say('List', 'Список:', 'many'),
      realm: 'workspace',
      kind: 'read',
      input: z.strictObject({ ...listInput.shape, ...past }),
      output: pageOf(stored),
      errors: ['invalid_input'],
      allow: everyone,
      run: async (context, input) => {
        const page = looksForWords(input) && isNow(context, shape, input) && context.replica.isBuilt ? found : asked
        return pageFrom(await page(context, shape, input), input) as never
      },
    }),
    get: defineOperation({
      name: name('get'),
      summary: say('Show one of', 'Показати:', 'many'),
      realm: 'workspace',
      kind: 'read',
      input: z.strictObject({ id: schemas.id, ...past }),
      output: stored,
      errors: ['not_found'],
      allow: everyone,
      run: async (context, input) => {
        const [row] = await readFrom(context, shape, input, (source) => oneStatement(source, input.id))
        if (!row) throw notFound(shape.entity.name, input.id)
        return row as never
      },
    }),
    create: defineOperation({
      name: name('create'),
      summary: say('Create', 'Створити:'),
      realm: 'workspace',
      kind: 'write',
      input: z.strictObject({ ...editable.shape, ...effective }),
      output: stored,
      errors: ['not_found', 'conflict'],
      allow: allowWrite,
      run: async (context, input) => {
        const { effective_at, ...fields } = input as Values & { effective_at?: string }
        const given = { ...description.defaults, ...fields }
        const at = effective_at ?? context.now
        assertNotFuture(context, at)
        const values = description.complete ? await description.complete(context, given, null, at) : given
        await assertReferences(context, shape.entity, values)
        assertOwnReach(context, shape, values)
        const id = context.newId()
        context.changes.create(shape.entity, id, values, effective_at)
        return (await readBackOne(context, shape, id)) as never
      },
    }),
    update: defineOperation({
      name: name('update'),
      summary: say('Change', 'Змінити:'),
      realm: 'workspace',
      kind: 'write',
      input: z.strictObject({
        ...editable.partial().shape,
        ...effective,
        id: schemas.id,
        version: schemas.version.optional(),
      }),
      output: stored,
      errors: ['not_found', 'conflict', 'version_required'],
      allow: allowWrite,
      run: async (context, input) => {
        const { id, version, effective_at, ...given } = input as Values & {
          id: string
          version?: number
          effective_at?: string
        }
        const before = await lockWithin(context, shape, id)
        const at = effective_at ?? context.now
        assertNotFuture(context, at)
        const patch = description.complete ? await description.complete(context, given, before, at) : given
        if (effective_at !== undefined) await assertExisted(context, shape, id, effective_at)
        await assertReferences(context, shape.entity, changedOnly(patch, before))
        assertOwnReach(context, shape, patch)
        await context.changes.update(shape.entity, id, version, patch, effective_at)
        return (await readBackOne(context, shape, id)) as never
      },
    }),
    archive: defineOperation({
      name: name('archive'),
      summary: say('Archive', 'Архівувати:'),
      realm: 'workspace',
      kind: 'write',
      input: byVersion,
      output: stored,
      errors: ['not_found', 'conflict', 'version_required'],
      allow: allowWrite,
      run: async (context, input) => (await setArchived(context, shape, input, context.now)) as never,
    }),
    restore: defineOperation({
      name: name('restore'),
      summary: say('Restore', 'Відновити:'),
      realm: 'workspace',
      kind: 'write',
      input: byVersion,
      output: stored,
      errors: ['not_found', 'conflict', 'version_required'],
      allow: allowWrite,
      run: async (context, input) => (await setArchived(context, shape, input, null)) as never,
    }),
    timeline: defineOperation({
      name: name('timeline'),
      summary: say('Every change of', 'Усі зміни:', 'many'),
      realm: 'workspace',
      kind: 'read',
      input: z.strictObject({
        id: schemas.id,
        limit: z.coerce.number().int().min(1).max(200).default(100),
        cursor: z
          .string()
          .regex(/^\d{1,9}\.\d{1,9}$/)
          .optional(),
      }),
      output: timelineOutput,
      errors: ['not_found'],
      allow: everyone,
      run: async (context, input) => {
        const rows = await context.db.query<TimelineRow>(
          timelineStatement(context.actor, shape, input.id, input.limit, input.cursor),
        )
        if (rows.length === 0 && input.cursor === undefined) throw notFound(shape.entity.name, input.id)
        const items = rows.slice(0, input.limit)
        return { items, next_cursor: rows.length > input.limit ? String(items.at(-1)?.place) : null }
      },
    }),
  }
}

const asked = (context: ReadContext, shape: RecordShape, input: PageInput): Promise<StoredRow[]> =>
  readFrom(context, shape, input, (source) => pageStatement<StoredRow>(source, input))

/**
 * A page of what words are found in: the replica reads a million names in the time PostgreSQL needs for some ten thousand, and
 * PostgreSQL gives the records as they are now.
 */
async function found(context: ReadContext, shape: RecordShape, input: PageInput): Promise<StoredRow[]> {
  const { actor, now, replica } = context
  const { rows } = await replica.ask((tables) =>
    pageIdsStatement(sourceOf(shape, relationAsOf(tables, now), actor), input),
  )
  const places = new Map(rows.map((row, place) => [row.id, { place, sort_value: row.sort_value }]))
  const source = sourceOf(shape, currentRelation(actor.workspaceId), actor)
  const records = await context.db.query(manyStatement(source, [...places.keys()]))
  return records
    .map((record): StoredRow => ({ ...record, sort_value: places.get(record.id)?.sort_value }))
    .sort((a, b) => places.get(a.id)!.place - places.get(b.id)!.place)
}

const manyStatement = (source: ListSource, ids: readonly string[]): Sql<StoredRow> => sql<StoredRow>`
  select ${source.select} from ${withNames(source)} where ${source.where} and ${source.id} = any(${[...ids]}::uuid[])`

const oneStatement = (source: ReturnType<typeof sourceOf>, id: string): Sql<StoredRow> => sql<StoredRow>`
  select ${source.select} from ${withNames(source)} where ${source.where} and ${source.id} = cast(${id} as uuid)`

function assertNotFuture(context: ReadContext, at: string): void {
  if (Date.parse(at) > Date.parse(context.now))
    throw new AppError('invalid_input', 'in_future', { at, now: context.now })
}

/** A backdated edit may not reach before the record's beginning: there is nothing to change there. */
async function assertExisted(context: ReadContext, shape: RecordShape, id: string, at: string): Promise<void> {
  const beginning = await context.db.first<{ began_at: string }>(sql`
    select min(valid_at) as began_at from kurs.change c
    where workspace_id = ${context.actor.workspaceId} and entity = ${shape.entity.name} and entity_id = ${id} and kind = 'create'
      and not exists (select from kurs.retraction x where x.workspace_id = c.workspace_id and x.entity = c.entity
        and x.entity_id = c.entity_id and x.retracted_set_id = c.set_id)`)
  if (beginning && Date.parse(at) < Date.parse(beginning.began_at)) {
    throw new AppError('invalid_input', 'before_creation', { at, began_at: beginning.began_at })
  }
}

async function readBackOne(context: WriteContext, shape: RecordShape, id: string): Promise<StoredRow> {
  const [row] = await readBack(context, shape, [id])
  if (!row) throw notFound(shape.entity.name, id)
  return row
}

/** Records that this transaction wrote, as the database stored them; in the order of the ids. */
export async function readBack(
  context: WriteContext,
  shape: RecordShape,
  ids: readonly string[],
): Promise<StoredRow[]> {
  await context.changes.flush()
  const source = sourceOf(shape, currentRelation(context.actor.workspaceId), {
    ...context.actor,
    reach: { kind: 'all' },
  })
  const rows = await context.db.query(manyStatement(source, ids))
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

/** Locks a record the actor may reach; another's is not_found, exactly as one that does not exist. */
async function lockWithin(context: WriteContext, shape: RecordShape, id: string): Promise<StoredRecord> {
  const locked = await lockManyWithin(context, shape, [id])
  return locked.get(id) as StoredRecord
}

/** The same for many, in one statement, by id; always in the order of the ids, so that two such writers never wait for each other. */
export async function lockManyWithin(
  context: WriteContext,
  shape: RecordShape,
  ids: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const within = ownedWithin(context.actor.reach, shape.entity, 'r')
  const rows = await context.db.query<StoredRecord>(sql`
    select * from ${currentTable(shape.entity)} r
    where workspace_id = ${context.actor.workspaceId} and id = any(${[...ids]}::uuid[]) and ${within} order by id for update`)
  const locked = new Map(rows.map((row) => [row.id, row]))
  const missing = ids.find((id) => !locked.has(id))
  if (missing !== undefined) throw notFound(shape.entity.name, missing)
  return locked
}

/** What stays as it was is not looked up again: an activity of a deal that was given to somebody else can still be edited. */
export const changedOnly = (patch: Values, before: Values): Values =>
  Object.fromEntries(Object.entries(patch).filter(([field, value]) => value !== before[field]))

/** A record may be given only to a person within the actor's own reach. */
export function assertOwnReach(context: ReadContext, shape: RecordShape, values: Values): void {
  const owner = shape.entity.ownerField ? values[shape.entity.ownerField] : undefined
  const { reach } = context.actor
  if (typeof owner === 'string' && reach.kind === 'people' && !reach.personIds.includes(owner))
    throw notFound('person', owner)
}

async function setArchived(
  context: WriteContext,
  shape: RecordShape,
  input: { id: string; version?: number },
  archivedAt: string | null,
): Promise<StoredRow> {
  await lockWithin(context, shape, input.id)
  await context.changes.update(shape.entity, input.id, input.version, { archived_at: archivedAt })
  return readBackOne(context, shape, input.id)
}
