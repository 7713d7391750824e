import { z } from 'zod'
import { dayOf } from '../../base/calendar.ts'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { defineOperation, type ReadContext } from '../../platform/operation.ts'
import { defaultRunSettings, loadRunData, runForecast, type RunSettings } from './run-forecast.ts'
import * as schema from './schema.ts'
import * as statements from './sql.ts'

const shared = { realm: 'workspace', allow: ['administrator', 'operations', 'manager', 'viewer'] } as const

export const forecastJob = defineJob({
  kind: 'forecast_run',
  payload: z.object({ run_id: z.uuid() }),
  run: async (context, { run_id: id }) => {
    try {
      const { as_of_on: asOfOn, settings } = await context.read(async ({ db, actor }) =>
        required(await db.first(statements.selectRun(actor.workspaceId, id)), id),
      )
      const data = await context.read((read) => loadRunData(read, asOfOn))
      const result = await runForecast(context, data, asOfOn, settings as RunSettings)
      await context.write(({ db, actor, now }) =>
        db.query(statements.finishRun(actor.workspaceId, id, now, data.seq, result)),
      )
      return { seq: data.seq }
    } catch (error) {
      if (error instanceof AppError && error.code === 'unavailable') throw error
      await context.settle(({ db, actor, now }) => db.query(statements.failRun(actor.workspaceId, id, now)))
      throw error
    }
  },
})

const createForecast = defineOperation({
  ...shared,
  name: 'forecasts.create',
  summary: { en: 'Run the forecast as of a day', uk: 'Порахувати прогноз станом на день' },
  kind: 'write',
  input: z.strictObject({ as_of: schemas.day.optional() }),
  output: schema.forecastRunWithResult,
  errors: ['invalid_input'],
  run: async (context, input) => {
    const { actor, db, jobs } = context
    const today = todayOf(context)
    const asOfOn = input.as_of ?? today
    if (asOfOn > today) throw new AppError('invalid_input', 'in_future', { at: asOfOn, now: today })
    const id = context.newId()
    const jobId = await jobs.enqueue(forecastJob.kind, { run_id: id }, { maxAttempts: 3 })
    const kind = asOfOn === today ? 'recorded' : 'reconstructed'
    const run = {
      id,
      asOfOn,
      kind,
      settings: defaultRunSettings(actor.settings),
      jobId,
      by: actor.name,
      now: context.now,
    }
    return withinReach(context, required(await db.first(statements.insertRun(actor.workspaceId, run)), id))
  },
})

const getForecast = defineOperation({
  ...shared,
  name: 'forecasts.get',
  summary: { en: 'Show a forecast run', uk: 'Показати розрахунок прогнозу' },
  kind: 'read',
  input: z.strictObject({ id: schemas.id }),
  output: schema.forecastRunWithResult,
  errors: ['not_found'],
  run: async (context, { id }) =>
    withinReach(context, required(await context.db.first(statements.selectRun(context.actor.workspaceId, id)), id)),
})

const latestForecast = defineOperation({
  ...shared,
  name: 'forecasts.latest',
  summary: { en: 'Show the newest forecast as of a day', uk: 'Показати найновіший прогноз станом на день' },
  kind: 'read',
  input: z.strictObject({ as_of: schemas.day.optional() }),
  output: z.object({ run: schema.forecastRunWithResult.nullable() }),
  errors: [],
  run: async (context, input) => {
    const asOfOn = input.as_of ?? todayOf(context)
    const run = await context.db.first(statements.selectLatest(context.actor.workspaceId, asOfOn))
    return { run: run === null ? null : withinReach(context, run) }
  },
})

const listForecasts = defineOperation({
  ...shared,
  name: 'forecasts.list',
  summary: { en: 'List forecast runs, newest first', uk: 'Список розрахунків прогнозу, новіші спочатку' },
  kind: 'read',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(schema.forecastRun) }),
  errors: [],
  run: async ({ db, actor }, input) => ({
    items: await db.query(statements.selectRuns(actor.workspaceId, input.limit)),
  }),
})

const todayOf = (context: ReadContext): string => dayOf(context.now, context.actor.settings.timeZone)

/** Whoever does not see everybody's deals sees the sums, not the single deals behind them. */
function withinReach(context: ReadContext, run: schema.ForecastRun): schema.ForecastRun {
  if (context.actor.reach.kind === 'all' || run.result === null) return run
  return {
    ...run,
    result: { ...run.result, windows: run.result.windows.map((window) => ({ ...window, contributions: [] })) },
  }
}

function required<T>(row: T | null, id: string): T {
  if (!row) throw notFound('forecast', id)
  return row
}

export const forecastOperations = [createForecast, getForecast, latestForecast, listForecasts] as const
