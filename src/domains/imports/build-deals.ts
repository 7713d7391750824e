import { createHash } from 'node:crypto'
import type { Values } from '../../platform/history/recorder.ts'
import { dealEntity } from '../deals/index.ts'
import { categoryOf, outcomeOf } from './words.ts'
import { mappedTexts, reference } from './build-records.ts'
import type { RowValues } from './row-values.ts'
import type { StagedRow } from './staging.ts'
import type { KnownStage, World } from './world.ts'

type Has = (target: string) => boolean

/**
 * A row of a plain deals file tells how a deal is, when it began and, once closed, when it closed: two moments.
 * What was not known at the beginning (the outcome, the final amount) is kept out of it: before the closing the
 * deal stands open, in the stage that open deals of the file mostly stand in, at its product's list price if any.
 */
export async function dealRow(
  values: RowValues,
  world: World,
  has: Has,
  openStage: (pipelineName: string | null) => KnownStage | null,
): Promise<StagedRow[]> {
  const stageName = stageTold(values.text('stage'), values.text('status')) ?? values.required('stage')
  const stage = stageName === null ? null : world.stageOf(stageName, values.text('pipeline'))
  if (stageName !== null && !stage) values.refuse('stage', stageName, 'unknown_reference', { target: 'stage' })
  const category = values.text('forecast_category')
  const refs = references(values, world, has)
  const days = dealDays(values, world, stage)
  const currency = values.text('currency') ?? world.options.currency ?? world.settings.currency
  const amount = values.money('amount', currency)
  if (!stage || values.problems.length > 0) return []
  const externalId = values.text('external_id') ?? rowKey(values)
  const price = estimate(world, refs.product_id as string | null | undefined)
  const isEstimated = amount === null && price.amount_minor !== undefined
  const fields: Values = {
    name: values.text('name') ?? nameOf(world, refs, externalId),
    external_id: externalId,
    ...refs,
    ...mappedTexts(values, has, ['next_step', 'loss_reason', 'source']),
    ...(has('forecast_category') && { forecast_category: category === null ? null : categoryOf(category) }),
    pipeline_id: stage.pipelineId,
    stage_id: stage.id,
    status: stage.kind,
    ...(isEstimated ? price : { amount_minor: amount, currency, amount_estimated: false }),
    close_on: days.closeOn,
    created_on: days.createdOn,
    created_known: days.createdKnown,
    history_known: false,
    closed_on: days.closedOn,
    close_rate:
      days.closedOn === null
        ? null
        : await world.closeRateOf(isEstimated ? String(price.currency) : currency, days.closedOn),
  }
  const beganIn = days.closedOn === null ? stage : (openStage(values.text('pipeline')) ?? stage)
  return [
    staged(values, world, externalId, fields, days, {
      ...price,
      stage_id: beganIn.id,
      pipeline_id: beganIn.pipelineId,
    }),
  ]
}

/** A source that keeps the outcome apart from the stage: a status of won or lost is the stage that counts. */
export function stageTold(stage: string | null, status: string | null): string | null {
  if (status !== null && outcomeOf(status) !== 'open') return status
  return stage ?? status
}

type DealDays = { createdOn: string; createdKnown: boolean; closeOn: string | null; closedOn: string | null }

function dealDays(values: RowValues, world: World, stage: KnownStage | null): DealDays {
  const today = world.dayOf(world.now)
  const created = values.day('created_on')
  const expected = values.day('close_on')
  const isClosed = stage !== null && stage.kind !== 'open'
  const closedOn = isClosed
    ? (values.day('closed_on') ?? values.day('closed_at') ?? expected ?? created ?? today)
    : null
  if (closedOn !== null && created !== null && closedOn < created) {
    values.refuse('close_on', closedOn, 'closed_before_created', { created_on: created })
  }
  if (closedOn !== null && closedOn > today) values.refuse('close_on', closedOn, 'in_future', { today })
  if (created !== null && created > today) values.refuse('created_on', created, 'in_future', { today })
  return {
    createdOn: created ?? closedOn ?? today,
    createdKnown: created !== null,
    closeOn: expected ?? closedOn,
    closedOn,
  }
}

function references(values: RowValues, world: World, has: Has): Values {
  const refs: Values = {}
  if (has('account')) refs.account_id = reference(values, world.accounts, 'account', world)
  if (has('contact')) refs.contact_id = reference(values, world.contacts, 'contact', world)
  if (has('owner')) refs.owner_id = reference(values, world.people, 'owner', world)
  if (has('product')) refs.product_id = reference(values, world.products, 'product', world)
  return refs
}

function estimate(world: World, productId: string | null | undefined): Values {
  const price = world.options.estimate_amounts && productId ? world.priceOf(productId) : null
  return price ? { amount_minor: price.minor, currency: price.currency, amount_estimated: true } : {}
}

/** A file without names: the product and the account say what the deal is about. */
function nameOf(world: World, refs: Values, externalId: string): string {
  const product = typeof refs.product_id === 'string' ? world.products.nameOf(refs.product_id) : null
  const account = typeof refs.account_id === 'string' ? world.accounts.nameOf(refs.account_id) : null
  const parts = [product, account].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(' · ') : externalId
}

/** A file without ids: rows that say the same of the same deal at its beginning are the same deal. */
const rowKey = (values: RowValues): string => {
  const told = ['name', 'account', 'product', 'owner', 'created_on'].map((target) => values.text(target))
  return `row:${createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32)}`
}

function staged(
  values: RowValues,
  world: World,
  externalId: string,
  fields: Values,
  days: DealDays,
  beginning: Values,
): StagedRow {
  const began = days.createdKnown || days.closedOn !== null ? world.startOf(days.createdOn) : world.now
  const birth: Values | null =
    days.closedOn === null
      ? null
      : {
          ...fields,
          amount_minor: null,
          amount_estimated: false,
          ...beginning,
          status: 'open',
          close_on: null,
          closed_on: null,
          close_rate: null,
          loss_reason: null,
        }
  return {
    row: values.row,
    entity: dealEntity,
    recordId: null,
    externalId,
    isEvent: false,
    validAt: days.closedOn === null ? world.now : world.startOf(days.closedOn),
    birthAt: began,
    birth,
    patch: fields,
    also: null,
  }
}
