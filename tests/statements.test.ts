import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Database, type Db, type DatabaseRole, type TransactionOptions } from '../src/platform/postgres/database.ts'
import { setUp, type Client } from './client.ts'
import { Imports } from './imports.ts'
import { startTestServer, type TestServer } from './server.ts'

/** Counts what is asked of PostgreSQL: transactions, and the statements in them besides beginning and end. */
class CountingDatabase extends Database {
  transactions = 0
  statements = 0

  override transaction<T>(
    role: DatabaseRole,
    workspaceId: string | null,
    work: (db: Db) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T> {
    this.transactions++
    return super.transaction(
      role,
      workspaceId,
      async (db) => {
        const before = db.statementCount
        const result = await work(db)
        this.statements += db.statementCount - before
        return result
      },
      options,
    )
  }
}

let server: TestServer
let client: Client
let base = ''
let database: CountingDatabase
const ids: Record<string, string> = {}

beforeAll(async () => {
  server = await startTestServer()
  database = new CountingDatabase(server.appUrl)
  server.runtime.database = database
  ;({ client, base } = await setUp(server))
  await addRows(1)
}, 60_000)
afterAll(async () => {
  await database.close()
  await server.close()
})

/** As many deals, with what they refer to, each with a few stages behind it and two activities. */
async function addRows(upTo: number): Promise<void> {
  const imports = new Imports(client, base, () => server.worker.drain())
  const numbers = Array.from({ length: upTo }, (_, i) => i)
  const deals = numbers.map((i) => `D${i},Deal ${i},Lead,${i + 1}00,2026-01-02,2026-12-20,Acc ${i},Owner ${i},P ${i}`)
  const header = 'Deal ID,Deal Name,Stage,Amount,Created Date,Close Date,Account,Owner,Product'
  const log = numbers.flatMap((i) => [`D${i},Lead,2026-01-02T10:00:00Z`, `D${i},Proposal,2026-01-09T10:00:00Z`])
  await imports.apply('deals.csv', `${header}\n${deals.join('\n')}\n`)
  await imports.apply('log.csv', `deal,stage,changed at\n${log.join('\n')}\n`)
  for (const noun of ['deals', 'accounts', 'people']) {
    const { body } = await client.get<{ items: { id: string }[] }>(`${base}/${noun}?limit=1`)
    ids[noun] = body.items[0]?.id ?? ''
  }
}

async function cost(ask: () => Promise<{ status: number; body: unknown }>) {
  Object.assign(database, { transactions: 0, statements: 0 })
  const { status, body } = await ask()
  expect(status, JSON.stringify(body)).toBe(200)
  return { transactions: database.transactions, statements: database.statements }
}

const period = encodeURIComponent(JSON.stringify({ from: '2026-01-01', to: '2027-01-01' }))
const reads: Record<string, () => string> = {
  'deals, fifty': () => 'deals?limit=50',
  'deals as of a day': () => 'deals?limit=50&as_of=2026-01-05',
  'one deal': () => `deals/${ids['deals']}`,
  'the timeline of a deal': () => `deals/${ids['deals']}/timeline?limit=100`,
  accounts: () => 'accounts?limit=50',
  people: () => 'people?limit=50',
  pipelines: () => 'pipelines',
  stages: () => 'stages',
  products: () => 'products?limit=50',
  activities: () => 'activities?limit=50',
  imports: () => 'imports',
  'a number by owner': () =>
    `metrics/query?metric=open_pipeline&by=${encodeURIComponent('["owner"]')}&period=${period}`,
}

describe('what a request asks of PostgreSQL: a caller costs one transaction of two statements, a reading one of one', () => {
  const atOne: Record<string, unknown> = {}

  test.each(Object.entries(reads))('%s', async (name, path) => {
    await client.get(`${base}/${path()}`) // the replica of the first question is built, the session is marked seen
    atOne[name] = await cost(() => client.get(`${base}/${path()}`))
    expect(atOne[name]).toEqual({ transactions: 2, statements: 3 })
  })

  test('with sixty times the rows not one statement more: no query in a loop', async () => {
    await addRows(60)
    for (const [name, path] of Object.entries(reads)) {
      await client.get(`${base}/${path()}`)
      const now = await cost(() => client.get(`${base}/${path()}`))
      expect([name, now]).toEqual([name, atOne[name]])
    }
  })

  test('a write: one transaction, whatever it changes', async () => {
    const stage = (await client.get<{ items: { id: string }[] }>(`${base}/stages`)).body.items[0]?.id
    const created = await cost(() => client.post(`${base}/deals`, { name: 'Нова', stage_id: stage }))
    const { body } = await client.get<{ version: number }>(`${base}/deals/${ids['deals']}`)
    const change = { version: body.version, name: 'Інша назва', amount_minor: 700_00, close_on: '2026-12-30' }
    const updated = await cost(() => client.patch(`${base}/deals/${ids['deals']}`, change))
    expect([created.transactions, updated.transactions]).toEqual([2, 2])
    expect(Math.max(created.statements, updated.statements)).toBeLessThanOrEqual(14)
  })

  test('reading leaves nothing to write: no session is marked seen twice within a minute', async () => {
    const owner = new pg.Client({ connectionString: server.ownerUrl })
    await owner.connect()
    const seen = async (): Promise<unknown> => (await owner.query('select xmin, seen_at from identity.session')).rows
    const before = await seen()
    for (let i = 0; i < 3; i++) await client.get(`${base}/deals`)
    expect(await seen()).toEqual(before)
    await owner.end()
  })
})
