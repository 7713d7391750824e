import { sql, type Sql } from '../postgres/query.ts'
import { minorScale } from './reporting-rates.ts'
import type { Tables } from './replica.ts'

/** An amount in the reporting currency: whole minor units, halves up; equal in both engines since both calculate in doubles. */
export const converted = (amount: Sql, factor: Sql): Sql => sql`cast(floor(${amount} * ${factor} + 0.5) as bigint)`

/**
 * What deals are worth in the reporting currency: open ones at the rate of `on`, closed ones at the rate frozen when they
 * closed, else at that of their day.
 * @param deal alias of the deals in the FROM clause that `joins` is put after
 * @returns `value` in minor units, null without an amount or a rate
 */
export function dealValue(tables: Tables, deal: string, on: Sql, currency: string): { value: Sql; joins: Sql } {
  const of = (column: string): Sql => sql.ref(`${deal}.${column}`)
  const closedFactor = sql`coalesce(${of('close_rate')} * ${minorScale(of('currency'), currency)}, frozen.factor)`
  return {
    value: sql`case when ${of('status')} = 'open' then ${converted(of('amount_minor'), sql`today.factor`)}
      else ${converted(of('amount_minor'), closedFactor)} end`,
    joins: sql`
    left join (select currency, factor from ${tables('reporting_rate')} r where from_on <= ${on} and to_on > ${on}) today
      on today.currency = ${of('currency')}
    left join ${tables('reporting_rate')} frozen
      on frozen.currency = case when ${of('closed_on')} is not null and ${of('close_rate')} is null then ${of('currency')} end
      and frozen.from_on <= ${of('closed_on')} and frozen.to_on > ${of('closed_on')}`,
  }
}
