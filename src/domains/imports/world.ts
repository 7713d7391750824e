import { dayReader, startOfDay } from '../../base/calendar.ts'
import { foldName, foldReader } from '../../base/fold-name.ts'
import type { WorkspaceSettings } from '../../platform/access.ts'
import type { Entity } from '../../platform/history/entity.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { sql } from '../../platform/postgres/query.ts'
import { accountEntity, contactEntity } from '../accounts/index.ts'
import { productEntity } from '../catalogue/index.ts'
import { closeRate, dealEntity } from '../deals/index.ts'
import { personEntity, teamEntity } from '../people/index.ts'
import { pipelineEntity, stageEntity } from '../pipelines/index.ts'
import { References, type Creation } from './references.ts'
import type { ImportOptions } from './schema.ts'

export type KnownStage = { id: string; pipelineId: string; kind: 'open' | 'won' | 'lost'; position: number }
export type Price = { minor: number; currency: string }

/** Records without a date of their own are taken to have been so always. */
export const sinceEver = '1970-01-01T00:00:00Z'

/** What an import knows of the workspace while it reads the file: who and what exists, and what it adds. */
export type World = {
  workspaceId: string
  now: string
  settings: WorkspaceSettings
  options: ImportOptions
  newId: () => string
  /** The day of a moment in the workspace's zone, and the moment a day begins there. */
  dayOf: (at: string) => string
  startOf: (day: string) => string
  accounts: References
  contacts: References
  people: References
  teams: References
  products: References
  /** Stage of a name, in the import's pipeline; null when unknown and not to be created. */
  stageOf: (name: string, pipelineName?: string | null) => KnownStage | null
  /** Deal of an external id or name. */
  dealOf: (text: string) => string | null
  stages: () => KnownStage[]
  priceOf: (productId: string) => Price | null
  closeRateOf: (currency: string, day: string) => Promise<number | null>
  /** Everything to be created for being spoken of, referred-to records first. */
  creations: () => Creation[]
  /** Remembers where the plans stand; the function it gives takes back what was planned since, for a refused row. */
  savepoint: () => () => void
}

export async function loadWorld(
  db: Db,
  base: Pick<World, 'workspaceId' | 'now' | 'settings' | 'options' | 'newId'>,
  namesDeals: boolean,
): Promise<World> {
  const { workspaceId, newId, options, settings } = base
  const load = (entity: Entity): Promise<References> => References.load(db, workspaceId, entity, newId)
  const people = await load(personEntity)
  const teams = await load(teamEntity)
  const products = await load(productEntity)
  const accounts = await load(accountEntity)
  const contacts = await load(contactEntity)
  const deals = namesDeals ? await load(dealEntity) : null
  const pipeline = await loadStages(db, workspaceId, options, newId)
  const prices = await loadPrices(db, workspaceId)
  const rates = new Map<string, Promise<number | null>>()
  const starts = new Map<string, string>()
  return {
    ...base,
    dayOf: dayReader(settings.timeZone),
    startOf: (day) => {
      const start = starts.get(day) ?? startOfDay(day, settings.timeZone)
      starts.set(day, start)
      return start
    },
    people,
    teams,
    products,
    accounts,
    contacts,
    stageOf: pipeline.stageOf,
    dealOf: (text) => deals?.find(text) ?? null,
    stages: pipeline.stages,
    priceOf: (productId) => prices.get(productId) ?? null,
    closeRateOf: (currency, day) => {
      const key = `${currency} ${day}`
      const rate = rates.get(key) ?? closeRate(db, workspaceId, currency, settings.currency, day)
      rates.set(key, rate)
      return rate
    },
    savepoint: () => {
      const stands = [people, teams, products, accounts, contacts].map((references) => ({
        references,
        count: references.creations.length,
      }))
      const undoStages = pipeline.savepoint()
      return () => {
        for (const { references, count } of stands) references.keepFirst(count)
        undoStages()
      }
    },
    creations: () =>
      [people, teams, products, accounts, contacts].flatMap((r) => r.creations).concat(pipeline.creations()),
  }
}

type StageRow = {
  id: string
  pipeline_id: string
  name: string
  external_id: string | null
  kind: KnownStage['kind']
  position: number
}

/** The import's pipeline and its stages; those the mapping describes are created when first spoken of. */
async function loadStages(db: Db, workspaceId: string, options: ImportOptions, newId: () => string) {
  const pipelines = await References.load(db, workspaceId, pipelineEntity, newId)
  const rows = await db.query<StageRow>(sql`
    select id, pipeline_id, name, external_id, kind, position from kurs.stage where workspace_id = ${workspaceId} and archived_at is null`)
  const known = new Map<string, KnownStage>()
  const creations: Creation[] = []
  const fold = foldReader()
  const key = (pipelineId: string, name: string): string => `${pipelineId} ${fold(name)}`
  for (const { id, pipeline_id: pipelineId, name, kind, position } of rows) {
    known.set(key(pipelineId, name), { id, pipelineId, kind, position })
  }
  const meanings = new Map(options.stages.map((stage) => [foldName(stage.value), stage]))
  const stageOf = (name: string, pipelineName?: string | null): KnownStage | null => {
    const pipeline = pipelineName ?? options.pipeline_name
    const existing = pipelines.find(pipeline)
    const found = existing === null ? undefined : known.get(key(existing, name))
    const meaning = meanings.get(fold(name))
    if (found || !meaning || !options.allow_create) return found ?? null
    const pipelineId = pipelines.findOrCreate(pipeline, { position: 0 })
    const stage = { id: newId(), pipelineId, kind: meaning.kind, position: meaning.position }
    const category = meaning.kind === 'won' ? 'closed' : meaning.kind === 'lost' ? 'omitted' : 'pipeline'
    creations.push({
      entity: stageEntity,
      id: stage.id,
      values: {
        pipeline_id: pipelineId,
        name: meaning.value,
        position: meaning.position,
        kind: meaning.kind,
        probability_ratio: meaning.probability_ratio,
        forecast_category: category,
      },
    })
    known.set(key(pipelineId, name), stage)
    return stage
  }
  return {
    stageOf,
    stages: () => [...known.values()],
    creations: () => [...pipelines.creations, ...creations],
    savepoint: () => {
      const [pipelineCount, stageCount] = [pipelines.creations.length, creations.length]
      return () => {
        pipelines.keepFirst(pipelineCount)
        for (const { values } of creations.splice(stageCount))
          known.delete(key(String(values.pipeline_id), String(values.name)))
      }
    },
  }
}

async function loadPrices(db: Db, workspaceId: string): Promise<Map<string, Price>> {
  const rows = await db.query<{ id: string; list_price_minor: number; currency: string }>(sql`
    select id, list_price_minor, currency from kurs.product
    where workspace_id = ${workspaceId} and list_price_minor is not null and currency is not null`)
  return new Map(rows.map((row) => [row.id, { minor: row.list_price_minor, currency: row.currency }]))
}
