import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planForManyRows } from '../src/platform/history/bulk.ts'
import { Database } from '../src/platform/postgres/database.ts'
import { sql } from '../src/platform/postgres/query.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

let made: TestDatabase
let database: Database
const workspaces = [randomUUID(), randomUUID()]

beforeAll(async () => {
  made = await createTestDatabase()
  database = new Database(made.appUrl, { poolSize: 1 })
  for (const id of workspaces) {
    const head = sql`insert into kurs.chain_head (workspace_id) values (${id})`
    await database.transaction('kurs_app', id, (db) => db.query(head), { access: 'write' })
  }
}, 60_000)
afterAll(async () => {
  await database.close()
  await made.drop()
})

const ask = <T>(workspaceId: string | null, text: string): Promise<T[]> =>
  database.transaction('kurs_app', workspaceId, (db) => db.query<T>(sql.raw<T>(text)))
const keptCount = async (): Promise<number> =>
  (await ask<{ count: number }>(workspaces[0]!, 'select count(*) as count from pg_prepared_statements'))[0]!.count

test('a statement is kept from the third time on', async () => {
  const before = await keptCount()
  for (const more of [0, 0, 1, 1]) {
    await ask(workspaces[0]!, 'select 1 as once_and_again')
    expect((await keptCount()) - before).toBeGreaterThanOrEqual(more)
    if (more === 0) expect((await keptCount()) - before).toBeLessThanOrEqual(1) // the count itself is kept too
  }
})

test('what is kept shows each workspace its own rows, and none to nobody', async () => {
  const text = 'select workspace_id from kurs.chain_head'
  for (let round = 0; round < 12; round++)
    for (const id of workspaces) expect(await ask(id, text)).toEqual([{ workspace_id: id }])
  expect(await ask(null, text)).toEqual([])
  for (const id of workspaces) expect(await ask(id, text)).toEqual([{ workspace_id: id }])
})

test('a connection keeps 150 at most, the least recently asked give way, and those come again', async () => {
  const askThrice = async (i: number): Promise<void> => {
    for (let time = 0; time < 3; time++) expect(await ask(workspaces[0]!, `select ${i} as n`)).toEqual([{ n: i }])
  }
  for (let i = 0; i < 170; i++) await askThrice(i)
  expect(await keptCount()).toBe(150)
  await askThrice(0)
  expect(await keptCount()).toBe(150)
})

test('statements that never parsed give way without a word', async () => {
  for (let i = 0; i < 160; i++)
    for (let time = 0; time < 3; time++)
      await expect(ask(workspaces[0]!, `select ${i} from nowhere`)).rejects.toThrow('nowhere')
  for (let time = 0; time < 3; time++) expect(await ask(workspaces[0]!, 'select 7 as n')).toEqual([{ n: 7 }])
})

test('a failed statement does not break the connection for the kept ones', async () => {
  for (let i = 0; i < 4; i++) await expect(ask(workspaces[0]!, 'select 1/0 as nothing')).rejects.toThrow('division')
  expect(await ask(workspaces[0]!, 'select workspace_id from kurs.chain_head')).toEqual([
    { workspace_id: workspaces[0] },
  ])
})

test('writing many rows plans each statement anew', async () => {
  const mode = await database.transaction('kurs_app', workspaces[0]!, async (db) => {
    for (const setting of planForManyRows()) await db.query(setting)
    return db.first<{ mode: string }>(sql`select current_setting('plan_cache_mode') as mode`)
  })
  expect(mode).toEqual({ mode: 'force_custom_plan' })
})
