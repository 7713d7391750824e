import { filterPredicate, type Filter } from '../../platform/records/filter.ts'
import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { AnalyticTable } from '../../platform/replica/replica.ts'
import { dimensionColumn, filterColumns, needsAttributes, needsTeam } from './dimensions.ts'
import { referredAt } from '../../platform/replica/referred.ts'
import { factsOf, windowRows, type Scope } from './facts.ts'
import type { Metric } from './metric.ts'
import type { Dimension } from './schema.ts'

export type Question = { metric: Metric; by: readonly Dimension[]; filter: Filter; scope: Scope }

/** One group of one side and window, or (`is_total` 1) all of them. Keys are texts; the window's index is the key of time. */
export type GroupRow = {
  is_total: number
  side: 0 | 1
  idx: number
  key1: string | null
  key2: string | null
  label1: string | null
  label2: string | null
  numerator: number | null
  denominator: number | null
  count: number
  estimated_minor: number
  without_amount_count: number
  without_rate_count: number
  without_history_count: number
  immature_count: number
} & Record<string, number | string | null>

const nullText = sql`cast(null as varchar)`

/** Groups an answer holds at most, both sides and the totals together. */
export const groupLimit = 10_000

/**
 * The groups of a metric by up to two dimensions, and the totals, calculated from the facts and not from the groups.
 * @returns rows in the order of windows, largest numerator first; cost: one scan of the versions
 */
export function groupsStatement(question: Question): Sql<GroupRow> {
  const { metric } = question
  const total = metric.base === 'deals_open' ? sql`f.side, f.idx` : sql`f.side`
  const names = [1, 2].map((place) => nameJoin(question, place))
  return sql<GroupRow>`
    with ${countedFacts(question)},
    grouped as (
      select cast(grouping(f.key1) as integer) as is_total, f.side, coalesce(f.idx, -1) as idx,
        cast(f.key1 as varchar) as key1, cast(f.key2 as varchar) as key2, ${aggregates(metric)}
      from counted f group by grouping sets ((f.side, f.idx, f.key1, f.key2), (${total}))
    )
    select g.*, ${names[0]?.label ?? nullText} as label1, ${names[1]?.label ?? nullText} as label2
    from grouped g ${names[0]?.join ?? sql``} ${names[1]?.join ?? sql``}
    order by g.is_total desc, g.side, g.idx, g.numerator desc nulls last, g.count desc, g.key1 nulls last, g.key2 nulls last
    limit ${sql.lit(groupLimit + 1)}`
}

export type DrillRow = GroupRow & {
  fact_id: string | null
  deal_id: string | null
  name: string | null
  owner_id: string | null
  owner_name: string | null
  account_id: string | null
  account_name: string | null
  stage_id: string | null
  stage_name: string | null
  product_name: string | null
  status: string | null
  on_day: string | null
  amount_minor: number | null
  currency: string | null
  value_minor: number | null
  is_estimated: boolean
  part: number | null
  whole: number | null
}

/**
 * The facts behind one number, largest contribution first, each with the number itself: one row without a
 * `fact_id` when the page holds none.
 * @param keys the group's keys, one per dimension but time (whose window the scope holds); null for what has none
 */
export function drillStatement(
  question: Question,
  keys: readonly (string | null)[],
  page: { offset: number; limit: number },
): Sql<DrillRow> {
  const { metric, scope } = question
  const conditions = keys.map((key, i) => {
    const column = sql.ref(`key${i + 1}`)
    return key === null ? sql`${column} is null` : sql`cast(${column} as varchar) = cast(${key} as varchar)`
  })
  const chosen = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  const named = (table: AnalyticTable, alias: string, column: string): Sql =>
    sql`left join ${referredAt(scope, table)} ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${sql.ref(`i.${column}`)}`
  return sql<DrillRow>`
    with ${countedFacts(question)},
    chosen as (select * from counted f where ${chosen}),
    page as (
      select * from chosen order by part desc nulls last, on_day desc nulls last, fact_id asc nulls last, stage_id asc nulls last,
        fact_at asc nulls last
      limit ${sql.lit(page.limit)} offset ${sql.lit(page.offset)}
    )
    select g.*, i.fact_id, i.deal_id, i.name, i.owner_id, owner.name as owner_name, i.account_id, account.name as account_name,
      i.stage_id, stage.name as stage_name, product.name as product_name, i.status, i.on_day, i.amount_minor, i.currency,
      i.value_minor, coalesce(i.amount_estimated, false) as is_estimated, i.part, i.whole
    from (select 1 as is_total, 0 as side, 0 as idx, ${aggregates(metric)} from chosen f) g
    left join page i on true
    ${named('person_version', 'owner', 'owner_id')} ${named('account_version', 'account', 'account_id')}
    ${named('stage_version', 'stage', 'stage_id')} ${named('product_version', 'product', 'product_id')}
    order by i.part desc nulls last, i.on_day desc nulls last, i.fact_id asc nulls last, i.stage_id asc nulls last,
      i.fact_at asc nulls last`
}

/** CTEs up to `counted`: the facts that count, with their keys and what they add. */
function countedFacts(question: Question): Sql {
  const { metric, scope, filter } = question
  const by = question.by.filter((dimension) => dimension !== 'time')
  const fields = [...by, ...filter.map(({ field }) => field)]
  const key = (place: number): Sql => {
    const dimension = by[place]
    return dimension === undefined ? nullText : dimensionColumn(metric, dimension).column
  }
  const teamed = needsTeam(fields) ? withTeam(scope, sql`facts`) : sql`facts`
  const placed = needsAttributes(fields) ? withAttributes(scope, teamed) : teamed
  return sql`
    windows as (${windowRows(scope.windows)}),
    facts as (${factsOf(metric.base, scope)}),
    counted as (
      select f.*, ${metric.part} as part, ${metric.whole ?? sql`cast(null as bigint)`} as whole, ${key(0)} as key1, ${key(1)} as key2
      from ${placed} f where ${metric.keep ?? sql`true`} and ${filterPredicate(filter, filterColumns(filter))}
    )`
}

/** The owner's team on the fact's day; of several, the one joined last, so that teams add up to the total. */
const withTeam = (scope: Scope, facts: Sql): Sql => sql`(
  select * from (
    select x.*, m.team_id, t.lead_id as manager_id, row_number() over (
      partition by x.side, x.idx, x.fact_id, x.stage_id, x.fact_at order by m.from_on desc nulls last, m.id asc nulls last) as team_place
    from ${facts} x
    left join ${referredAt(scope, 'membership_version')} m on m.person_id = x.owner_id and m.archived_at is null
      and (m.from_on is null or m.from_on <= x.on_day) and (m.to_on is null or m.to_on > x.on_day)
    left join ${referredAt(scope, 'team_version')} t on t.id = m.team_id
  ) ranked where team_place = 1)`

const withAttributes = (scope: Scope, facts: Sql): Sql => sql`(
  select y.*, c.attributes from ${facts} y left join ${referredAt(scope, 'account_version')} c on c.id = y.account_id)`

/** Whole-number sums and counts, and percentiles; nothing is divided or rounded in SQL. */
function aggregates(metric: Metric): Sql {
  const sum = (of: Sql): Sql => sql`cast(sum(${of}) as bigint)`
  const numerator =
    metric.aggregate === 'sum'
      ? sum(sql`f.part`)
      : sql`percentile_cont(${sql.lit(metric.aggregate === 'median' ? 0.5 : 0.75)}) within group (order by cast(f.part as double precision))`
  const measures = Object.entries(metric.measures ?? {}).map(([name, measure]) => sql`, ${measure} as ${sql.ref(name)}`)
  const ofDeals = metric.base.startsWith('deals_')
  const countIf = (applies: boolean, condition: Sql): Sql =>
    applies ? sql`count(*) filter (where ${condition})` : sql`cast(0 as bigint)`
  return sql`${numerator} as numerator, ${metric.whole ? sum(sql`f.whole`) : sql`cast(null as bigint)`} as denominator,
    count(*) as count,
    coalesce(${sum(sql`case when f.amount_estimated and f.part is not null then f.value_minor end`)}, 0) as estimated_minor,
    ${countIf(ofDeals, sql`f.amount_minor is null`)} as without_amount_count,
    ${countIf(ofDeals, sql`f.amount_minor is not null and f.value_minor is null`)} as without_rate_count,
    ${countIf(true, sql`not f.history_known`)} as without_history_count,
    ${countIf(metric.base === 'stage_entries', sql`not f.is_mature`)} as immature_count
    ${measures.length === 0 ? sql`` : sql.join(measures, sql``)}`
}

function nameJoin({ metric, by, scope }: Question, place: number): { label: Sql; join: Sql } | null {
  const dimension = by.filter((d) => d !== 'time')[place - 1]
  if (dimension === undefined) return null
  const { names } = dimensionColumn(metric, dimension)
  const key = sql.ref(`g.key${place}`)
  if (!names) return { label: key, join: sql`` }
  const alias = sql.ref(`n${place}`)
  return {
    label: sql.ref(`n${place}.name`),
    join: sql`left join ${referredAt(scope, names)} ${alias} on cast(${sql.ref(`n${place}.id`)} as varchar) = ${key}`,
  }
}
