import { z } from 'zod'
import { attributeKeyPattern } from '../../base/attribute-key.ts'
import { granularities } from '../../base/calendar.ts'
import { asOf, day, id, instant, toldDay } from '../../base/schemas.ts'

export const metricUnits = ['money', 'count', 'ratio', 'days', 'money_per_day'] as const
export type MetricUnit = (typeof metricUnits)[number]

/** What every number can be split by, beside `account.<key>`: an attribute of the deal's account. */
export const plainDimensions = [
  'time',
  'owner',
  'team',
  'manager',
  'pipeline',
  'stage',
  'forecast_category',
  'product',
  'account',
  'source',
  'loss_reason',
  'activity_kind',
] as const
export type PlainDimension = (typeof plainDimensions)[number]
export type Dimension = PlainDimension | `account.${string}`

export const attributeDimension = z
  .string()
  .regex(new RegExp(`^account\\.${attributeKeyPattern}$`), { message: 'not a dimension' })
  .transform((text) => text as `account.${string}`)
export const dimension = z.union([z.enum(plainDimensions), attributeDimension])

const periodLimit = 400

/**
 * Either days (from ≤ day < to) with a granularity when the answer is by time, or the last `count` periods of a
 * granularity up to the as-of day. Quarters and years are fiscal.
 */
export const period = z.union([
  z
    .strictObject({ from: day, to: day, granularity: z.enum(granularities).optional() })
    .refine(({ from, to }) => from < to, { message: 'a period ends after it begins' }),
  z.strictObject({ granularity: z.enum(granularities), count: z.number().int().min(1).max(periodLimit).default(1) }),
])
export type PeriodInput = z.output<typeof period>

export const comparison = z.enum(['previous_period', 'same_period_last_year'])
export type Comparison = z.infer<typeof comparison>

/** The question, but for its filter (operations.ts). */
export const question = {
  metric: z.string().max(60),
  as_of: asOf.optional(),
  known_as_of: instant.optional(),
  period: period.optional(),
  by: z.array(dimension).max(2).default([]),
  compare: comparison.optional(),
  /** Stage conversion: days a deal has to pass a stage. */
  horizon_days: z.number().int().min(1).max(3650).default(90),
}

const number = z.number().nullable()
export const measured = z.object({
  /** Null when nothing is known, or when too little is known to say. */
  value: number,
  numerator: number,
  denominator: number,
  count: z.number(),
})
export const metricRow = measured.extend({
  /** One per dimension of `by`: an id, a text, or the first day of a period; null for what has none. */
  keys: z.array(z.string().nullable()),
  labels: z.array(z.string().nullable()),
  too_few: z.boolean(),
  /** Share of a money value that rests on list prices instead of amounts. */
  estimated_minor: z.number(),
  without_amount_count: z.number(),
  without_rate_count: z.number(),
  /** Deals whose source told only creation and closing. */
  without_history_count: z.number(),
  /** Stage conversion: deals that have not had the whole horizon yet. */
  immature_count: z.number(),
  compare: measured.nullable(),
})
export type MetricRow = z.infer<typeof metricRow>

const shownPeriod = z.object({
  from: toldDay,
  to: toldDay,
  /** As far as it goes when the as-of day lies within it: an unfinished period compares with as many days. */
  compare: z.object({ from: toldDay, to: toldDay }).nullable(),
})
export const metricAnswer = z.object({
  metric: z.string(),
  unit: z.enum(metricUnits),
  /** Currency of money values. */
  currency: z.string(),
  as_of: z.string(),
  as_of_on: day,
  seq: z.number(),
  by: z.array(z.string()),
  periods: z.array(shownPeriod),
  rows: z.array(metricRow),
  total: metricRow,
  /** More groups than an answer holds. */
  is_truncated: z.boolean(),
})
export type MetricAnswer = z.infer<typeof metricAnswer>

export const drillItem = z.object({
  kind: z.enum(['deal', 'activity']),
  id,
  deal_id: id.nullable(),
  name: z.string().nullable(),
  owner_id: id.nullable(),
  owner_name: z.string().nullable(),
  account_id: id.nullable(),
  account_name: z.string().nullable(),
  stage_id: id.nullable(),
  stage_name: z.string().nullable(),
  product_name: z.string().nullable(),
  status: z.string().nullable(),
  /** The day that puts it into the period. */
  on_day: day.nullable(),
  amount_minor: number,
  currency: z.string().nullable(),
  value_minor: number,
  is_estimated: z.boolean(),
  /** What it adds to the number's numerator and denominator. */
  numerator: number,
  denominator: number,
})
export type DrillItem = z.infer<typeof drillItem>
export const drillAnswer = z.object({
  metric: z.string(),
  unit: z.enum(metricUnits),
  currency: z.string(),
  as_of: z.string(),
  seq: z.number(),
  /** The number itself, calculated from all its items. */
  sum: metricRow,
  items: z.array(drillItem),
  next_cursor: z.string().nullable(),
})

const words = z.object({ en: z.string(), uk: z.string() })
export const metricDescription = z.object({
  id: z.string(),
  labels: words,
  question: words,
  definition: words,
  null_rule: words,
  unit: z.enum(metricUnits),
  better: z.enum(['up', 'down', 'neutral']),
  base: z.string(),
  additivity: z.enum(['additive', 'semi_additive', 'ratio', 'not_additive']),
  /** Whether the number is of a moment (open pipeline) or of a period (won). */
  timing: z.enum(['moment', 'period']),
  dimensions: z.array(z.string()),
  too_few_below: z.number(),
  needs_history: z.boolean(),
  source: z.string(),
})

export const replicaStatus = z.object({
  engine: z.enum(['duckdb', 'postgres']),
  seq: number,
  head_seq: z.number(),
  size_bytes: number,
  built_at: z.string().nullable(),
})
