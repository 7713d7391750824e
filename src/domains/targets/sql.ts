import { sql, type Sql } from '../../platform/postgres/query.ts'
import { withinReach, type Reach } from '../../platform/access.ts'
import type { StoredRecord } from '../../platform/history/recorder.ts'
import { relationAsOf } from '../../platform/records/source.ts'
import { converted } from '../../platform/replica/deal-value.ts'
import { referredAt } from '../../platform/replica/referred.ts'
import type { Tables } from '../../platform/replica/replica.ts'
import type { TargetCell, TargetMetric } from './schema.ts'

/** The targets that stand in these cells, under a row lock. */
export const lockCells = (workspaceId: string, cells: readonly TargetCell[]): Sql<StoredRecord> => sql<StoredRecord>`
  select t.* from kurs.target t
  join jsonb_to_recordset(cast(cast(${JSON.stringify(cells)} as text) as jsonb))
    as c(person_id uuid, team_id uuid, metric text, granularity text, starts_on date)
    on t.metric = c.metric and t.granularity = c.granularity and t.starts_on = c.starts_on
    and t.person_id is not distinct from c.person_id and t.team_id is not distinct from c.team_id
  where t.workspace_id = ${workspaceId} and t.archived_at is null order by t.id for update of t`

/** The first id that names nobody. */
export const selectMissing = (
  workspaceId: string,
  people: readonly string[],
  teams: readonly string[],
): Sql<{ entity: string; id: string }> => sql<{ entity: string; id: string }>`
  select 'person' as entity, k.id from unnest(${[...people]}::uuid[]) k(id)
  where not exists (select from kurs.person p where p.workspace_id = ${workspaceId} and p.id = k.id)
  union all
  select 'team', k.id from unnest(${[...teams]}::uuid[]) k(id)
  where not exists (select from kurs.team t where t.workspace_id = ${workspaceId} and t.id = k.id)
  limit 1`

/** A target as it was known then. `value` in its own currency, `reported_value` null without a rate. */
export type KnownTarget = {
  id: string
  person_id: string | null
  team_id: string | null
  value: number
  reported_value: number | null
}
type Asked = {
  metric: TargetMetric
  granularity: string
  startsOn: string
  moment: { at: string; on: string }
  reach: Reach
}

/** The targets of one period, in the reporting currency at the rate of its first day (of the as-of day while that lies ahead). */
export function selectTargets(tables: Tables, asked: Asked): Sql<KnownTarget> {
  const { metric, granularity, startsOn, moment, reach } = asked
  const ratedOn = sql`cast(${startsOn < moment.on ? startsOn : moment.on} as date)`
  return sql<KnownTarget>`
    select t.id, t.person_id, t.team_id, t.value,
      case when t.currency is null then t.value else ${converted(sql`t.value`, sql`r.factor`)} end as reported_value
    from ${relationAsOf(tables, moment.at)('target')} t
    left join ${tables('reporting_rate')} r on r.currency = t.currency and r.from_on <= ${ratedOn} and r.to_on > ${ratedOn}
    where t.archived_at is null and t.metric = ${metric} and t.granularity = ${granularity}
      and t.starts_on = cast(${startsOn} as date)
      and (t.person_id is null or ${withinReach(reach, sql`t.person_id`)})
    order by t.id`
}

export type KnownTeam = { id: string; name: string; parent_id: string | null }
/** Teams that are not archived, as of the moment, by name. */
export const selectTeams = (tables: Tables, moment: { at: string }): Sql<KnownTeam> => sql<KnownTeam>`
  select id, name, parent_id from ${referredAt({ tables, moment }, 'team_version')} t
  where archived_at is null order by name, id`

export type KnownPerson = { id: string; name: string; team_id: string | null }
/** Everybody as of the moment, by name; with a row per team that they were in during the period, the last one first. */
export const selectPeople = (
  tables: Tables,
  moment: { at: string },
  period: { from: string; to: string },
): Sql<KnownPerson> => sql<KnownPerson>`
  select p.id, p.name, m.team_id
  from ${referredAt({ tables, moment }, 'person_version')} p
  left join ${referredAt({ tables, moment }, 'membership_version')} m on m.person_id = p.id and m.archived_at is null
    and (m.from_on is null or m.from_on < cast(${period.to} as date)) and (m.to_on is null or m.to_on > cast(${period.from} as date))
  order by p.name, p.id, m.from_on desc nulls last, m.id`
