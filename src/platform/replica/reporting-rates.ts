import { minorUnitExponent, unusualExponents } from '../../base/currency.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { noDay } from './columns.ts'

/**
 * Minor units of the reporting currency that one minor unit of `currency` is at par: ¥1 is 100 times €0.01.
 * @param currency column with an ISO code
 */
export function minorScale(currency: Sql, reportingCurrency: string): Sql<number> {
  const scaleOf = (exponent: number): Sql =>
    sql`cast(${sql.lit(10 ** (minorUnitExponent(reportingCurrency) - exponent))} as double precision)`
  // Each row is compared with one code after another, so the frequent ones go first.
  const frequent = [reportingCurrency, 'EUR', 'USD'].map((code) => [code, minorUnitExponent(code)] as const)
  const cases = [...frequent, ...unusualExponents].map(
    ([code, exponent]) => sql`when ${sql.lit(code)} then ${scaleOf(exponent)}`,
  )
  return sql<number>`case ${currency} ${sql.join(cases, sql` `)} else ${scaleOf(2)} end`
}

/**
 * What a minor unit of each currency was worth in minor units of the reporting currency: from_on ≤ day < to_on,
 * the last rated day standing for the days without one. A direct rate goes before the inverse of the opposite
 * one, that before a cross through a currency that both are rated in. Before the first rate there is no row.
 * @param records relation of currency rates (currency, quote, rated_on, rate, archived_at)
 */
export function reportingRates(records: Sql, reportingCurrency: string): Sql {
  const reporting = sql.lit(reportingCurrency)
  const never = sql`date ${sql.lit(noDay)}`
  return sql`
    with rated as (
      select currency, quote, rated_on, cast(rate as double precision) as rate
      from ${records} r where archived_at is null and currency <> quote
    ),
    mine as (
      select currency, quote as via, rated_on, rate from rated
      where currency <> ${reporting} and quote <> ${reporting}
        and quote in (select quote from rated where currency = ${reporting})
    ),
    points as (
      select currency, via, rated_on, max(mine_rate) as mine_rate, max(reporting_rate) as reporting_rate
      from (
        select currency, via, rated_on, rate as mine_rate, cast(null as double precision) as reporting_rate from mine
        union all
        select p.currency, p.via, r.rated_on, null, r.rate
        from (select distinct currency, via from mine) p
        join rated r on r.currency = ${reporting} and r.quote = p.via
      ) u
      group by currency, via, rated_on
    ),
    counted as (
      select *, count(mine_rate) over so_far as mine_no, count(reporting_rate) over so_far as reporting_no
      from points window so_far as (partition by currency, via order by rated_on)
    ),
    filled as (
      select currency, via, rated_on, max(mine_rate) over (partition by currency, via, mine_no) as mine_rate,
        max(reporting_rate) over (partition by currency, via, reporting_no) as reporting_rate
      from counted
    ),
    known as (
      select currency, 1 as preference, '' as via, rated_on, rate from rated where quote = ${reporting}
      union all
      select quote, 2, '', rated_on, 1 / rate from rated where currency = ${reporting}
      union all
      select currency, 3, via, rated_on, mine_rate / reporting_rate from filled
      where mine_rate is not null and reporting_rate is not null
    ),
    begun as (
      select currency, preference, via, min(min(rated_on)) over (
        partition by currency order by preference, via rows between unbounded preceding and 1 preceding) as better_on
      from known group by currency, preference, via
    ),
    spans as (
      select k.currency, k.rated_on as from_on, k.rate,
        least(coalesce(lead(k.rated_on) over (partition by k.currency, k.preference, k.via order by k.rated_on), ${never}),
          coalesce(b.better_on, ${never})) as to_on
      from known k join begun b on b.currency = k.currency and b.preference = k.preference and b.via = k.via
    )
    select currency, from_on, to_on, rate * ${minorScale(sql`currency`, reportingCurrency)} as factor
    from spans where from_on < to_on
    union all
    select ${reporting}, date '0001-01-01', ${never}, 1`
}
