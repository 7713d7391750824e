import type { FileShape } from '../../base/file-shape.ts'
import { readRows } from '../../platform/files/rows.ts'
import { countGrownTables, insertChangesFrom, planForManyRows } from '../../platform/history/bulk.ts'
import type { Entity } from '../../platform/history/entity.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { dealRow, stageTold } from './build-deals.ts'
import { FieldHistory } from './build-field-history.ts'
import { stageEventBuilder } from './build-history.ts'
import { recordBuilders } from './build-records.ts'
import { importedEntities } from './file-kinds.ts'
import type { Creation } from './references.ts'
import { Layout, RowValues } from './row-values.ts'
import type { ImportKind, ImportReport, Mapping, RefusedRow } from './schema.ts'
import * as statements from './sql.ts'
import { copyStaged, type StagedRow } from './staging.ts'
import { loadWorld, sinceEver, type KnownStage, type World } from './world.ts'

export type FileToImport = { path: string; shape: FileShape; kind: ImportKind; mapping: Mapping }
type OnRows = (rowCount: number) => Promise<void>

const refusedShown = 1000
const creationBatch = 5000

type Tally = {
  rowCount: number
  refusedCount: number
  refused: RefusedRow[]
  newestAt: string | null
  entities: Set<string>
}

/**
 * Brings a file into the workspace within the caller's transaction: reads and judges every row, stages what is
 * good, and lets the database work out what is new and what differs. A dry run is the same, rolled back.
 * @returns what was created, changed, left alone and refused; refused rows are not applied
 */
export async function applyFile(context: WriteContext, file: FileToImport, onRows: OnRows): Promise<ImportReport> {
  const { db, actor, changes } = context
  const world = await loadWorld(
    db,
    {
      workspaceId: actor.workspaceId,
      now: context.now,
      settings: actor.settings,
      options: file.mapping.options,
      newId: context.newId,
    },
    file.kind === 'activities',
  )
  const tally: Tally = { rowCount: 0, refusedCount: 0, refused: [], newestAt: null, entities: new Set() }
  for (const setting of planForManyRows()) await db.query(setting)
  await db.query(statements.createStaged())
  const described = new Set<string>()
  await copyStaged(db, stagedRows(context, file, world, tally, described, onRows))
  await db.query(sql`analyze staged (entity, ref)`)
  const setId = await changes.setId()
  await insertCreations(
    context,
    setId,
    world.creations().filter(({ id }) => !described.has(id)),
  )
  await changes.flush()
  const entities: ImportReport['entities'] = {}
  for (const entity of importedEntities) {
    const unchanged = tally.entities.has(entity.name) ? await applyEntity(context, entity, setId) : 0
    const outcome = await db.first(statements.countOutcome(entity, actor.workspaceId, setId))
    if (outcome && outcome.created + outcome.updated + unchanged > 0) entities[entity.name] = { ...outcome, unchanged }
  }
  await db.query(countGrownTables())
  return {
    row_count: tally.rowCount,
    refused_count: tally.refusedCount,
    refused: tally.refused,
    entities,
    newest_on: tally.newestAt?.slice(0, 10) ?? null,
    notes: [],
  }
}

/** @returns how many of the records spoken of stay as they were */
async function applyEntity(context: WriteContext, entity: Entity, setId: number): Promise<number> {
  const { db, changes } = context
  const { workspaceId } = context.actor
  for (const statement of statements.createTargets(entity, workspaceId)) await db.query(statement)
  for (const statement of statements.lockRecords(entity, workspaceId)) await db.query(statement)
  await db.query(statements.insertNewStates(entity, workspaceId, setId))
  await db.query(statements.insertChangedStates(entity, workspaceId, setId))
  await db.query(statements.insertEvents(entity, workspaceId, setId))
  changes.touched(entity)
  await changes.flush()
  const left = await db.first(statements.countUnchanged(entity, workspaceId, setId))
  for (const statement of statements.dropTargets()) await db.query(statement)
  return left?.unchanged ?? 0
}

/** Records that rows only spoke of; those that a row describes are created with what it says. */
async function insertCreations(context: WriteContext, setId: number, creations: Creation[]): Promise<void> {
  for (let i = 0; i < creations.length; i += creationBatch) {
    const rows = creations
      .slice(i, i + creationBatch)
      .map(({ entity, id, values }) => ({ entity: entity.name, id, after: values }))
    await context.db.query(
      insertChangesFrom(
        context.actor.workspaceId,
        setId,
        sql`select r.entity, r.id, 1 as version, 0 as ord, 'create' as kind, cast(${sinceEver} as timestamptz) as valid_at,
            cast(null as jsonb) as before, r.after
          from jsonb_to_recordset(cast(cast(${JSON.stringify(rows)} as text) as jsonb)) as r(entity text, id uuid, after jsonb)`,
      ),
    )
  }
  for (const { entity } of creations) context.changes.touched(entity)
}

type Builder = { build: (values: RowValues) => Promise<StagedRow[]> | StagedRow[]; end: () => StagedRow[] }

async function* stagedRows(
  context: WriteContext,
  file: FileToImport,
  world: World,
  tally: Tally,
  described: Set<string>,
  onRows: OnRows,
): AsyncGenerator<StagedRow> {
  const layout = new Layout(file.mapping)
  const reading = {
    timeZone: world.settings.timeZone,
    currency: file.mapping.options.currency ?? world.settings.currency,
  }
  const builder = await builderFor(context, file, world, layout)
  for await (const row of readRows(file.path, file.shape)) {
    const values = new RowValues(row, layout, reading)
    tally.rowCount++
    const takeBack = world.savepoint()
    const built = values.problems.length > 0 ? [] : await builder.build(values)
    if (values.problems.length > 0) {
      takeBack()
      note(tally, values.problems)
    } else yield* seen(tally, built, world, described)
    if (tally.rowCount % 1000 === 0) await onRows(tally.rowCount)
  }
  yield* seen(tally, builder.end(), world, described)
}

function* seen(tally: Tally, rows: StagedRow[], world: World, described: Set<string>): Generator<StagedRow> {
  for (const row of rows) {
    if (row.recordId !== null) described.add(row.recordId)
    tally.entities.add(row.entity.name)
    // What the file does not date is taken to be of now: that says nothing about how fresh the file is.
    const at = row.validAt === world.now ? row.birthAt : row.validAt
    const isDated = at !== null && at !== sinceEver && at !== world.now
    if (isDated && (tally.newestAt === null || at > tally.newestAt)) tally.newestAt = at
    yield row
  }
}

function note(tally: Tally, problems: RefusedRow[]): void {
  tally.refusedCount++
  if (tally.refused.length < refusedShown) tally.refused.push(...problems)
}

async function builderFor(context: WriteContext, file: FileToImport, world: World, layout: Layout): Promise<Builder> {
  const has = (target: string): boolean => layout.has(target)
  const nothing = (): StagedRow[] => []
  if (file.kind === 'deals') {
    const openStageOf = await usualOpenStages(file, world, layout)
    const openStages = new Map<string | null, KnownStage | null>()
    const openStage = (pipelineName: string | null): KnownStage | null => {
      const known = openStages.get(pipelineName)
      if (known !== undefined) return known
      const found = openStageOf(pipelineName)
      openStages.set(pipelineName, found)
      return found
    }
    return { build: (values) => dealRow(values, world, has, openStage), end: nothing }
  }
  if (file.kind === 'deal_history_stages') {
    const build = stageEventBuilder(has)
    return { build: (values) => build(values, world), end: nothing }
  }
  if (file.kind === 'deal_history_fields') {
    const rows = await context.db.query(statements.selectDealBeginnings(context.actor.workspaceId))
    const history = new FieldHistory(world, new Map(rows.map((row) => [row.external_id, row])))
    return { build: (values) => history.rows(values), end: () => history.oldest() }
  }
  const recordBuilder = recordBuilders[file.kind]?.(has)
  if (!recordBuilder) throw new Error(`no builder for ${file.kind}`)
  return { build: (values) => recordBuilder(values, world), end: nothing }
}

/** Per pipeline, as the file names it: the open stage that its open deals with a known beginning mostly stand in. */
async function usualOpenStages(file: FileToImport, world: World, layout: Layout) {
  const [stage, status, created, pipeline] = ['stage', 'status', 'created_on', 'pipeline'].map(
    (target) => layout.place(target)?.index,
  )
  const counts = new Map<string | null, Map<string, number>>()
  for await (const { cells } of readRows(file.path, file.shape)) {
    const told = (place: number | undefined): string | null => cells[place ?? -1]?.trim() || null
    const name = stageTold(told(stage), told(status))
    if (name === null || (!told(created) && created !== undefined)) continue
    const ofPipeline = counts.get(told(pipeline)) ?? new Map<string, number>()
    counts.set(told(pipeline), ofPipeline.set(name, (ofPipeline.get(name) ?? 0) + 1))
  }
  return (pipelineName: string | null): KnownStage | null => {
    const ranked = [...(counts.get(pipelineName) ?? [])].sort((a, b) => b[1] - a[1])
    const known = ranked.map(([name]) => world.stageOf(name, pipelineName))
    return known.find((one) => one?.kind === 'open') ?? null
  }
}
