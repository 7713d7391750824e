import type pg from 'pg'
import { inWrite, type Runtime } from '../../src/platform/execute.ts'
import type { Actor } from '../../src/platform/access.ts'
import { accountEntity } from '../../src/domains/accounts/index.ts'
import { productEntity } from '../../src/domains/catalogue/index.ts'
import { dealEntity } from '../../src/domains/deals/index.ts'
import { personEntity } from '../../src/domains/people/index.ts'
import '../../src/domains/targets/index.ts'
import { pipelineEntity, stageEntity } from '../../src/domains/pipelines/index.ts'
import { insertChangesFrom, planForManyRows } from '../../src/platform/history/bulk.ts'
import { sql, type Sql } from '../../src/platform/postgres/query.ts'

export const versionsPerDeal = 6
/** Deals begin evenly over three years; an event every nine days. */
const spanDays = 1095
const setOf = 50_000
const sinceEver = '2022-01-01T00:00:00Z'

export const industries = [
  'Agriculture',
  'Construction',
  'Energy',
  'Finance',
  'Health',
  'Logistics',
  'Retail',
  'Software',
]
export const goods = [
  'Anvil',
  'Boiler',
  'Crane',
  'Dynamo',
  'Engine',
  'Furnace',
  'Gearbox',
  'Harvester',
  'Insulator',
  'Jack',
]

/** Ids rise as the product's own do, so that indexes grow at their end. Kinds: 1 deal, 2 account, 3 person, 4 product, 5 stage. */
export const idOf = (kind: number, i: number): string =>
  `${i.toString(16).padStart(8, '0')}-0000-7000-8000-00000000000${kind}`
const idIn = (kind: number, i: Sql): Sql =>
  sql`cast(lpad(to_hex(${i}), 8, '0') || ${sql.lit(`-0000-7000-8000-00000000000${kind}`)} as uuid)`

const pipelineId = idOf(6, 1)
export const stages = [
  { name: 'Qualified', kind: 'open', probability: 0.1 },
  { name: 'Discovery', kind: 'open', probability: 0.25 },
  { name: 'Proposal', kind: 'open', probability: 0.5 },
  { name: 'Negotiation', kind: 'open', probability: 0.75 },
  { name: 'Won', kind: 'won', probability: 1 },
  { name: 'Lost', kind: 'lost', probability: 0 },
] as const

/**
 * Fills a workspace with deals of six versions each over 2023 to 2025, through the product's own log, folds and chain; only the
 * rows of the log come from a statement instead of from requests. The same size gives the same rows but for salts.
 */
export async function fillDealHistory(
  runtime: Runtime,
  owner: pg.Client,
  actor: Actor,
  dealCount: number,
): Promise<void> {
  const accountCount = Math.max(10, Math.floor(dealCount / 20))
  await writeSet(runtime, actor, (setId) => [insertOf(actor, setId, accountRows(accountCount))], accountEntity)
  await inWrite(runtime, actor, 'bench.fill', { source: 'bench' }, async ({ changes }) => {
    changes.create(pipelineEntity, pipelineId, { name: 'Sales', position: 0 }, sinceEver)
    for (const [i, { name, kind, probability }] of stages.entries()) {
      const forecast_category = kind === 'open' ? 'pipeline' : kind === 'won' ? 'closed' : 'omitted'
      const values = {
        pipeline_id: pipelineId,
        name,
        position: i,
        kind,
        probability_ratio: probability,
        forecast_category,
      }
      changes.create(stageEntity, idOf(5, i), values, sinceEver)
    }
    for (let i = 0; i < 200; i++) changes.create(personEntity, idOf(3, i), { name: `Owner ${i}` }, sinceEver)
    for (let i = 0; i < 50; i++) changes.create(productEntity, idOf(4, i), { name: `Product ${i}` }, sinceEver)
  })
  const about = { dealCount, accountCount, currency: actor.settings.currency }
  for (let from = 0; from < dealCount; from += setOf) {
    const share = { ...about, from, to: Math.min(dealCount, from + setOf) }
    await writeSet(runtime, actor, (setId) => [insertOf(actor, setId, dealRows(share))])
  }
  await foldDeals(owner, actor.workspaceId)
}

/**
 * What the product's fold makes of those changes, in two statements without its checks of keys: folding six million changes
 * again takes several times as long, and is what `bench import` measures.
 */
async function foldDeals(owner: pg.Client, workspaceId: string): Promise<void> {
  const fields = Object.entries(dealEntity.fields)
  const types: Record<string, string> = { numeric: 'numeric', double: 'double precision' }
  const told = fields.map(([name, { type }]) => `(state ->> '${name}')::${types[type] ?? type} as ${name}`).join(', ')
  const names = fields.map(([name]) => name).join(', ')
  // Every later change of these histories says all that ever changes in them, so the first and the latest make the state.
  await owner.query(`
    set session_replication_role = replica;
    insert into kurs.deal_version (workspace_id, id, valid_from, valid_to, set_from, ${names})
    select workspace_id, id, valid_at, valid_to, set_id, ${told} from (
      select c.workspace_id, c.entity_id as id, c.valid_at, c.set_id, first_value(c.after) over history || c.after as state,
        lead(c.valid_at, 1, 'infinity') over history as valid_to
      from kurs.change c where c.workspace_id = '${workspaceId}' and c.entity = 'deal'
      window history as (partition by c.entity_id order by c.version)) f;
    insert into kurs.deal (workspace_id, id, version, changed_at, ${names})
    select workspace_id, id, ${versionsPerDeal}, valid_from, ${names} from kurs.deal_version
    where workspace_id = '${workspaceId}' and valid_to = 'infinity';
    reset session_replication_role`)
}

/** One change set of many rows, as an import writes it. */
export const writeSet = (
  runtime: Runtime,
  actor: Actor,
  statements: (setId: number) => Sql[],
  entity?: Parameters<ChangesOf['touched']>[0],
): Promise<void> =>
  inWrite(runtime, actor, 'bench.fill', { source: 'bench', statementTimeoutMs: 3_600_000 }, async ({ db, changes }) => {
    for (const setting of planForManyRows()) await db.query(setting)
    for (const statement of statements(await changes.setId())) await db.query(statement)
    await db.query(sql`select kurs.analyze_grown()`)
    if (entity) changes.touched(entity)
  })
type ChangesOf = Parameters<Parameters<typeof inWrite>[4]>[0]['changes']

const insertOf = (actor: Actor, setId: number, rows: Sql): Sql => insertChangesFrom(actor.workspaceId, setId, rows)

const accountRows = (count: number): Sql => sql`
  select 'account' as entity, ${idIn(2, sql`i`)} as id, 1 as version, 0 as ord, 'create' as kind,
    cast(${sinceEver} as timestamptz) as valid_at, cast(null as jsonb) as before,
    jsonb_build_object('name', 'Account ' || i, 'attributes',
      jsonb_build_object('industry', (array[${sql.join(industries.map((name) => sql.lit(name)))}])[1 + i % 8])) as after
  from generate_series(0, ${sql.lit(count - 1)}) i`

type Share = { from: number; to: number; dealCount: number; accountCount: number; currency: string }

/** Four open stages in turn, the last one twice, then for nine of ten an end: four won, five lost. */
function dealRows({ from, to, dealCount, accountCount, currency }: Share): Sql {
  const n = (value: number): Sql => sql.lit(value)
  const stageId = idIn(5, sql`t.stage`)
  const status = sql`case t.stage when 4 then 'won' when 5 then 'lost' else 'open' end`
  const amount = sql`100000 + (i::bigint * 7919) % 9000000 + v * 1000`
  const good = sql`(array[${sql.join(goods.map((name) => sql.lit(name)))}])[1 + i % 10]`
  return sql`
    select 'deal' as entity, ${idIn(1, sql`i`)} as id, v + 1 as version, 0 as ord,
      case v when 0 then 'create' else 'update' end as kind, t.at as valid_at,
      case when v > 0 then jsonb_build_object('stage_id', ${idIn(5, sql`t.stage_before`)}, 'status', 'open',
        'amount_minor', ${amount} - 1000, 'closed_on', null, 'close_rate', null) end as before,
      case when v = 0 then jsonb_build_object('name', ${good} || ' for account ' || i % ${n(accountCount)} || ' no ' || i,
        'external_id', 'D-' || i, 'account_id', ${idIn(2, sql`(i % ${n(accountCount)})`)}, 'owner_id', ${idIn(3, sql`(i * 31 % 200)`)},
        'product_id', ${idIn(4, sql`(i * 13 % 50)`)}, 'pipeline_id', ${sql.lit(pipelineId)}, 'currency', ${sql.lit(currency)},
        'amount_estimated', false, 'created_on', cast(t.at as date), 'created_known', true, 'history_known', true,
        'close_on', cast(t.at as date) + 40 + i % 30, 'stage_id', ${stageId}, 'status', ${status}, 'amount_minor', ${amount})
      else jsonb_build_object('stage_id', ${stageId}, 'status', ${status}, 'amount_minor', ${amount})
        || case when t.stage > 3 then jsonb_build_object('closed_on', cast(t.at as date), 'close_rate', 1) else '{}' end
      end as after
    from generate_series(${n(from)}, ${n(to - 1)}) i cross join generate_series(0, ${n(versionsPerDeal - 1)}) v
    cross join lateral (
      select timestamptz '2023-01-01 08:00:00Z' + make_interval(days => cast((i::bigint * ${n(spanDays)}) / ${n(dealCount)} as integer) + v * 9,
          secs => (i * 37 + v * 997) % 28800) as at,
        case when v < 5 then least(v, 3) when (i::bigint * 7919) % 10 < 4 then 4 when (i::bigint * 7919) % 10 < 9 then 5 else 3 end as stage,
        least(greatest(v - 1, 0), 3) as stage_before) t`
}
