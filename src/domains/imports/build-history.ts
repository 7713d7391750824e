import type { Values } from '../../platform/history/recorder.ts'
import type { Entity } from '../../platform/history/entity.ts'
import { activityEntity } from '../activities/index.ts'
import { dealEntity } from '../deals/index.ts'
import { reference } from './build-records.ts'
import type { RowValues } from './row-values.ts'
import type { StagedRow } from './staging.ts'
import type { KnownStage, World } from './world.ts'

type Has = (target: string) => boolean
type Closing = { status: string; closed_on: string | null; close_rate: number | null }

/**
 * A log of events, one a row: the deal, what happened, when. Events that are stages move the deal; every event may
 * also become an activity. Remembers each deal's last closing, so that a second won stage keeps the first day, and its
 * earliest row so far: that one tells how the deal began.
 */
export function stageEventBuilder(has: Has): (values: RowValues, world: World) => Promise<StagedRow[]> {
  const closings = new Map<string, Closing>()
  const eventCounts = new Map<string, number>()
  const earliest = new Map<string, string>()
  return async (values, world) => {
    const deal = values.required('external_id')
    const event = values.required('stage_event')
    const at = values.instant('at')
    if (at === null && values.problems.length === 0) values.refuse('at', null, 'missing', { target: 'at' })
    if (deal === null || event === null || at === null) return []
    const { stage_prefix: prefix, events_as_activities: asActivities } = world.options
    const isStage = prefix === null || event.startsWith(prefix)
    const stage = isStage ? world.stageOf(event) : null
    if (isStage && !stage) values.refuse('stage_event', event, 'unknown_reference', { target: 'stage' })
    const told = toldOfDeal(values, world, has)
    const createdOn = values.day('created_at')
    if (values.problems.length > 0) return []
    const rows: StagedRow[] = []
    if (stage) {
      const closing = await closingOf(world, stage, closings.get(deal), String(told.currency), at)
      closings.set(deal, closing)
      const patch = { stage_id: stage.id, pipeline_id: stage.pipelineId, ...closing }
      const first = earliest.get(deal)
      const isEarliest = first === undefined || Date.parse(at) <= Date.parse(first)
      if (isEarliest) earliest.set(deal, at)
      const birth = isEarliest ? beginning(values, world, deal, at, createdOn, told) : null
      rows.push(stagedEvent(values, dealEntity, deal, at, birth, patch, withoutNulls(told)))
    }
    if (asActivities) rows.push(activityRow(values, world, has, deal, event, at, eventCounts))
    return rows
  }
}

/** What every row of the log tells of its deal besides the event. */
function toldOfDeal(values: RowValues, world: World, has: Has): Values {
  const currency = values.text('currency') ?? world.options.currency ?? world.settings.currency
  const told: Values = { amount_minor: values.money('amount', currency), currency }
  if (has('close_on')) told.close_on = values.day('close_on')
  if (has('account')) told.account_id = reference(values, world.accounts, 'account', world)
  if (has('owner')) told.owner_id = reference(values, world.people, 'owner', world)
  if (has('product')) told.product_id = reference(values, world.products, 'product', world)
  return told
}

/** How a deal began, as its earliest row tells. */
const beginning = (
  values: RowValues,
  world: World,
  deal: string,
  at: string,
  createdOn: string | null,
  told: Values,
): Values => ({
  name: values.text('name') ?? deal,
  external_id: deal,
  created_on: createdOn ?? world.dayOf(at),
  created_known: createdOn !== null,
  history_known: true,
  amount_estimated: false,
  ...told,
})

/** An empty cell of a later row leaves what is known. */
const withoutNulls = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

async function closingOf(
  world: World,
  stage: KnownStage,
  before: Closing | undefined,
  currency: string,
  at: string,
): Promise<Closing> {
  if (stage.kind === 'open') return { status: 'open', closed_on: null, close_rate: null }
  if (before?.status === stage.kind) return before
  const day = world.dayOf(at)
  return { status: stage.kind, closed_on: day, close_rate: await world.closeRateOf(currency, day) }
}

function activityRow(
  values: RowValues,
  world: World,
  has: Has,
  deal: string,
  event: string,
  at: string,
  eventCounts: Map<string, number>,
): StagedRow {
  const count = (eventCounts.get(deal) ?? 0) + 1
  eventCounts.set(deal, count)
  const detail = values.text('lifecycle')
  const patch: Values = {
    kind: 'event',
    subject: detail === null ? event : `${event} · ${detail}`,
    external_id: `${deal}/${count}`,
    happened_at: at,
    is_done: true,
    deal_ref: deal,
  }
  if (has('who')) patch.owner_id = reference(values, world.people, 'who', world)
  return { ...stagedEvent(values, activityEntity, `${deal}/${count}`, at, null, patch), isEvent: false, birthAt: at }
}

export const stagedEvent = (
  values: RowValues,
  entity: Entity,
  externalId: string,
  at: string,
  birth: Values | null,
  patch: Values,
  also: Values | null = null,
): StagedRow => ({
  row: values.row,
  entity,
  recordId: null,
  externalId,
  isEvent: true,
  validAt: at,
  birthAt: null,
  birth,
  patch,
  also,
})
