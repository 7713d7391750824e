import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { Tables } from '../../platform/replica/replica.ts'
import type { ForecastResult, ForecastRun } from './schema.ts'

/** One state of a deal, in the workspace's currency, with the team its owner belonged to then. */
export type VersionRow = {
  id: string
  name: string
  valid_from: string
  created_on: string | null
  history_known: boolean
  status: 'open' | 'won' | 'lost'
  stage_id: string
  probability_ratio: number | null
  close_on: string | null
  closed_on: string | null
  value_minor: number | null
  team_id: string | null
}

/**
 * Every state, valid up to `at`, of every deal that is not archived then, by deal and time. Closed deals at their
 * frozen rate, open ones at the rate of the day the state began.
 */
export const selectVersions = (tables: Tables, at: string, currency: string): Sql<VersionRow> => {
  const moment = sql`cast(${at.replace('Z', '')} as timestamp)`
  return sql<VersionRow>`
    select v.id, v.name, v.valid_from, case when v.created_known then v.created_on end as created_on, v.history_known, v.status,
      v.stage_id, s.probability_ratio, v.close_on, v.closed_on,
      cast(round(v.amount_minor * case when v.currency = ${currency} then 1 else r.factor end) as bigint) as value_minor,
      m.team_id
    from ${tables('deal_version')} v
    join (
      select id from ${tables('deal_version')} where valid_from <= ${moment} and valid_to > ${moment} and archived_at is null
    ) living on living.id = v.id
    left join ${tables('stage_version')} s on s.id = v.stage_id and s.valid_from <= ${moment} and s.valid_to > ${moment}
    left join ${tables('reporting_rate')} r on r.currency = v.currency
      and r.from_on <= coalesce(v.closed_on, cast(v.valid_from as date)) and r.to_on > coalesce(v.closed_on, cast(v.valid_from as date))
    left join (
      select person_id, from_on, to_on, team_id, row_number() over (partition by person_id, from_on order by team_id) as place
      from ${tables('membership_version')} where valid_from <= ${moment} and valid_to > ${moment} and archived_at is null
    ) m on m.person_id = v.owner_id and m.place = 1
      and (m.from_on is null or m.from_on <= cast(v.valid_from as date)) and (m.to_on is null or m.to_on > cast(v.valid_from as date))
    where v.valid_from <= ${moment}
    order by v.id, v.valid_from`
}

export const selectTeams = (tables: Tables, at: string): Sql<{ id: string; name: string }> => {
  const moment = sql`cast(${at.replace('Z', '')} as timestamp)`
  return sql`select id, name from ${tables('team_version')} where valid_from <= ${moment} and valid_to > ${moment} order by name, id`
}

const json = (value: unknown): Sql => sql`cast(cast(${JSON.stringify(value)} as text) as jsonb)`
const columns = sql`id, as_of_on, kind, status, settings, seq, job_id, created_by, created_at, finished_at`

export const insertRun = (
  workspaceId: string,
  run: { id: string; asOfOn: string; kind: string; settings: unknown; jobId: string; by: string; now: string },
): Sql<ForecastRun> => sql<ForecastRun>`
  insert into kurs.forecast_run (workspace_id, id, as_of_on, kind, status, settings, job_id, created_by, created_at)
  values (${workspaceId}, ${run.id}, ${run.asOfOn}, ${run.kind}, 'queued', ${json(run.settings)}, ${run.jobId}, ${run.by}, ${run.now})
  returning ${columns}, result`

export const finishRun = (
  workspaceId: string,
  id: string,
  now: string,
  seq: number,
  result: ForecastResult,
): Sql => sql`
  update kurs.forecast_run set status = 'done', seq = ${seq}, result = ${json(result)}, finished_at = ${now}
  where workspace_id = ${workspaceId} and id = ${id} and status = 'queued'`

export const failRun = (workspaceId: string, id: string, now: string): Sql => sql`
  update kurs.forecast_run set status = 'failed', finished_at = ${now} where workspace_id = ${workspaceId} and id = ${id} and status = 'queued'`

export const selectRun = (workspaceId: string, id: string): Sql<ForecastRun> => sql<ForecastRun>`
  select ${columns}, result from kurs.forecast_run where workspace_id = ${workspaceId} and id = ${id}`

/** The newest finished run as of that day. */
export const selectLatest = (workspaceId: string, asOfOn: string): Sql<ForecastRun> => sql<ForecastRun>`
  select ${columns}, result from kurs.forecast_run
  where workspace_id = ${workspaceId} and as_of_on = ${asOfOn} and status <> 'failed'
  order by created_at desc limit 1`

export const selectRuns = (workspaceId: string, limit: number): Sql<ForecastRun> => sql<ForecastRun>`
  select ${columns} from kurs.forecast_run where workspace_id = ${workspaceId} order by created_at desc, id desc limit ${sql.lit(limit)}`
