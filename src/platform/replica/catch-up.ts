import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isUuid } from '../../base/ids.ts'
import type { Db } from '../postgres/database.ts'
import { compileSql, sql, type Sql } from '../postgres/query.ts'
import { columnsOf, entityOf, stillSo, type Column } from './columns.ts'
import { copyOut, readBack } from './copy-out.ts'
import { relationOf, stageStays, type Knowledge } from './relations.ts'
import { analyticTables, type AnalyticTable, type OnBuilt } from './replica.ts'
import type { Meta, ReplicaStore } from './store.ts'

/** Beyond this many changes, building the file anew is quicker than replacing what changed. */
const rebuildBeyond = 50_000

/** What PostgreSQL holds in the snapshot that is read. */
export type Head = { seq: number; currency: string; read_at: string }

export const selectHead = (workspaceId: string, currency: string): Sql<Head & { is_snapshot: boolean }> => sql`
  select coalesce((select h.seq from kurs.chain_head h where h.workspace_id = ${workspaceId}), 0) as seq,
    coalesce((select w.currency from kurs.workspace w where w.workspace_id = ${workspaceId}), ${currency}) as currency,
    statement_timestamp() as read_at,
    current_setting('transaction_read_only') = 'on'
      and current_setting('transaction_isolation') = 'repeatable read' as is_snapshot`

/**
 * Brings the file to the state of a snapshot of PostgreSQL: every record touched since is replaced, all its
 * versions; or, after much has changed, everything.
 * @param db a read transaction that sees one snapshot, in which `head` was read
 */
export async function catchUp(
  store: ReplicaStore,
  db: Db,
  workspaceId: string,
  head: Head,
  dir: string,
): Promise<void> {
  const { meta } = store
  if (!meta) return buildWhole(store, db, workspaceId, head, dir)
  const sum = await db.first<{ count: number }>(sql`
    select coalesce(sum(change_count), 0)::bigint as count from kurs.change_set
    where workspace_id = ${workspaceId} and seq > ${meta.seq} and seq <= ${head.seq}`)
  if ((sum?.count ?? 0) > rebuildBeyond) return buildWhole(store, db, workspaceId, head, dir)
  return replaceTouched(store, db, { workspaceId, head, meta, dir })
}

/** Builds everything anew, histories sorted by time. */
export async function buildWhole(
  store: ReplicaStore,
  db: Db,
  workspaceId: string,
  head: Head,
  dir: string,
  onBuilt: OnBuilt = () => Promise.resolve(),
): Promise<void> {
  const total = analyticTables.length * 2
  const knowledge: Knowledge = { workspaceId: checked(workspaceId), currency: head.currency, seq: 'now' }
  for (const [i, table] of analyticTables.entries()) {
    await onBuilt(i, total)
    if (isCopied(table)) await copyOut(db, relationOf(table, knowledge), join(dir, table))
  }
  await store.write({ seq: head.seq, currency: head.currency, built_at: head.read_at }, async (run) => {
    for (const [i, table] of analyticTables.entries()) {
      await onBuilt(analyticTables.length + i, total)
      const columns = columnsOf(table)
      const rows = isCopied(table) ? readBack(join(dir, table), columns) : staysOf(sql.table('deal_version'))
      await run(`create or replace table ${table} as select * from ${rows} order by ${orderOf(table, columns)}`)
    }
  })
}

const orderOf = (table: AnalyticTable, columns: readonly Column[]): string =>
  [
    ...(table === 'deal_version' ? [lifeClass('valid_from', 'valid_to'), isStill('valid_to', 'created_on')] : []),
    ...(table === 'stage_stay' ? [lifeClass('entered_at', 'left_at')] : []),
    ...['entered_at', 'valid_from', 'happened_at', 'currency', 'from_on', 'id'].filter((name) =>
      columns.some((c) => c.name === name),
    ),
  ].join(', ')

/**
 * What lived about as long lies together, in order of its beginning: of what lived up to 16 days, everything alive at a moment
 * began in the 16 days before it, and only those row groups are read.
 */
const lifeClass = (from: string, to: string): string =>
  isStill(to, '99', `ceil(log2(greatest(1, date_diff('hour', ${from}, ${to}) / 24.0)) / 2)`)

/** Deals that stand as they stood lie by the day of creation, with which the day of closing goes along. */
const isStill = (to: string, then: string, otherwise = 'null'): string =>
  `case when ${to} = timestamp '${stillSo}' then ${then} else ${otherwise} end`

type Since = { workspaceId: string; head: Head; meta: Meta; dir: string }

async function replaceTouched(store: ReplicaStore, db: Db, since: Since): Promise<void> {
  const { head, meta, dir } = since
  const workspaceId = checked(since.workspaceId)
  const knowledge: Knowledge = { workspaceId, currency: head.currency, seq: 'now' }
  const sets = await db.query<{ set_id: number }>(sql`
    select set_id from kurs.change_set
    where workspace_id = ${workspaceId} and seq > ${meta.seq} and seq <= ${head.seq}`)
  const setIds = sets.map((row) => row.set_id)
  const changes = changesIn(workspaceId, setIds)
  const entities = await db.query<{ entity: string }>(sql`select distinct entity from ${changes} c`)
  const touched = new Set(entities.map((row) => row.entity))
  const tables = analyticTables.filter((table) => {
    const entity = entityOf(table)
    return entity ? touched.has(entity.name) : touched.has('currency_rate') || head.currency !== meta.currency
  })
  for (const table of tables) {
    const entity = entityOf(table)
    if (!isCopied(table)) continue
    const ids = entity ? await touchedIds(db, changes, entity.name) : undefined
    if (ids) await writeFile(idsFile(dir, table), `${ids.join('\n')}\n`)
    const among = ids && sql.join(ids.map((id) => sql.lit(id)))
    await copyOut(db, relationOf(table, knowledge, among), join(dir, table))
  }
  await store.write({ seq: head.seq, currency: head.currency, built_at: meta.built_at }, async (run) => {
    for (const table of tables) {
      if (isCopied(table) && entityOf(table))
        await run(`create or replace temp table touched as ${touchedFile(dir, table)}`)
      const rows = isCopied(table)
        ? readBack(join(dir, table), columnsOf(table))
        : staysOf(sql.table('copied'), copiedDeals(dir))
      await run(`delete from ${table} ${entityOf(table) ? 'where id in (select id from touched)' : ''}`)
      await run(`insert into ${table} select * from ${rows}`)
    }
  })
}

/** All but what follows from a table that was copied before it. */
const isCopied = (table: AnalyticTable): boolean => table !== 'stage_stay'
const staysOf = (versions: Sql, first = ''): string => `(${first} ${compileSql(stageStays(versions)).text})`
/** All versions of the touched deals, as they were just copied; their ids still stand in `touched`. */
const copiedDeals = (dir: string): string =>
  `with copied as (select * from ${readBack(join(dir, 'deal_version'), columnsOf('deal_version'))})`

const idsFile = (dir: string, table: AnalyticTable): string => join(dir, `${table}-ids`)
const touchedFile = (dir: string, table: AnalyticTable): string =>
  `select id from ${readBack(idsFile(dir, table), [{ name: 'id', type: 'uuid' }])}`

/**
 * Sets and records are told one by one: of what a join finds PostgreSQL expects far too much after big imports, and would read
 * whole histories for one deal.
 */
const changesIn = (workspaceId: string, setIds: readonly number[]): Sql => sql`(
  select entity, entity_id from kurs.change
  where workspace_id = ${workspaceId} and set_id in (${sql.join([-1, ...setIds].map((setId) => sql.lit(setId)))}))`

async function touchedIds(db: Db, changes: Sql, entityName: string): Promise<string[]> {
  const rows = await db.query<{ entity_id: string }>(sql`
    select distinct entity_id from ${changes} c where entity = ${entityName}`)
  return rows.map((row) => row.entity_id)
}

/** The id becomes part of COPY's text. */
function checked(workspaceId: string): string {
  if (!isUuid(workspaceId)) throw new Error('a workspace id must be a UUID')
  return workspaceId
}
