import { dayOf } from '../../base/calendar.ts'
import { notFound } from '../../base/errors.ts'
import type { Values } from '../../platform/history/recorder.ts'
import type { WriteContext } from '../../platform/operation.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { selectRate, selectStage } from './sql.ts'

type Complete = (given: Values, stored: Values | null, at: string) => Promise<Values>

/**
 * Adds to a deal what follows from what was given: the stage decides pipeline and status, closing freezes the day and the
 * rate, an amount typed by a person is no estimate. Each stage and rate is looked up once, however many deals follow.
 */
export function completing(context: WriteContext): Complete {
  const { settings, workspaceId } = context.actor
  const { db } = context
  const stageOf = remembered((id: string) => db.first(selectStage(workspaceId, id)))
  const closing = remembered((key: string) => {
    const [currency = '', day = ''] = key.split(' ')
    return closeRate(db, workspaceId, currency, settings.currency, day)
  })
  return async (given, stored, at) => {
    const today = dayOf(at, settings.timeZone)
    const defaults: Values = stored
      ? {}
      : {
          currency: settings.currency,
          created_on: today,
          created_known: true,
          history_known: true,
          amount_estimated: false,
        }
    const values = { ...defaults, ...withoutUndefined(given) }
    if (values.amount_minor !== undefined && stored) values.amount_estimated = false
    if (typeof values.stage_id !== 'string') return values
    const stage = await stageOf(values.stage_id)
    if (!stage) throw notFound('stage', values.stage_id)
    Object.assign(values, { pipeline_id: stage.pipeline_id, status: stage.kind })
    if (stage.kind === 'open') return { ...values, closed_on: null, close_rate: null }
    if (stored?.status === stage.kind) return values
    const rate = await closing(`${String(values.currency ?? stored?.currency)} ${today}`)
    return { ...values, closed_on: today, close_rate: rate }
  }
}

function remembered<Answer>(look: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>()
  return (key) => {
    const answer = known.get(key) ?? look(key)
    known.set(key, answer)
    return answer
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
