import { z } from 'zod'
import { dayOf } from '../../base/calendar.ts'
import * as schemas from '../../base/schemas.ts'
import { everyone } from '../../platform/access.ts'
import { defineOperation } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import { fieldsOf, joined, narrowed, narrowing } from '../../platform/records/list.ts'
import { pastInstant, relationAsOf, sourceOf } from '../../platform/records/source.ts'
import { dealValue } from '../../platform/replica/deal-value.ts'
import { dealShape } from './entity.ts'

const groupings = ['stage_id', 'owner_id', 'pipeline_id', 'status', 'account_id', 'product_id'] as const

const summaryGroup = z.object({
  /** What the deals of this group share; null: nothing stands there, or no grouping was asked for. */
  key: z.string().nullable(),
  count: z.number().int(),
  /** In the reporting currency: open deals at the day's rate, closed ones at that of their closing. */
  amount_minor: schemas.minor,
  without_amount_count: z.number().int(),
  /** Deals with an amount for whose currency no rate is known; they are not in the sum. */
  without_rate_count: z.number().int(),
})

export const summarizeDeals = defineOperation({
  realm: 'workspace',
  name: 'deals.summary',
  summary: {
    en: 'How many deals a list holds and what they are worth in one currency, in all or by stage, owner, status',
    uk: 'Скільки угод у списку і скільки вони варті в одній валюті, загалом чи за етапом, відповідальним, станом',
  },
  kind: 'read',
  allow: everyone,
  input: z.strictObject({
    ...narrowing.shape,
    by: z.enum(groupings).optional(),
    as_of: schemas.asOf.optional(),
    known_as_of: schemas.instant.optional(),
  }),
  output: z.object({ currency: schemas.currency, groups: z.array(summaryGroup), seq: z.number().int() }),
  errors: ['invalid_input'],
  run: async (context, input) => {
    const { currency, timeZone } = context.actor.settings
    const at = pastInstant(context, input.as_of) ?? context.now
    const on = sql`cast(${dayOf(at, timeZone)} as date)`
    const { rows, seq } = await context.replica.ask<z.infer<typeof summaryGroup>>((tables) => {
      const source = sourceOf(dealShape, relationAsOf(tables, at), context.actor)
      const { value, joins } = dealValue(tables, 'r', on, currency)
      const key =
        input.by === undefined ? sql`cast(null as varchar)` : sql`cast(${sql.ref(`r.${input.by}`)} as varchar)`
      return sql`
        select key, count(*) as count, cast(coalesce(sum(value_minor), 0) as bigint) as amount_minor,
          count(*) - count(amount_minor) as without_amount_count, count(amount_minor) - count(value_minor) as without_rate_count
        from (select ${key} as key, r.amount_minor, ${value} as value_minor from ${joined(source, fieldsOf(input))} ${joins}
          where ${narrowed(source, input)}) f
        group by key order by key`
    }, input.known_as_of)
    return { currency, groups: rows, seq }
  },
})
