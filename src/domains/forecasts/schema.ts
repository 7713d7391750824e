import { z } from 'zod'
import { day, id } from '../../base/schemas.ts'

const money = z.number()
const interval = z.object({ low: money, high: money }).nullable()
const parts = z.object({ won_minor: money, open_minor: money, new_minor: money, unsplit_minor: money })

/** What one method says: a number with its parts and range, or why it cannot say. */
export const methodForecast = z.union([
  z.object({ kind: z.literal('forecast'), value_minor: money, parts, interval_80: interval, interval_95: interval }),
  z.object({ kind: z.literal('insufficient'), reason: z.string() }),
])
export const methodScore = z.object({
  method: z.string(),
  origin_count: z.number(),
  wape_ratio: z.number().nullable(),
  wape_interval: interval,
  bias_ratio: z.number().nullable(),
  mean_absolute_error_minor: money.nullable(),
  mase_ratio: z.number().nullable(),
  mase_against: z.string().nullable(),
  coverage_80_ratio: z.number().nullable(),
  coverage_80_count: z.number(),
  coverage_95_ratio: z.number().nullable(),
  coverage_95_count: z.number(),
})
/** A past moment at which every method was asked again, with what came true. */
export const originRecord = z.object({
  origin_on: day,
  from: day,
  to: day,
  actual_minor: money,
  is_over: z.boolean(),
  forecasts: z.record(z.string(), z.object({ value_minor: money, interval_80: interval }).nullable()),
})
export const windowForecast = z.object({
  granularity: z.enum(['month', 'quarter']),
  /** Half-open: from ≤ day < to. */
  from: day,
  to: day,
  won_minor: money,
  headline: z.object({ method: z.string().nullable(), reason: z.string(), compared_origin_count: z.number() }),
  forecasts: z.record(z.string(), methodForecast),
  scores: z.array(methodScore),
  origins: z.array(originRecord),
  teams: z.array(
    z.object({
      team_id: id.nullable(),
      name: z.string().nullable(),
      value_minor: money,
      parts,
      wape_ratio: z.number().nullable(),
      bias_ratio: z.number().nullable(),
    }),
  ),
  contributions: z.array(
    z.object({ deal_id: id, name: z.string(), probability_ratio: z.number(), expected_minor: money }),
  ),
  history_days: z.number(),
})
export type WindowForecast = z.infer<typeof windowForecast>

export const forecastResult = z.object({
  currency: z.string(),
  deal_count: z.number(),
  /** Deals whose source told no stages in between. */
  without_history_count: z.number(),
  windows: z.array(windowForecast),
})
export type ForecastResult = z.infer<typeof forecastResult>

export const forecastRun = z.object({
  id,
  as_of_on: day,
  kind: z.enum(['recorded', 'reconstructed']),
  status: z.enum(['queued', 'done', 'failed']),
  settings: z.record(z.string(), z.unknown()),
  seq: z.number().nullable(),
  job_id: id.nullable(),
  created_by: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
})
export const forecastRunWithResult = forecastRun.extend({ result: forecastResult.nullable() })
export type ForecastRun = z.infer<typeof forecastRunWithResult>
