import { withinReach, type Reach } from '../../platform/access.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'
import { converted, dealValue } from '../../platform/replica/deal-value.ts'
import { referred, referredAt, timestamp } from '../../platform/replica/referred.ts'
import type { Tables } from '../../platform/replica/replica.ts'
import type { MetricBase } from './metric.ts'
import type { Moment, Window } from './windows.ts'

/** Everything a statement is asked for. */
export type Scope = {
  tables: Tables
  reach: Reach
  currency: string
  moment: Moment
  windows: readonly Window[]
  horizonDays: number
}

export const date = (on: string): Sql => sql`cast(${on} as date)`

/** The periods as a table, so that both engines cut time where base/calendar.ts does. */
export function windowRows(windows: readonly Window[]): Sql {
  const rows = windows.map(
    (w) => sql`(cast(${w.side} as integer), cast(${w.index} as integer), ${date(w.period.from)}, ${date(w.period.to)},
      ${timestamp(w.fromAt)}, ${timestamp(w.toAt)}, ${timestamp(w.pointAt)}, ${date(w.pointOn)})`,
  )
  return sql`select * from (values ${sql.join(rows)}) as v(side, idx, from_on, to_on, from_at, to_at, point_at, point_on)`
}

/** Versions of deals that count: not archived, within the actor's reach. */
const countedDeals = (scope: Scope): Sql => sql`(
  select * from ${scope.tables('deal_version')} z
  where archived_at is null and ${withinReach(scope.reach, sql`z.owner_id`)})`

const dealsAsOf = (scope: Scope): Sql => sql`(
  select * from ${countedDeals(scope)} y
  where valid_from <= ${timestamp(scope.moment.at)} and valid_to > ${timestamp(scope.moment.at)})`

/** Columns of every fact `f`; the metrics' expressions and the dimensions use these and nothing else. */
function factColumns(given: { value: Sql; onDay: Sql; at?: Sql; id?: Sql; kind?: Sql; extra?: Sql }): Sql {
  const { value, onDay, at, id, kind, extra } = given
  return sql`${id ?? sql`d.id`} as fact_id, d.id as deal_id, w.side, w.idx, ${onDay} as on_day,
    ${at ?? sql`cast(null as timestamp)`} as fact_at, d.name, d.owner_id, d.account_id, d.product_id, d.pipeline_id, d.status,
    d.source, d.loss_reason, d.amount_minor, d.currency, d.amount_estimated, d.created_on, d.close_on, d.closed_on, d.created_known,
    d.history_known, coalesce(d.forecast_category, s.forecast_category) as forecast_category, s.probability_ratio,
    ${value} as value_minor, ${kind ?? sql`cast(null as varchar)`} as activity_kind,
    ${extra ?? sql`d.stage_id, false as is_mature, false as has_passed, cast(null as bigint) as stayed_seconds`}`
}

/** Deals as of the as-of moment, dated by one of their days; open ones convert at the as-of day's rate. */
function datedDeals(scope: Scope, day: Sql): Sql {
  const { value, joins } = dealValue(scope.tables, 'd', date(scope.moment.on), scope.currency)
  return sql`
    select ${factColumns({ value, onDay: day })}
    from ${dealsAsOf(scope)} d
    join windows w on ${day} >= w.from_on and ${day} < w.to_on
    ${joins}
    left join ${referredAt(scope, 'stage_version')} s on s.id = d.stage_id
    where ${day} >= ${date(outermost(scope, 'from', 'least'))} and ${day} < ${date(outermost(scope, 'to', 'most'))}`
}

/** Deals open at each window's moment, at that day's rate and with the stage's probability of then. */
const openDeals = (scope: Scope): Sql => sql`
  select ${factColumns({ value: converted(sql`d.amount_minor`, sql`r.factor`), onDay: sql`w.point_on` })}
  from ${countedDeals(scope)} d
  join windows w on d.valid_from <= w.point_at and d.valid_to > w.point_at
  left join (
    select p.side, p.idx, x.currency, x.factor from windows p
    join ${scope.tables('reporting_rate')} x on x.from_on <= p.point_on and x.to_on > p.point_on
  ) r on r.side = w.side and r.idx = w.idx and r.currency = d.currency
  left join ${referred(scope.tables, 'stage_version')} s
    on s.id = d.stage_id and s.known_from <= w.point_at and s.valid_to > w.point_at
  where d.status = 'open' and d.valid_from <= ${timestamp(outermost(scope, 'pointAt', 'most'))}
    and d.valid_to > ${timestamp(outermost(scope, 'pointAt', 'least'))}`

type Bound = 'fromAt' | 'toAt' | 'pointAt' | 'from' | 'to'
/**
 * The outermost bound of all windows. Said beside the join with them, since an engine skips stretches of a table by
 * constants only.
 */
function outermost({ windows, moment }: Scope, bound: Bound, which: 'least' | 'most'): string {
  const bounds = windows.map((w) => (bound === 'from' || bound === 'to' ? w.period[bound] : w[bound])).sort()
  return bounds.at(which === 'least' ? 0 : -1) ?? moment.at
}

/** Stays in stages as far as they were known at the as-of moment, with the stage's place in its pipeline; being won is the last place. */
const placedStays = (scope: Scope): Sql => sql`(
  select y.id, y.stage_id, y.entered_at, y.is_first, st.kind, st.pipeline_id,
    case st.kind when 'won' then 1000000 else st.position end as place
  from ${scope.tables('stage_stay')} y join ${referredAt(scope, 'stage_version')} st on st.id = y.stage_id
  where y.entered_at <= ${timestamp(scope.moment.at)})`

/** The day in the workspace's zone, by the zone's offset at the window's beginning. */
const localDay = (at: Sql): Sql => sql`cast(cast(w.from_on as timestamp) + (${at} - w.from_at) as date)`

/**
 * A deal's first entry into each open stage: whether it has had the whole horizon since, and whether within it
 * reached a later stage of the pipeline, however many it skipped.
 */
function stageEntries(scope: Scope): Sql {
  const horizon = sql`cast(${scope.horizonDays} as integer) * interval '1 day'`
  const begin = timestamp(outermost(scope, 'fromAt', 'least'))
  const end = timestamp(outermost(scope, 'toAt', 'most'))
  return sql`
    select ${factColumns({
      value: sql`cast(null as bigint)`,
      onDay: localDay(sql`e.entered_at`),
      at: sql`e.entered_at`,
      extra: sql`e.stage_id, e.entered_at + ${horizon} <= ${timestamp(scope.moment.at)} as is_mature,
        coalesce(e.passed_at <= e.entered_at + ${horizon}, false) as has_passed, cast(null as bigint) as stayed_seconds`,
    })}
    from (
      select entry.id, entry.stage_id, entry.entered_at, min(later.entered_at) as passed_at
      from (
        select * from ${placedStays(scope)} v
        where is_first and kind = 'open' and entered_at >= ${begin} and entered_at < ${end}
      ) entry
      left join (
        select * from ${placedStays(scope)} v
        where kind <> 'lost' and entered_at > ${begin} and entered_at <= ${end} + ${horizon}
      ) later
        on later.id = entry.id and later.pipeline_id = entry.pipeline_id and later.place > entry.place
        and later.entered_at > entry.entered_at
      group by entry.id, entry.stage_id, entry.entered_at
    ) e
    join windows w on e.entered_at >= w.from_at and e.entered_at < w.to_at
    join ${dealsAsOf(scope)} d on d.id = e.id
    left join ${referredAt(scope, 'stage_version')} s on s.id = e.stage_id`
}

/** Stays in open stages that had ended by the as-of moment, dated by their end. */
const stageStays = (scope: Scope): Sql => sql`
  select ${factColumns({
    value: sql`cast(null as bigint)`,
    onDay: localDay(sql`e.left_at`),
    at: sql`e.left_at`,
    extra: sql`e.stage_id, false as is_mature, false as has_passed,
      cast(floor(cast(extract(epoch from (e.left_at - e.entered_at)) as double precision)) as bigint) as stayed_seconds`,
  })}
  from ${scope.tables('stage_stay')} e
  join windows w on e.left_at >= w.from_at and e.left_at < w.to_at
  join ${dealsAsOf(scope)} d on d.id = e.id
  join ${referredAt(scope, 'stage_version')} s on s.id = e.stage_id and s.kind = 'open'
  where e.left_at <= ${timestamp(scope.moment.at)}
    and e.left_at >= ${timestamp(outermost(scope, 'fromAt', 'least'))} and e.left_at < ${timestamp(outermost(scope, 'toAt', 'most'))}`

/** Finished activities with their deal, if any, as of the as-of moment. Activities themselves have no versions. */
const finishedActivities = (scope: Scope): Sql => sql`
  select a.id as fact_id, a.deal_id, w.side, w.idx, ${localDay(sql`a.happened_at`)} as on_day, a.happened_at as fact_at,
    a.subject as name, a.owner_id, coalesce(a.account_id, d.account_id) as account_id, d.product_id, d.pipeline_id, d.status,
    d.source, d.loss_reason, cast(null as bigint) as amount_minor, cast(null as varchar) as currency, false as amount_estimated,
    d.created_on, d.close_on, d.closed_on, true as created_known, true as history_known,
    coalesce(d.forecast_category, s.forecast_category) as forecast_category, s.probability_ratio,
    cast(null as bigint) as value_minor, a.kind as activity_kind, d.stage_id, false as is_mature, false as has_passed,
    cast(null as bigint) as stayed_seconds
  from ${scope.tables('activity')} a
  join windows w on a.happened_at >= w.from_at and a.happened_at < w.to_at
  left join ${dealsAsOf(scope)} d on d.id = a.deal_id
  left join ${referredAt(scope, 'stage_version')} s on s.id = d.stage_id
  where a.is_done and a.archived_at is null and a.happened_at <= ${timestamp(scope.moment.at)}
    and a.happened_at >= ${timestamp(outermost(scope, 'fromAt', 'least'))} and a.happened_at < ${timestamp(outermost(scope, 'toAt', 'most'))}
    and ${withinReach(scope.reach, sql`a.owner_id`)}`

const bases: Record<MetricBase, (scope: Scope) => Sql> = {
  deals_created: (scope) => datedDeals(scope, sql`d.created_on`),
  deals_closed: (scope) => datedDeals(scope, sql`d.closed_on`),
  deals_open: openDeals,
  deals_open_and_closed: (scope) => sql`${openDeals(scope)} union all ${datedDeals(scope, sql`d.closed_on`)}`,
  stage_entries: stageEntries,
  stage_stays: stageStays,
  activities: finishedActivities,
}

/** The facts of a base within the windows. Needs the CTE `windows`. */
export const factsOf = (base: MetricBase, scope: Scope): Sql => bases[base](scope)
