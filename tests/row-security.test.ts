import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeGeneratedExport } from './generated-export.ts'
import { Imports } from './imports.ts'
import { type Client, setUp } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let owner: pg.Client
let app: pg.Client
let client: Client
let base = ''
let folder = ''
let mine = ''
const theirs = randomUUID()
let tables: string[] = []

/** One workspace that has used everything, and another with the same rows. */
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  owner = new pg.Client({ connectionString: server.ownerUrl })
  app = new pg.Client({ connectionString: server.appUrl })
  await Promise.all([owner.connect(), app.connect()])
  mine = (await owner.query<{ id: string }>('select id from identity.workspace')).rows[0]?.id ?? ''
  folder = await mkdtemp(join(tmpdir(), 'kurs-rows-'))
  await writeGeneratedExport(folder, 60)
  const imports = new Imports(client, base, () => server.worker.drain())
  const importFile = async (name: string): Promise<string> =>
    (await imports.apply(name, await readFile(join(folder, name)), { save_as: name })).id
  for (const name of ['products', 'accounts', 'sales_teams']) await importFile(`${name}.csv`)
  await imports.run('undo', await importFile('sales_pipeline.csv'))
  await importFile('sales_pipeline.csv')
  await client.post(`${base}/contacts`, { name: 'Ірина' })
  await client.post(`${base}/activities`, { kind: 'call', subject: 'Дзвінок' })
  await client.post(`${base}/views`, { page: 'deals', name: 'Мої', state: { q: 'Сонях' } })
  await client.post(`${base}/currency_rates`, { currency: 'EUR', quote: 'USD', rated_on: '2026-01-01', rate: 1.1 })
  await client.post(`${base}/targets`, { metric: 'won_count', granularity: 'year', starts_on: '2026-01-01', value: 12 })
  await client.post(`${base}/schedules/set`, { kind: 'audit_verify', at_time: '03:30' })
  await client.post(`${base}/forecasts`, {})
  await client.call('POST', `${base}/accounts`, { name: 'Із ключем' }, { 'idempotency-key': 'k1' })
  await server.worker.drain()
  // A sample company only comes into an empty workspace: here it is one that is beginning to load.
  await owner.query(
    `insert into kurs.sample (workspace_id, id, seed, end_on, created_at) values ($1, gen_random_uuid(), 1, '2026-01-01', now())`,
    [mine],
  )
  const found = await owner.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('kurs', 'jobs') and c.relkind = 'r' order by 1`)
  tables = found.rows.map(({ name }) => name)
  await owner.query('set session_replication_role = replica')
  for (const table of tables) {
    const own =
      table === 'kurs.workspace' || table === 'kurs.workspace_version' ? `|| jsonb_build_object('id', '${theirs}')` : ''
    await owner.query(
      `insert into ${table} select r.* from ${table} t, jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object('workspace_id', '${theirs}') ${own}) r
       where t.workspace_id = '${mine}'`,
    )
  }
  await owner.query('set session_replication_role = default')
}, 120_000)
afterAll(async () => {
  await Promise.all([owner.end(), app.end()])
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** In a transaction of the application, set to that workspace, rolled back. The error's message stands for an answer. */
async function asApplication(
  workspaceId: string | null,
  text: string,
  values: unknown[] = [],
): Promise<number | string> {
  await app.query(
    `begin; set local role kurs_app${workspaceId === null ? '' : `; set local kurs.workspace_id = '${workspaceId}'`}`,
  )
  try {
    const answer = await app.query<{ n?: number }>(text, values)
    return answer.rows[0]?.n ?? answer.rowCount ?? 0
  } catch (error) {
    return (error as Error).message
  } finally {
    await app.query('rollback')
  }
}

const refused = /permission denied|violates row-level security/

test('every table has rows of both workspaces here: one without any fails, so that this test sees new tables', async () => {
  const empty: string[] = []
  for (const table of tables) {
    const { rows } = await owner.query<{ n: number }>(`select count(distinct workspace_id)::int as n from ${table}`)
    if (rows[0]?.n !== 2) empty.push(table)
  }
  expect(tables.length).toBeGreaterThan(25)
  expect(empty).toEqual([])
})

test('the application sees its own workspace’s rows and no other’s; without a workspace none', async () => {
  for (const table of tables) {
    const count = `select count(*)::int as n from ${table}`
    const own = (await owner.query<{ n: number }>(`${count} where workspace_id = $1`, [mine])).rows[0]?.n
    expect(await asApplication(mine, count), table).toBe(own)
    expect(await asApplication(mine, `${count} where workspace_id = $1`, [theirs]), table).toBe(0)
    expect(await asApplication(null, count), table).toBe(0)
  }
})

test('another workspace’s rows cannot be changed, deleted or added', async () => {
  for (const table of tables) {
    const changed = await asApplication(
      mine,
      `update ${table} set workspace_id = workspace_id where workspace_id = $1`,
      [theirs],
    )
    const deleted = await asApplication(mine, `delete from ${table} where workspace_id = $1`, [theirs])
    for (const answer of [changed, deleted]) if (answer !== 0) expect(answer, table).toMatch(refused)
    const { rows } = await owner.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t where workspace_id = $1 limit 1`,
      [theirs],
    )
    const added = await asApplication(
      mine,
      `insert into ${table} select * from jsonb_populate_record(null::${table}, cast($1 as jsonb))`,
      [rows[0]?.row],
    )
    expect(added, table).toMatch(refused)
    const moved = await asApplication(mine, `update ${table} set workspace_id = $1`, [theirs])
    expect(moved, table).toMatch(refused)
  }
})

test('control: with its policy open, a table shows the other workspace’s rows, and this test sees it', async () => {
  await owner.query('alter policy own_workspace on kurs.deal using (true)')
  const count = 'select count(*)::int as n from kurs.account where workspace_id = $1'
  expect(await asApplication(mine, count, [theirs])).toBe(0)
  await owner.query('alter policy own_workspace on kurs.account using (true)')
  expect(await asApplication(mine, count, [theirs])).toBeGreaterThan(0)
})
