import { z } from 'zod'
import { dayOf } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { administrators } from '../../platform/access.ts'
import { defineOperation, type ReadContext } from '../../platform/operation.ts'
import { loadJob, removeJob, stepCount } from './jobs.ts'
import { currencies } from './rates.ts'
import * as schema from './schema.ts'
import * as statements from './sql.ts'

const shared = { realm: 'workspace', allow: administrators } as const
const usualSeed = 7

export const getSample = defineOperation({
  ...shared,
  name: 'sample.get',
  summary: { en: 'Say whether the sample company is here', uk: 'Показати, чи завантажено приклад компанії' },
  kind: 'read',
  input: z.strictObject({}),
  output: schema.sampleStatus,
  errors: [],
  run: async (context) => {
    const stored = await context.db.first(statements.selectSample(context.actor.workspaceId))
    const doneCount = stored?.done_count ?? 0
    const state =
      stored === null ? ('none' as const) : doneCount < stepCount ? ('partial' as const) : ('loaded' as const)
    return {
      state,
      can_load: stored === null ? (await obstacle(context)) === null : doneCount < stepCount,
      end_on: stored?.end_on ?? null,
      done_count: doneCount,
      step_count: stepCount,
      job_id: stored?.job_id ?? null,
    }
  },
})

export const load = defineOperation({
  ...shared,
  name: 'sample.load',
  summary: {
    en: 'Load the sample company into an empty workspace',
    uk: 'Завантажити приклад компанії в порожній простір',
  },
  kind: 'write',
  input: z.strictObject({
    /** Last day of its three years; default: today. */
    end_on: schemas.day.optional(),
    seed: z.number().int().min(0).max(4_294_967_295).optional(),
  }),
  output: schema.started,
  errors: ['invalid_input', 'conflict'],
  run: async (context, input) => {
    const { db, actor, jobs, now } = context
    const stored = await db.first(statements.lockSample(actor.workspaceId))
    await assertIdle(context)
    if (stored !== null && stored.done_count >= stepCount) throw new AppError('conflict', 'sample_loaded')
    if (stored === null) {
      const reason = await obstacle(context)
      if (reason !== null) throw new AppError('conflict', reason)
      const today = dayOf(now, actor.settings.timeZone)
      const endOn = input.end_on ?? today
      if (endOn > today) throw new AppError('invalid_input', 'in_future', { at: endOn, now: today })
      const row = { id: context.newId(), seed: input.seed ?? usualSeed, endOn, now }
      const made = await db.first(statements.insertSample(actor.workspaceId, row))
      if (made === null) throw new AppError('conflict', 'busy')
    }
    const jobId = await jobs.enqueue(loadJob.kind, {})
    await db.query(statements.updateJob(actor.workspaceId, jobId))
    return { job_id: jobId }
  },
})

export const remove = defineOperation({
  ...shared,
  name: 'sample.remove',
  summary: { en: 'Remove the sample company', uk: 'Прибрати приклад компанії' },
  kind: 'write',
  input: z.strictObject({}),
  output: schema.started,
  errors: ['conflict'],
  run: async (context) => {
    const { db, actor, jobs } = context
    const stored = await db.first(statements.lockSample(actor.workspaceId))
    if (stored === null) throw new AppError('conflict', 'sample_absent')
    await assertIdle(context)
    const jobId = await jobs.enqueue(removeJob.kind, {})
    await db.query(statements.updateJob(actor.workspaceId, jobId))
    return { job_id: jobId }
  },
})

/** Why the sample may not come here; null: it may. */
async function obstacle({ db, actor }: ReadContext): Promise<'sample_currency' | 'sample_not_empty' | null> {
  if (!currencies.some((one) => one === actor.settings.currency)) return 'sample_currency'
  const own = await db.first(statements.selectOwnData(actor.workspaceId))
  return own?.is_there === true ? 'sample_not_empty' : null
}

/** Loading and removal one after another, never two at a time. */
async function assertIdle({ db, actor }: ReadContext): Promise<void> {
  const now = await db.first(statements.selectSample(actor.workspaceId))
  if (now !== null && now.job_id !== null) throw new AppError('conflict', 'sample_busy', { job_id: now.job_id })
}
