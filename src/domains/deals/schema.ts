import { z } from 'zod'
import { currency, day, id, line, minor, name, recordBase } from '../../base/schemas.ts'

/** The category a person may set by hand; without one the stage's counts, and `closed` follows from the stage alone. */
export const forecastCategoryOverride = z.enum(['pipeline', 'best_case', 'commit', 'omitted'])

const dealFields = {
  name,
  external_id: line(200).nullable().optional(),
  account_id: id.nullable().optional(),
  contact_id: id.nullable().optional(),
  owner_id: id.nullable().optional(),
  product_id: id.nullable().optional(),
  stage_id: id,
  amount_minor: minor.nullable().optional(),
  currency: currency.optional(),
  close_on: day.nullable().optional(),
  created_on: day.optional(),
  next_step: line(1000).nullable().optional(),
  next_step_on: day.nullable().optional(),
  loss_reason: line(500).nullable().optional(),
  source: line(200).nullable().optional(),
  forecast_category: forecastCategoryOverride.nullable().optional(),
}
export const dealEditable = z.object(dealFields)

export const deal = z.object({
  ...recordBase,
  ...dealFields,
  currency,
  created_on: day,
  pipeline_id: id,
  status: z.enum(['open', 'won', 'lost']),
  /** The product's list price stands in for a missing amount. */
  amount_estimated: z.boolean(),
  /** False: the source did not say; the day Kurs first saw it stands in. */
  created_known: z.boolean(),
  /** False: the source told only creation and closing. */
  history_known: z.boolean(),
  closed_on: day.nullable(),
  close_rate: z.union([z.string(), z.number()]).nullable(),
  account_name: z.string().nullable(),
  contact_name: z.string().nullable(),
  owner_name: z.string().nullable(),
  product_name: z.string().nullable(),
  pipeline_name: z.string().nullable(),
  stage_name: z.string().nullable(),
})
export type Deal = z.infer<typeof deal>
