import { AppError } from '../../base/errors.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { ListColumn } from '../../platform/records/filter.ts'
import type { AnalyticTable } from '../../platform/replica/replica.ts'
import type { Metric } from './metric.ts'
import { attributeDimension, type Dimension, type PlainDimension } from './schema.ts'

/** How a dimension is read from a fact `f` (or its team `f`, or its account's attributes), and what names its keys. */
type DimensionColumn = { column: Sql; names?: AnalyticTable }

const columns: Record<Exclude<PlainDimension, 'time'>, DimensionColumn> = {
  owner: { column: sql`f.owner_id`, names: 'person_version' },
  team: { column: sql`f.team_id`, names: 'team_version' },
  manager: { column: sql`f.manager_id`, names: 'person_version' },
  pipeline: { column: sql`f.pipeline_id`, names: 'pipeline_version' },
  stage: { column: sql`f.stage_id`, names: 'stage_version' },
  forecast_category: { column: sql`f.forecast_category` },
  product: { column: sql`f.product_id`, names: 'product_version' },
  account: { column: sql`f.account_id`, names: 'account_version' },
  source: { column: sql`f.source` },
  loss_reason: { column: sql`f.loss_reason` },
  activity_kind: { column: sql`f.activity_kind` },
}

const attributePrefix = 'account.'
const isAttribute = (field: string): boolean => attributeDimension.safeParse(field).success
/** The key goes in as a value: both engines look it up in the account's JSON alike. */
const attribute = (field: string): Sql =>
  sql`(f.attributes ->> cast(${field.slice(attributePrefix.length)} as varchar))`

/** @throws AppError invalid_input when the metric cannot be split so */
export function dimensionColumn(metric: Metric, dimension: Exclude<Dimension, 'time'>): DimensionColumn {
  if (isAttribute(dimension)) return { column: attribute(dimension) }
  if (metric.dimensions.includes(dimension as PlainDimension))
    return columns[dimension as Exclude<PlainDimension, 'time'>]
  throw new AppError('invalid_input', 'dimension', {
    metric: metric.id,
    dimension,
    known: [...metric.dimensions, 'account.*'],
  })
}

const ids = ['owner', 'team', 'manager', 'pipeline', 'stage', 'product', 'account'] as const
const texts = ['forecast_category', 'source', 'loss_reason', 'activity_kind'] as const

/** What a question may filter by: the closed list, and attributes of the account. */
export function filterColumns(filter: readonly { field: string }[]): Record<string, ListColumn> {
  const known: Record<string, ListColumn> = {
    status: { type: 'text', column: sql`f.status` },
    currency: { type: 'text', column: sql`f.currency` },
    name: { type: 'text', column: sql`f.name` },
    amount_minor: { type: 'bigint', column: sql`f.amount_minor` },
    value_minor: { type: 'bigint', column: sql`f.value_minor` },
    amount_estimated: { type: 'boolean', column: sql`f.amount_estimated` },
    created_on: { type: 'date', column: sql`f.created_on` },
    close_on: { type: 'date', column: sql`f.close_on` },
    closed_on: { type: 'date', column: sql`f.closed_on` },
  }
  for (const name of ids) known[name] = { type: 'uuid', column: columns[name].column }
  for (const name of texts) known[name] = { type: 'text', column: columns[name].column }
  for (const { field } of filter) {
    if (isAttribute(field)) known[field] = { type: 'text', column: attribute(field) }
  }
  return known
}

const ofTeam = new Set(['team', 'manager'])
/** Teams and accounts are joined only where a question needs them. */
export const needsTeam = (fields: readonly string[]): boolean => fields.some((field) => ofTeam.has(field))
export const needsAttributes = (fields: readonly string[]): boolean => fields.some(isAttribute)
