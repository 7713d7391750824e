import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { operations } from '../src/catalog.ts'
import { dealEntity } from '../src/domains/deals/index.ts'
import type { Actor } from '../src/platform/access.ts'
import { findCheckoutDir } from '../src/platform/config.ts'
import { execute, inWrite, type Runtime } from '../src/platform/execute.ts'
import { createLog } from '../src/platform/log.ts'
import type { ReadOperation } from '../src/platform/operation.ts'
import { Passwords } from '../src/platform/passwords.ts'
import { Database } from '../src/platform/postgres/database.ts'
import { clusterHome } from '../src/platform/postgres/embedded-cluster.ts'
import { appLogin, startEmbeddedPostgres } from '../src/platform/postgres/embedded.ts'
import { migrate } from '../src/platform/postgres/migrate.ts'
import { Workbooks } from '../src/platform/files/workbook/workbooks.ts'
import { StoredFiles } from '../src/platform/stored-files.ts'
import { createReplicas, type Replicas } from '../src/platform/replica/replicas.ts'

/**
 * The replica beside PostgreSQL on the same questions: `npm run bench -- replica [deals]` (default 200,000, six
 * versions each). Prints the median of five runs in each engine and their ratio; building, and catching up with
 * one changed deal.
 */
const dealCount = Number(process.argv[2] ?? 200_000)
const workspaceId = randomUUID()
const pipelineId = randomUUID()
const stageId = randomUUID()
const actor: Actor = {
  kind: 'system',
  userId: null,
  apiKeyId: null,
  name: 'bench',
  workspaceId,
  slug: 'bench',
  role: 'administrator',
  scopes: ['read', 'write', 'admin'],
  personId: null,
  reach: { kind: 'all' },
  settings: { name: 'Bench', currency: 'UAH', timeZone: 'Europe/Kyiv', fiscalYearStartMonth: 1, weekStart: 1 },
}

/** Six versions of each deal through five stages over three years, in three currencies, from 200 owners. */
const fill = `
  set session_replication_role = replica;
  insert into kurs.pipeline (workspace_id, id, version, changed_at, name) values ('${workspaceId}', '${pipelineId}', 1, now(), 'p');
  insert into kurs.stage (workspace_id, id, version, changed_at, pipeline_id, name, position, kind, probability_ratio, forecast_category)
    values ('${workspaceId}', '${stageId}', 1, now(), '${pipelineId}', 's', 0, 'open', 0.1, 'pipeline');
  insert into kurs.chain_head (workspace_id, seq) values ('${workspaceId}', 1);
  insert into kurs.person_version (workspace_id, id, name, valid_from, valid_to, set_from)
    select '${workspaceId}', md5('p' || i)::uuid, 'person ' || i, '2020-01-01', 'infinity', 1 from generate_series(0, 199) i;
  insert into kurs.stage_version (workspace_id, id, pipeline_id, name, position, kind, probability_ratio, forecast_category, valid_from, valid_to, set_from)
    select '${workspaceId}', md5('s' || i)::uuid, '${pipelineId}', 'stage ' || i, i, case i when 4 then 'won' when 5 then 'lost' else 'open' end,
      0.2 * (i % 5), 'pipeline', '2020-01-01', 'infinity', 1 from generate_series(0, 5) i;
  insert into kurs.currency_rate (workspace_id, id, version, changed_at, currency, quote, rated_on, rate)
    select '${workspaceId}', gen_random_uuid(), 1, now(), c, 'UAH', date '2022-01-01' + i, 30 + i % 10
    from generate_series(0, 1800) i, unnest(array['USD', 'EUR']) c;
  insert into kurs.deal_version (workspace_id, id, name, owner_id, pipeline_id, stage_id, status, amount_minor, currency, amount_estimated,
      close_on, created_on, created_known, history_known, closed_on, close_rate, valid_from, valid_to, set_from)
    select '${workspaceId}', md5('d' || i)::uuid, 'deal ' || i, md5('p' || i % 200)::uuid, '${pipelineId}',
      md5('s' || case when v < 5 then least(v, 3) when i % 10 < 6 then 4 when i % 10 < 9 then 5 else 3 end)::uuid,
      case when v < 5 or i % 10 = 9 then 'open' when i % 10 < 6 then 'won' else 'lost' end,
      100000 + i * 7 % 900000 + v, case i % 3 when 0 then 'UAH' when 1 then 'USD' else 'EUR' end, false,
      began.on_day + 90, began.on_day, true, true, case when v = 5 and i % 10 < 9 then began.on_day + 50 end,
      case when v = 5 and i % 10 < 9 and i % 3 > 0 then 35 when v = 5 and i % 10 < 9 then 1 end,
      began.on_day + v * interval '10 days', case when v < 5 then began.on_day + (v + 1) * interval '10 days' else 'infinity' end, 1
    from generate_series(1, ${dealCount}) i cross join generate_series(0, 5) v
    cross join lateral (select date '2023-01-01' + i % 1095 as on_day) began;
  insert into kurs.deal (workspace_id, id, version, changed_at, name, owner_id, pipeline_id, stage_id, status, amount_minor, currency,
      amount_estimated, close_on, created_on, created_known, history_known, closed_on, close_rate)
    select workspace_id, id, 1, valid_from, name, owner_id, pipeline_id, stage_id, status, amount_minor, currency, amount_estimated,
      close_on, created_on, created_known, history_known, closed_on, close_rate from kurs.deal_version where valid_to = 'infinity';
  analyze kurs.deal_version; analyze kurs.deal;`

const checkoutDir = findCheckoutDir()
const dataDir = await mkdtemp(join(tmpdir(), 'kurs-bench-'))
const log = createLog('warn')
const quiet = { info: (): void => undefined, warn: console.warn, error: console.error }
const postgres = await startEmbeddedPostgres({ dataDir, checkoutDir, log: quiet, durability: 'throwaway' })
const database = new Database(postgres.appUrl)
try {
  await migrate(postgres.ownerUrl, appLogin, { folder: join(checkoutDir, 'db', 'migrations') })
  const owner = new pg.Client({ connectionString: postgres.ownerUrl })
  await owner.connect()
  await owner.query(fill)
  await owner.end()
  await compareEngines()
} finally {
  await database.close()
  await postgres.stop()
  await rm(await clusterHome(dataDir), { recursive: true, force: true })
  await rm(dataDir, { recursive: true, force: true })
}

async function compareEngines(): Promise<void> {
  const inFile = createReplicas({ dataDir, database, log, engine: 'duckdb' })
  const inPostgres = createReplicas({ dataDir, database, log, engine: 'postgres' })
  const say = (what: string, ms: number): void => console.log(`${what.padEnd(46)} ${ms.toFixed(0).padStart(8)} ms`)
  say(
    `build from ${(dealCount * 6).toLocaleString('en')} versions`,
    await timed(() => ask(inFile, { metric: 'won_count' })),
  )
  await catchUps(inFile, say)
  console.log(`${''.padEnd(46)} ${'replica'.padStart(11)} ${'postgres'.padStart(11)}   ratio`)
  const year = { granularity: 'month', count: 12 }
  for (const [what, input] of [
    ['won value by month', { metric: 'won_value', by: ['time'], period: year }],
    ['won value by month and owner', { metric: 'won_value', by: ['time', 'owner'], period: year }],
    ['open pipeline at 12 month ends', { metric: 'open_pipeline', by: ['time'], period: year }],
    [
      'close rate by owner against last year',
      { metric: 'close_rate', by: ['owner'], period: year, compare: 'same_period_last_year' },
    ],
    ['stage conversion of a year by stage', { metric: 'stage_conversion', by: ['stage'], period: year }],
    ['time in stage of a year by stage', { metric: 'time_in_stage', by: ['stage'], period: year }],
    ['sales velocity by owner', { metric: 'velocity', by: ['owner'] }],
  ] as const) {
    const mine = await median(() => ask(inFile, input))
    const theirs = await median(() => ask(inPostgres, input))
    console.log(
      `${what.padEnd(46)} ${mine.toFixed(0).padStart(8)} ms ${theirs.toFixed(0).padStart(8)} ms ${(theirs / mine).toFixed(1).padStart(6)}×`,
    )
  }
  await inFile.close()
}

/** What a writer's next question costs: one deal is new. */
async function catchUps(inFile: Replicas, say: (what: string, ms: number) => void): Promise<void> {
  const runtime = runtimeOf(inFile)
  const changeOne = (i: number): Promise<void> =>
    inWrite(runtime, actor, 'bench', { source: 'bench' }, async ({ changes }) => {
      changes.create(dealEntity, randomUUID(), {
        name: `deal ${i}`,
        pipeline_id: pipelineId,
        stage_id: stageId,
        status: 'open',
        currency: 'UAH',
        amount_estimated: false,
        created_on: '2026-01-01',
        created_known: true,
        history_known: true,
      })
      changes.touched(dealEntity)
    })
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    await changeOne(i)
    times.push(await timed(() => ask(inFile, { metric: 'open_pipeline' })))
  }
  say('catch up with one change and answer', times.sort((a, b) => a - b)[2] ?? 0)
}

function runtimeOf(replicas: Replicas): Runtime {
  return {
    database,
    files: new StoredFiles(dataDir, new Workbooks(join(findCheckoutDir(), 'dist', 'workbook.js'))),
    passwords: new Passwords(),
    auditKey: Buffer.alloc(32),
    log,
    now: () => '2026-01-15T12:00:00.000Z',
    newId: () => randomUUID(),
    replicaOf: replicas.of,
    compute: () => Promise.reject(new Error('nothing here is computed on a thread')),
    ledger: () => Promise.resolve({ made: null, tried: null }),
  }
}

function ask(replicas: Replicas, input: Record<string, unknown>): Promise<unknown> {
  const operation = operations.find(({ name }) => name === 'metrics.query') as ReadOperation
  return execute(runtimeOf(replicas), operation, actor, input, { source: 'bench', statementTimeoutMs: 600_000 })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) times.push(await timed(work))
  return times.sort((a, b) => a - b)[2] ?? 0
}
