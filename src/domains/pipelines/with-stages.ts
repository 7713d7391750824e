import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { operators } from '../../platform/access.ts'
import type { StoredRecord } from '../../platform/history/recorder.ts'
import { defineOperation, type WriteContext } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { readBack } from '../../platform/records/operations.ts'
import { pipelineEntity, stageEntity } from './entities.ts'
import * as schema from './schema.ts'
import { pipelineShape, stageShape } from './shapes.ts'

const stageFields = schema.stageEditable.omit({ pipeline_id: true, position: true, external_id: true })
const seen = { id: schemas.id, version: schemas.version.optional() }
const withStages = z.object({ ...schema.pipeline.shape, stages: z.array(schema.stage) })

export const createWithStages = defineOperation({
  realm: 'workspace',
  name: 'pipelines.create_with_stages',
  summary: { en: 'Create a pipeline and its stages together', uk: 'Створити воронку разом з її етапами' },
  kind: 'write',
  allow: operators,
  input: z.strictObject({
    ...schema.pipelineEditable.shape,
    /** In their order; at least one open, and one won. */
    stages: z.array(stageFields.strict()).max(100),
  }),
  output: withStages,
  errors: ['invalid_input', 'conflict'],
  run: async (context, { stages, ...pipeline }) => {
    assertUsable(stages)
    const id = context.newId()
    context.changes.create(pipelineEntity, id, { position: 0, ...pipeline })
    const ids = stages.map((stage, position) => createStage(context, { ...stage, pipeline_id: id, position }))
    return (await readTogether(context, id, ids)) as never
  },
})

export const updateWithStages = defineOperation({
  realm: 'workspace',
  name: 'pipelines.update_with_stages',
  summary: {
    en: 'Change a pipeline and its stages together: names, order, meaning, new stages, archived ones',
    uk: 'Змінити воронку разом з її етапами: назви, порядок, зміст, нові етапи, архівовані',
  },
  kind: 'write',
  allow: operators,
  input: z.strictObject({
    ...seen,
    name: schemas.name.optional(),
    /** The stages that it shall have, in their order; one without an id is new. */
    stages: z
      .array(z.strictObject({ ...stageFields.shape, id: schemas.id.optional(), version: seen.version }))
      .max(100),
    /** The stages that it shall have no longer. Every stage it has now is either here or above. */
    archive_stages: z.array(z.strictObject(seen)).max(100).default([]),
  }),
  output: withStages,
  errors: ['invalid_input', 'not_found', 'conflict', 'version_required'],
  run: async (context, { id, version, name, stages, archive_stages: leaving }) => {
    assertUsable(stages)
    const { changes } = context
    await changes.update(pipelineEntity, id, version, name === undefined ? {} : { name })
    const present = await lockStages(context, id)
    assertSame([...present.keys()], [...stages, ...leaving])
    const ids: string[] = []
    for (const [position, { id: stageId, version: stageVersion, ...fields }] of stages.entries()) {
      const values = { ...fields, position }
      if (stageId === undefined) ids.push(createStage(context, { ...values, pipeline_id: id }))
      else ids.push(stageId)
      if (stageId !== undefined && differs(present.get(stageId), values))
        await changes.update(stageEntity, stageId, stageVersion, values)
    }
    for (const stage of leaving)
      await changes.update(stageEntity, stage.id, stage.version, { archived_at: context.now })
    return (await readTogether(context, id, ids)) as never
  },
})

type Meaning = Pick<z.infer<typeof stageFields>, 'kind'>

function assertUsable(stages: readonly Meaning[]): void {
  for (const kind of ['open', 'won'] as const)
    if (!stages.some((stage) => stage.kind === kind)) throw new AppError('invalid_input', 'stage_missing', { kind })
}

/**
 * A stage that is none of the pipeline's is not here. Somebody who added or archived one meanwhile must not be overruled
 * unawares.
 */
function assertSame(present: readonly string[], named: readonly { id?: string | undefined }[]): void {
  const told = named.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const strange = told.find((id) => !present.includes(id))
  if (strange !== undefined) throw notFound('stage', strange)
  if (told.length !== present.length || new Set(told).size !== told.length)
    throw new AppError('conflict', 'stages_changed', { present })
}

const differs = (stored: StoredRecord | undefined, values: Record<string, unknown>): boolean =>
  Object.entries(values).some(([field, value]) => value !== undefined && stored?.[field] !== value)

function createStage({ changes, newId }: WriteContext, values: Record<string, unknown>): string {
  const id = newId()
  changes.create(stageEntity, id, values)
  return id
}

/** The pipeline's stages that are not archived, locked, by id. */
async function lockStages({ db, actor }: WriteContext, pipelineId: string): Promise<Map<string, StoredRecord>> {
  const rows = await db.query<StoredRecord>(sql`
    select * from kurs.stage
    where workspace_id = ${actor.workspaceId} and pipeline_id = ${pipelineId} and archived_at is null
    order by id for update`)
  return new Map(rows.map((row) => [row.id, row]))
}

async function readTogether(context: WriteContext, id: string, stageIds: readonly string[]): Promise<unknown> {
  const [pipeline] = await readBack(context, pipelineShape, [id])
  return { ...pipeline, stages: await readBack(context, stageShape, stageIds) }
}
