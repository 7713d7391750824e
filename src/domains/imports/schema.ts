import { z } from 'zod'
import { currency, id, line, name, plain, ratio, version } from '../../base/schemas.ts'

export const importKind = z.enum([
  'deals',
  'accounts',
  'contacts',
  'products',
  'people',
  'activities',
  'deal_history_fields',
  'deal_history_stages',
  'currency_rates',
])
export type ImportKind = z.infer<typeof importKind>

const columnFormat = z.object({
  type: z.enum(['empty', 'text', 'integer', 'decimal', 'date', 'datetime', 'boolean']),
  date_order: z.enum(['dmy', 'mdy', 'ymd']).nullable(),
  decimal_mark: z.enum(['.', ',']).nullable(),
})
const noted = z
  .record(z.string(), z.unknown())
  .refine((params) => !JSON.stringify(params).includes('\\u0000'), { message: 'holds a NUL' })
export const evidence = z.object({ code: plain(200), params: noted })

/** Where one column of the file goes; target null: left out. */
export const columnMapping = z.object({
  column: z.number().int().min(0).max(499),
  name: plain(40_000),
  target: line(100).nullable(),
  format: columnFormat,
  confidence: ratio.optional(),
  evidence: z.array(evidence).optional(),
})

/** What an unknown stage of the file means. */
export const stageMeaning = z.object({
  value: line(300),
  kind: z.enum(['open', 'won', 'lost']),
  position: z.number().int().min(0).max(10_000),
  probability_ratio: ratio,
})

/** Without defaults: in an update, what is not given stays as it is. */
export const importOptionFields = z.object({
  /** Unknown accounts, people, products and stages are created; else the row is refused. */
  allow_create: z.boolean(),
  /** Bad rows are left out and listed; else one bad row refuses the whole import. */
  skip_bad_rows: z.boolean(),
  /** A missing amount takes the product's list price, marked as estimated. */
  estimate_amounts: z.boolean(),
  pipeline_name: name,
  /** Currency of amounts in rows that name none; default the workspace's. */
  currency: currency.nullable(),
  /** Stages the workspace does not have yet. */
  stages: z.array(stageMeaning).max(200),
  /** Only activities with this prefix are stages (stage event logs). */
  stage_prefix: line(60).nullable(),
  /** Every event of a stage event log also becomes an activity. */
  events_as_activities: z.boolean(),
  /** What one unit of the rated currency is counted in (currency rates). */
  quote: currency.nullable(),
})
const { shape: option } = importOptionFields
/** What is not given takes its default. */
export const importOptions = z.object({
  allow_create: option.allow_create.default(true),
  skip_bad_rows: option.skip_bad_rows.default(false),
  estimate_amounts: option.estimate_amounts.default(true),
  pipeline_name: option.pipeline_name.default('Sales'),
  currency: option.currency.default(null),
  stages: option.stages.default([]),
  stage_prefix: option.stage_prefix.default(null),
  events_as_activities: option.events_as_activities.default(true),
  quote: option.quote.default(null),
})
export const mapping = z.object({ columns: z.array(columnMapping).max(500), options: importOptions })
export type Mapping = z.infer<typeof mapping>
export type ImportOptions = z.infer<typeof importOptions>

export const refusedRow = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
})
export type RefusedRow = z.infer<typeof refusedRow>

export const importReport = z.object({
  row_count: z.number().int(),
  refused_count: z.number().int(),
  /** The first thousand. */
  refused: z.array(refusedRow),
  /** Per entity: how many are created, changed, left as they were. */
  entities: z.record(z.string(), z.object({ created: z.number(), updated: z.number(), unchanged: z.number() })),
  /** The newest moment the file tells of; when long ago, the screens propose to look as of it. */
  newest_on: z.string().nullable(),
  notes: z.array(evidence),
  undo: z
    .object({
      removed_count: z.number(),
      restored_count: z.number(),
      archived_count: z.number(),
      kept_fields: z.array(z.object({ entity: z.string(), entity_id: id, field: z.string() })),
    })
    .optional(),
})
export type ImportReport = z.infer<typeof importReport>

export const importStatus = z.enum([
  'draft',
  'previewing',
  'ready',
  'applying',
  'applied',
  'refused',
  'failed',
  'undoing',
  'undone',
  'cancelled',
])
export const importRecord = z.object({
  id,
  version,
  file_id: id,
  file_name: z.string(),
  file_size: z.number(),
  kind: importKind,
  status: importStatus,
  shape: z.unknown(),
  mapping,
  report: importReport.nullable(),
  job_id: id.nullable(),
  created_by: z.string(),
  created_at: z.string(),
  applied_at: z.string().nullable(),
  undone_at: z.string().nullable(),
})
export type ImportRecord = z.infer<typeof importRecord>

export const savedMapping = z.object({
  id,
  name,
  kind: importKind,
  mapping,
  created_at: z.string(),
  updated_at: z.string(),
})
