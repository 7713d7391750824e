import { z } from 'zod'
import type { FileShape } from '../../base/file-shape.ts'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { operators } from '../../platform/access.ts'
import { sniffFile } from '../../platform/files/sniff.ts'
import { defineOperation, type ReadContext, type WriteContext } from '../../platform/operation.ts'
import * as statements from './import-sql.ts'
import { applyJob, previewJob, undoJob } from './jobs.ts'
import { proposalFor } from './proposal.ts'
import * as schema from './schema.ts'

const idInput = z.strictObject({ id: schemas.id })
const shared = { realm: 'workspace', allow: operators } as const

export const createImport = defineOperation({
  ...shared,
  name: 'imports.create',
  summary: {
    en: 'Read an uploaded file and propose what it holds',
    uk: 'Прочитати завантажений файл і запропонувати, що в ньому',
  },
  kind: 'write',
  input: z.strictObject({
    file_id: schemas.id,
    kind: schema.importKind.optional(),
    /** A saved mapping to use where its columns fit by name. */
    mapping_name: schemas.name.optional(),
    /** A workbook's sheet by name; else the first that holds a table. */
    sheet: schemas.name.optional(),
  }),
  output: schema.importRecord,
  errors: ['not_found', 'invalid_input'],
  run: async (context, input) => {
    const { db, actor, files } = context
    const file = await files.get(actor.workspaceId, input.file_id)
    const shape = await sniffFile(file.path, onlyGiven({ sheet: input.sheet }))
    const saved = input.mapping_name === undefined ? null : await savedMapping(context, input.mapping_name)
    const { kind, mapping } = await proposalFor(context, file, shape, saved?.kind ?? input.kind)
    const used = saved ? fitted(saved.mapping, mapping) : mapping
    const row = {
      id: context.newId(),
      fileId: file.id,
      fileName: file.name,
      fileSize: file.size,
      kind,
      shape,
      mapping: used,
      by: actor.name,
      now: context.now,
    }
    return required(await db.first(statements.insertImport(actor.workspaceId, row)), row.id)
  },
})

export const updateImport = defineOperation({
  ...shared,
  name: 'imports.update',
  summary: { en: 'Say what the columns of an import mean', uk: 'Вказати, що означають стовпці імпорту' },
  kind: 'write',
  input: z.strictObject({
    id: schemas.id,
    version: schemas.version.optional(),
    /** Another kind proposes its columns anew, unless columns are given too. */
    kind: schema.importKind.optional(),
    /** Another sheet of a workbook is read anew: its columns are proposed from scratch. */
    sheet: schemas.name.optional(),
    columns: schema.mapping.shape.columns.optional(),
    options: schema.importOptionFields.partial().optional(),
    /** Keeps this mapping under a name for the next file. */
    save_as: schemas.name.optional(),
  }),
  output: schema.importRecord,
  errors: ['not_found', 'conflict', 'version_required', 'invalid_input'],
  run: async (context, input) => {
    const { db, actor, files } = context
    const stored = await lockImport(context, input.id, input.version)
    const file = await files.get(actor.workspaceId, stored.file_id)
    const shape =
      input.sheet === undefined ? (stored.shape as FileShape) : await sniffFile(file.path, { sheet: input.sheet })
    const isOtherKind = input.kind !== undefined && input.kind !== stored.kind && input.columns === undefined
    const isAnew = isOtherKind || input.sheet !== undefined
    const { kind, mapping: base } = isAnew
      ? await proposalFor(context, file, shape, input.kind)
      : { kind: input.kind ?? stored.kind, mapping: stored.mapping }
    const mapping = {
      columns: input.columns ?? base.columns,
      options: { ...base.options, ...onlyGiven(input.options) },
    }
    if (input.save_as !== undefined) {
      await db.query(
        statements.upsertMapping(actor.workspaceId, {
          id: context.newId(),
          name: input.save_as,
          kind,
          mapping,
          now: context.now,
        }),
      )
    }
    return required(
      await db.first(statements.updateMapping(actor.workspaceId, input.id, { kind, shape, mapping })),
      input.id,
    )
  },
})

export const getImport = defineOperation({
  ...shared,
  name: 'imports.get',
  summary: { en: 'Show an import with its report', uk: 'Показати імпорт і його звіт' },
  kind: 'read',
  input: idInput,
  output: schema.importRecord,
  errors: ['not_found'],
  run: async ({ db, actor }, input) =>
    required(await db.first(statements.selectImport(actor.workspaceId, input.id)), input.id),
})

export const listImports = defineOperation({
  ...shared,
  name: 'imports.list',
  summary: { en: 'List imports, newest first', uk: 'Список імпортів, новіші спочатку' },
  kind: 'read',
  input: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: schemas.instant.optional(),
  }),
  output: z.object({ items: z.array(schema.importRecord), next_cursor: z.string().nullable() }),
  errors: [],
  run: async ({ db, actor }, input) => {
    const rows = await db.query(statements.selectImports(actor.workspaceId, input.limit, input.cursor))
    const items = rows.slice(0, input.limit)
    return { items, next_cursor: rows.length > input.limit ? (items.at(-1)?.created_at ?? null) : null }
  },
})

export const previewImport = defineOperation({
  ...shared,
  name: 'imports.preview',
  summary: {
    en: 'Dry run: what would be created, changed and refused',
    uk: 'Пробний прогін: що буде створено, змінено й відхилено',
  },
  kind: 'write',
  input: idInput,
  output: schema.importRecord,
  errors: ['not_found', 'conflict'],
  run: (context, { id }) =>
    start(context, id, ['draft', 'ready', 'refused', 'failed', 'cancelled'], 'previewing', previewJob.kind),
})

export const applyImport = defineOperation({
  ...shared,
  name: 'imports.apply',
  summary: { en: 'Apply an import, all of it or nothing', uk: 'Застосувати імпорт: усе або нічого' },
  kind: 'write',
  input: idInput,
  output: schema.importRecord,
  errors: ['not_found', 'conflict'],
  run: (context, { id }) =>
    start(context, id, ['draft', 'ready', 'refused', 'failed', 'cancelled'], 'applying', applyJob.kind),
})

export const undoImportOperation = defineOperation({
  ...shared,
  name: 'imports.undo',
  summary: { en: 'Take an applied import back', uk: 'Скасувати застосований імпорт' },
  kind: 'write',
  input: idInput,
  output: schema.importRecord,
  errors: ['not_found', 'conflict'],
  run: (context, { id }) => start(context, id, ['applied'], 'undoing', undoJob.kind),
})

export const listMappings = defineOperation({
  ...shared,
  name: 'import_mappings.list',
  summary: { en: 'List saved mappings', uk: 'Список збережених відповідностей' },
  kind: 'read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.savedMapping) }),
  errors: [],
  run: async ({ db, actor }) => ({ items: (await db.query(statements.selectMappings(actor.workspaceId))) as never }),
})

type Mapping = schema.Mapping

async function savedMapping(
  context: ReadContext,
  name: string,
): Promise<{ kind: schema.ImportKind; mapping: Mapping }> {
  const saved = (await context.db.query(statements.selectMappings(context.actor.workspaceId))).find(
    (row) => row.name === name,
  )
  if (!saved) throw notFound('import_mapping', name)
  return saved
}

/** A saved mapping on a new file: columns found by name; columns it does not know keep their proposal. */
function fitted(saved: Mapping, proposed: Mapping): Mapping {
  const columns = proposed.columns.map((column) => {
    const known = saved.columns.find(({ name }) => name === column.name)
    return known ? { ...column, target: known.target, format: known.format } : column
  })
  const stages = [...saved.options.stages]
  for (const stage of proposed.options.stages)
    if (!stages.some(({ value }) => value === stage.value)) stages.push(stage)
  return { columns, options: { ...saved.options, stages } }
}

async function lockImport(
  context: WriteContext,
  id: string,
  version: number | undefined,
): Promise<schema.ImportRecord> {
  const stored = required(await context.db.first(statements.selectForWork(context.actor.workspaceId, id)), id)
  if (version === undefined) throw new AppError('version_required', 'version', { entity: 'import', id })
  if (stored.version !== version) throw new AppError('conflict', 'stale', { entity: 'import', id, current: stored })
  assertStatus(stored, ['draft', 'ready', 'refused', 'failed', 'cancelled'])
  return stored
}

async function start(
  context: WriteContext,
  id: string,
  from: schema.ImportRecord['status'][],
  to: string,
  kind: string,
): Promise<schema.ImportRecord> {
  const { db, actor, jobs } = context
  assertStatus(required(await db.first(statements.selectForWork(actor.workspaceId, id)), id), from)
  const jobId = await jobs.enqueue(kind, { import_id: id })
  return required(await db.first(statements.startJob(actor.workspaceId, id, to, jobId)), id)
}

function assertStatus(stored: schema.ImportRecord, allowed: schema.ImportRecord['status'][]): void {
  if (!allowed.includes(stored.status))
    throw new AppError('conflict', 'import_status', { status: stored.status, allowed })
}

function required<T>(row: T | null, id: string): T {
  if (!row) throw notFound('import', id)
  return row
}

const onlyGiven = <T extends object>(values: T | undefined): Partial<T> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>
