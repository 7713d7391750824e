import { dayOf } from '../../base/calendar.ts'
import { notFound } from '../../base/errors.ts'
import { defineEntity } from '../../platform/history/entity.ts'
import type { Values } from '../../platform/history/recorder.ts'
import type { WriteContext } from '../../platform/operation.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { recordOperations } from '../../platform/records/operations.ts'
import * as schema from './schema.ts'
import { selectRate, selectStage } from './sql.ts'

export const dealEntity = defineEntity({
  name: 'deal',
  isVersioned: true,
  ownerField: 'owner_id',
  fields: {
    name: { type: 'text' },
    external_id: { type: 'text' },
    account_id: { type: 'uuid', references: 'account' },
    contact_id: { type: 'uuid', references: 'contact' },
    owner_id: { type: 'uuid', references: 'person' },
    product_id: { type: 'uuid', references: 'product' },
    pipeline_id: { type: 'uuid', references: 'pipeline' },
    stage_id: { type: 'uuid', references: 'stage' },
    status: { type: 'text' },
    amount_minor: { type: 'bigint' },
    currency: { type: 'text' },
    amount_estimated: { type: 'boolean' },
    close_on: { type: 'date' },
    created_on: { type: 'date' },
    created_known: { type: 'boolean' },
    history_known: { type: 'boolean' },
    closed_on: { type: 'date' },
    close_rate: { type: 'numeric' },
    next_step: { type: 'text' },
    next_step_on: { type: 'date' },
    loss_reason: { type: 'text' },
    source: { type: 'text' },
    forecast_category: { type: 'text' },
  },
})

export const dealShape = {
  entity: dealEntity,
  searchIn: ['name', 'external_id', 'account_name', 'owner_name'],
  defaultSort: 'created_on',
}

/**
 * What follows from what was given: the stage decides pipeline and status, closing freezes the day and the rate,
 * an amount typed by a person is no estimate.
 */
async function completeDeal(context: WriteContext, given: Values, stored: Values | null, at: string): Promise<Values> {
  const { settings, workspaceId } = context.actor
  const defaults: Values = stored
    ? {}
    : {
        currency: settings.currency,
        created_on: dayOf(at, settings.timeZone),
        created_known: true,
        history_known: true,
        amount_estimated: false,
      }
  const values = { ...defaults, ...withoutUndefined(given) }
  if (values.amount_minor !== undefined && stored) values.amount_estimated = false
  if (typeof values.stage_id !== 'string') return values
  const stage = await context.db.first(selectStage(workspaceId, values.stage_id))
  if (!stage) throw notFound('stage', values.stage_id)
  Object.assign(values, { pipeline_id: stage.pipeline_id, status: stage.kind })
  if (stage.kind === 'open') return { ...values, closed_on: null, close_rate: null }
  if (stored?.status === stage.kind) return values
  return { ...values, ...(await closing(context, String(values.currency ?? stored?.currency), at)) }
}

async function closing(context: WriteContext, currency: string, at: string): Promise<Values> {
  const { settings, workspaceId } = context.actor
  const closedOn = dayOf(at, settings.timeZone)
  return {
    closed_on: closedOn,
    close_rate: await closeRate(context.db, workspaceId, currency, settings.currency, closedOn),
  }
}

/**
 * The rate to freeze on a deal closed that day.
 * @returns units of `quote` per unit of `currency`, or null when no rate is known on or before the day
 */
export async function closeRate(
  db: Db,
  workspaceId: string,
  currency: string,
  quote: string,
  day: string,
): Promise<number | null> {
  if (currency === quote) return 1
  const found = await db.first(selectRate(workspaceId, currency, quote, day))
  return found?.rate == null ? null : Number(found.rate)
}

const withoutUndefined = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

export const deals = recordOperations({
  noun: 'deals',
  words: { one: { en: 'a deal', uk: 'угоду' }, many: { en: 'deals', uk: 'угоди' } },
  shape: dealShape,
  stored: schema.deal,
  editable: schema.dealEditable,
  complete: completeDeal,
})
