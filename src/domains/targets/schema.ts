import { z } from 'zod'
import { asOf, currency, day, id, instant, minor, recordBase } from '../../base/schemas.ts'

/** Metrics that can be aimed at: they add up over people and teams, and more of them is better. */
export const targetMetrics = ['won_value', 'won_count', 'created_value', 'deals_created', 'activities_count'] as const
export const targetMetric = z.enum(targetMetrics)
export type TargetMetric = z.infer<typeof targetMetric>
export const targetGranularities = ['month', 'quarter', 'year'] as const
export const targetGranularity = z.enum(targetGranularities)

/** In minor units of `currency` for money, else a count. */
const targetValue = minor.min(0)
const targetFields = {
  /** Whose it is: a person, or a team, or, with neither, the whole company. */
  person_id: id.nullable().optional(),
  team_id: id.nullable().optional(),
  metric: targetMetric,
  granularity: targetGranularity,
  /** First day of the period; quarters and years are fiscal. */
  starts_on: day,
  value: targetValue,
  /** Of money; default: the reporting currency. Null for counts. */
  currency: currency.nullable().optional(),
}
export const targetEditable = z.object(targetFields)
export const target = z.object({
  ...recordBase,
  ...targetFields,
  person_name: z.string().nullable(),
  team_name: z.string().nullable(),
})

/** One cell of a grid: `value` null takes the target away; `version` is the one seen there, absent where none was. */
export const targetCell = z.strictObject({
  ...targetFields,
  value: targetValue.nullable(),
  version: z.number().int().min(1).optional(),
})
export type TargetCell = z.infer<typeof targetCell>

export const attainmentInput = z.strictObject({
  metric: targetMetric.default('won_value'),
  granularity: targetGranularity.default('quarter'),
  /** A day of the period; default: the as-of day. */
  on: day.optional(),
  as_of: asOf.optional(),
  known_as_of: instant.optional(),
})

const number = z.number().nullable()
/** Why there is no attainment. */
export const attainmentGaps = ['no_target', 'no_rate', 'no_actual', 'out_of_reach', 'zero_target'] as const
export const attainmentRow = z.object({
  kind: z.enum(['company', 'team', 'person']),
  /** Null: the company. */
  id: id.nullable(),
  name: z.string().nullable(),
  /** The team above; of a person, their team in the period. */
  parent_id: id.nullable(),
  target_id: id.nullable(),
  /** In the reporting currency: at the rate of the period's first day, or the as-of day's while that lies ahead. */
  target_value: number,
  actual_value: number,
  attainment_ratio: number,
  /** The part of the target that falls on the days gone by. */
  expected_value: number,
  /** Actual over expected: 1 is as fast as the days pass. Null before the period begins. */
  pace_ratio: number,
  /** Never below 0. */
  remaining_value: number,
  /** What remains over the days that are left; null after the period's end. */
  remaining_per_day: number,
  /** Targets of the people below taken together, which need not be the team's own; null where nobody has one. */
  people_target_value: number,
  people_target_count: z.number().int(),
  gap: z.enum(attainmentGaps).nullable(),
})
export type AttainmentRow = z.infer<typeof attainmentRow>
export const attainment = z.object({
  metric: targetMetric,
  unit: z.enum(['money', 'count']),
  currency,
  granularity: targetGranularity,
  period: z.object({ from: day, to: day }),
  as_of: z.string(),
  as_of_on: day,
  days_gone: z.number().int(),
  days_all: z.number().int(),
  /** The company, then teams and people, each before what is below it. */
  rows: z.array(attainmentRow),
  seq: z.number(),
})
