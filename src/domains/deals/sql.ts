import { sql, type Sql } from '../../platform/postgres/query.ts'

/** The stage a deal is put into: its pipeline and what it means for the deal's status. */
export const selectStage = (
  workspaceId: string,
  stageId: string,
): Sql<{ pipeline_id: string; kind: 'open' | 'won' | 'lost' }> => sql`
  select pipeline_id, kind from kurs.stage where workspace_id = ${workspaceId} and id = ${stageId} and archived_at is null`

/**
 * Units of `quote` for one unit of `currency` on the day or the last rated day before it: a direct rate, or the
 * cross of two rates to a common currency. Null when either is unknown.
 */
export const selectRate = (
  workspaceId: string,
  currency: string,
  quote: string,
  day: string,
): Sql<{ rate: string | null }> => {
  const lastRate = (of: string, into: Sql): Sql => sql`
    (select r.rate from kurs.currency_rate r
     where r.workspace_id = ${workspaceId} and r.currency = ${of} and r.quote = ${into} and r.rated_on <= cast(${day} as date)
       and r.archived_at is null
     order by r.rated_on desc limit 1)`
  return sql`
    select coalesce(
      case when ${currency} = ${quote} then 1 end,
      ${lastRate(currency, sql`${quote}`)},
      1 / ${lastRate(quote, sql`${currency}`)},
      (select ${lastRate(currency, sql`c.quote`)} / ${lastRate(quote, sql`c.quote`)}
       from (select distinct quote from kurs.currency_rate where workspace_id = ${workspaceId}) c
       where ${lastRate(currency, sql`c.quote`)} is not null and ${lastRate(quote, sql`c.quote`)} is not null
       limit 1)
    )::numeric(20, 10)::text as rate`
}
