import { z } from 'zod'
import type { CalendarRules } from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { everyone, operators } from '../../platform/access.ts'
import { defineJob } from '../../platform/jobs/job.ts'
import { defineOperation, type ReadContext } from '../../platform/operation.ts'
import { filterSchema, type Filter } from '../../platform/records/filter.ts'
import { assemble, explain } from './answer.ts'
import { catalogue } from './catalogue.ts'
import type { Scope } from './facts.ts'
import type { Metric } from './metric.ts'
import * as schema from './schema.ts'
import { drillStatement, groupsStatement, type Question } from './sql.ts'
import { momentOf, windowsOf, type Moment, type Window } from './windows.ts'

const questionInput = z.strictObject({ ...schema.question, filter: filterSchema.max(20).default([]) })
type QuestionInput = z.output<typeof questionInput>

const pageLimit = 200

export const metricsQuery = defineOperation({
  name: 'metrics.query',
  summary: { en: 'Calculate a metric', uk: 'Обчислити показник' },
  realm: 'workspace',
  kind: 'read',
  input: questionInput,
  output: schema.metricAnswer,
  errors: ['invalid_input', 'not_found'],
  allow: everyone,
  run: async (context, input) => {
    const asked = prepare(context, input)
    const { metric, windows, moment } = asked
    const { rows, seq } = await context.replica.ask(
      (tables) => groupsStatement(questionOf(asked, { tables, ...scopeOf(context, input, asked) }, input.filter)),
      input.known_as_of,
    )
    return {
      ...headOf(context, metric, moment),
      as_of_on: moment.on,
      seq,
      by: input.by,
      periods: periodsOf(windows),
      ...assemble(metric, input.by, windows, rows),
    }
  },
})

export const metricsDrill = defineOperation({
  name: 'metrics.drill',
  summary: { en: 'Show what is behind a number', uk: 'Показати, що стоїть за числом' },
  realm: 'workspace',
  kind: 'read',
  input: questionInput.extend({
    /** The row's keys, one per dimension of `by`; without them the total. */
    keys: z.array(schemas.plain(2000).nullable()).max(2).optional(),
    limit: z.coerce.number().int().min(1).max(pageLimit).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/)
      .optional(),
  }),
  output: schema.drillAnswer,
  errors: ['invalid_input', 'not_found'],
  allow: everyone,
  run: async (context, input) => {
    const { keys, limit } = input
    if (keys && keys.length !== input.by.length) throw new AppError('invalid_input', 'keys', { by: input.by })
    const asked = prepare(context, { ...input, compare: undefined, by: keys ? input.by : [] })
    const { metric, by, moment } = asked
    const window = windowOfKey(asked, keys ?? [])
    const others = (keys ?? []).filter((_, i) => by[i] !== 'time')
    const page = { offset: Number(input.cursor ?? 0), limit }
    const { rows, seq } = await context.replica.ask((tables) => {
      const scope = { tables, ...scopeOf(context, input, asked), windows: [{ ...window, index: 0 }] }
      return drillStatement(questionOf(asked, scope, input.filter), others, page)
    }, input.known_as_of)
    const { sum, items } = explain(metric, rows)
    const seen = page.offset + items.length
    return { ...headOf(context, metric, moment), seq, sum, items, next_cursor: seen < sum.count ? String(seen) : null }
  },
})

export const metricsList = defineOperation({
  name: 'metrics.list',
  summary: { en: 'List the metrics and what they mean', uk: 'Список показників і що вони означають' },
  realm: 'workspace',
  kind: 'read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(schema.metricDescription) }),
  errors: [],
  allow: everyone,
  run: async () => ({ items: catalogue.map(describe) }),
})

export const replicaGet = defineOperation({
  name: 'replica.get',
  summary: { en: 'Show how far the replica is', uk: 'Показати стан репліки' },
  realm: 'workspace',
  kind: 'read',
  input: z.strictObject({}),
  output: schema.replicaStatus,
  errors: [],
  allow: operators,
  run: ({ replica }) => replica.status(),
})

export const rebuildJob = defineJob({
  kind: 'replica_rebuild',
  payload: z.object({}),
  run: (context) =>
    context.read(({ replica }) =>
      replica.rebuild((done, total) => context.progress({ step: 'replica.building', done, total })),
    ),
})

export const replicaRebuild = defineOperation({
  name: 'replica.rebuild',
  summary: { en: 'Build the replica anew', uk: 'Побудувати репліку заново' },
  realm: 'workspace',
  kind: 'write',
  input: z.strictObject({}),
  output: z.object({ job_id: schemas.id }),
  errors: [],
  allow: operators,
  run: async ({ jobs }) => ({ job_id: await jobs.enqueue(rebuildJob.kind, {}, { maxAttempts: 3 }) }),
})

type Asked = { metric: Metric; by: readonly schema.Dimension[]; moment: Moment; windows: Window[] }

function prepare(context: ReadContext, input: QuestionInput): Asked {
  const metric = catalogue.find(({ id }) => id === input.metric)
  if (!metric) throw new AppError('not_found', 'metric', { metric: input.metric, known: catalogue.map(({ id }) => id) })
  const rules: CalendarRules = context.actor.settings
  const moment = momentOf(input.as_of, context.now, rules)
  const shape = { byTime: input.by.includes('time'), ofMoment: isOfMoment(metric), compare: input.compare }
  return { metric, by: input.by, moment, windows: windowsOf(input.period, shape, moment, rules) }
}

const isOfMoment = (metric: Metric): boolean => metric.base === 'deals_open'

const scopeOf = ({ actor }: ReadContext, input: QuestionInput, { moment, windows }: Asked): Omit<Scope, 'tables'> => ({
  reach: actor.reach,
  currency: actor.settings.currency,
  moment,
  windows,
  horizonDays: input.horizon_days,
})

const questionOf = ({ metric, by }: Asked, scope: Scope, filter: Filter): Question => ({ metric, by, filter, scope })

/** By time a key is the first day of a period. */
function windowOfKey({ by, windows }: Asked, keys: readonly (string | null)[]): Window {
  const place = by.indexOf('time')
  const window = place === -1 ? windows[0] : windows.find(({ period }) => period.from === keys[place])
  if (!window) throw new AppError('invalid_input', 'keys', { by, key: keys[place] ?? null })
  return window
}

const headOf = ({ actor }: ReadContext, metric: Metric, moment: Moment) => ({
  metric: metric.id,
  unit: metric.unit,
  currency: actor.settings.currency,
  as_of: moment.at,
})

const periodsOf = (windows: readonly Window[]): schema.MetricAnswer['periods'] =>
  windows
    .filter(({ side }) => side === 0)
    .map(({ index, period }) => ({
      ...period,
      compare: windows.find((w) => w.side === 1 && w.index === index)?.period ?? null,
    }))

const describe = (metric: Metric): z.infer<typeof schema.metricDescription> => ({
  id: metric.id,
  labels: metric.labels,
  question: metric.question,
  definition: metric.definition,
  null_rule: metric.nullRule,
  unit: metric.unit,
  better: metric.better,
  base: metric.base,
  additivity: metric.additivity,
  timing: isOfMoment(metric) ? 'moment' : 'period',
  dimensions: [...metric.dimensions, 'account.*'],
  too_few_below: metric.tooFewBelow,
  needs_history: metric.needsHistory,
  source: metric.source,
})
