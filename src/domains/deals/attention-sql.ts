import { sql, type Sql } from '../../platform/postgres/query.ts'
import { withinReach, type Reach } from '../../platform/access.ts'
import { dealValue } from '../../platform/replica/deal-value.ts'
import { referredAt, timestamp } from '../../platform/replica/referred.ts'
import type { Tables } from '../../platform/replica/replica.ts'
import type { Signs } from './health.ts'

export type SignRow = Signs & {
  id: string
  name: string
  account_id: string | null
  account_name: string | null
  owner_id: string | null
  owner_name: string | null
  stage_id: string
  stage_name: string | null
  close_on: string | null
  value_minor: number | null
}
type Asked = { reach: Reach; moment: { at: string; on: string }; currency: string; dealId: string | null }

/** Stays that a usual length rests on at least. */
const leastStays = 10

/**
 * Every open deal within reach as of the moment, with its signs (health.ts); values in the reporting currency at that
 * day's rate. Lengths of stays are those of won deals within the same reach. Cost: one scan of the versions of open deals.
 */
export function selectSigns(tables: Tables, { reach, moment, currency, dealId }: Asked): Sql<SignRow> {
  const at = timestamp(moment.at)
  const on = sql`cast(${moment.on} as date)`
  const { value, joins } = dealValue(tables, 'd', on, currency)
  const asOf = sql`archived_at is null and valid_from <= ${at} and valid_to > ${at} and ${withinReach(reach, sql`owner_id`)}`
  const only = dealId === null ? sql`true` : sql`id = cast(${dealId} as uuid)`
  const days = (from: Sql, to: Sql): Sql =>
    sql`cast(floor(cast(extract(epoch from (${to} - ${from})) as double precision) / 86400) as integer)`
  return sql<SignRow>`
    with counted as (
      select * from ${tables('deal_version')} v where status = 'open' and ${only} and ${asOf}
    ),
    moves as (
      select id, valid_from, close_on, amount_minor, currency,
        lag(close_on) over w as close_before, lag(amount_minor) over w as amount_before, lag(currency) over w as currency_before
      from ${tables('deal_version')} v where valid_from <= ${at} and id in (select id from counted)
      window w as (partition by id order by valid_from)
    ),
    pushes as (select id, count(*) as push_count from moves where close_on > close_before group by id),
    amounts as (
      select id, 1 - cast(amount_minor as double precision) / amount_before as cut_ratio,
        row_number() over (partition by id order by valid_from desc) as place
      from moves where amount_before > 0 and currency = currency_before and amount_minor is not null and amount_minor <> amount_before
    ),
    done as (
      select deal_id, max(happened_at) as last_at from ${tables('activity')} a
      where is_done and archived_at is null and happened_at <= ${at} and deal_id in (select id from counted) group by deal_id
    ),
    planned as (
      select distinct deal_id from ${tables('activity')} a
      where not is_done and archived_at is null and deal_id in (select id from counted)
    ),
    usual as (
      select stage_id, percentile_cont(0.75) within group (order by
          cast(extract(epoch from (left_at - entered_at)) as double precision) / 86400) as days
      from ${tables('stage_stay')} y
      where left_at <= ${at} and id in (select id from ${tables('deal_version')} v where status = 'won' and ${asOf})
      group by stage_id having count(*) >= ${sql.lit(leastStays)}
    )
    select d.id, d.name, d.account_id, c.name as account_name, d.owner_id, o.name as owner_name, d.stage_id, s.name as stage_name,
      d.close_on, ${value} as value_minor, ${on} - d.close_on as overdue_days,
      coalesce(d.next_step, '') <> '' or planned.deal_id is not null as has_next_step,
      greatest(0, least(coalesce(${days(sql`done.last_at`, at)}, ${on} - d.created_on), ${on} - d.created_on)) as quiet_days,
      cast(coalesce(pushes.push_count, 0) as integer) as push_count,
      ${days(sql`y.entered_at`, at)} as stage_days, cast(ceil(usual.days) as integer) as stage_usual_days,
      case when amounts.cut_ratio > 0 then amounts.cut_ratio end as cut_ratio
    from counted d
    ${joins}
    left join pushes on pushes.id = d.id
    left join amounts on amounts.id = d.id and amounts.place = 1
    left join done on done.deal_id = d.id
    left join planned on planned.deal_id = d.id
    left join (select id, stage_id, entered_at from ${tables('stage_stay')} z where entered_at <= ${at} and left_at > ${at}) y
      on y.id = d.id and y.stage_id = d.stage_id
    left join usual on usual.stage_id = d.stage_id
    left join ${referredAt({ tables, moment }, 'account_version')} c on c.id = d.account_id
    left join ${referredAt({ tables, moment }, 'person_version')} o on o.id = d.owner_id
    left join ${referredAt({ tables, moment }, 'stage_version')} s on s.id = d.stage_id
    order by d.id`
}
