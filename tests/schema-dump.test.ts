import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dumpSchema } from '../src/platform/postgres/dump-schema.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** Changes that somebody could slip into a migration; each must be seen in the diff of db/schema.sql. */
const changes: [what: string, statement: string][] = [
  ['a column', 'alter table kurs.deal add column secret text'],
  ['a default', 'alter table kurs.deal alter column secret set default $$x$$'],
  ['not null', 'alter table kurs.deal alter column secret set not null'],
  ['a check', 'alter table kurs.deal add check (length(secret) < 10)'],
  ['an index', 'create index on kurs.deal (workspace_id, secret)'],
  ['row-level security no longer forced', 'alter table kurs.deal no force row level security'],
  ['row-level security off', 'alter table kurs.deal disable row level security'],
  ['what a policy lets be seen', 'alter policy own_workspace on kurs.deal using (true)'],
  ['what a policy lets be written', 'alter policy own_workspace on kurs.deal with check (true)'],
  ['a second policy', 'create policy other on kurs.deal for select to kurs_app using (true)'],
  [
    'the body of an SQL function',
    `create or replace function kurs.current_workspace() returns uuid language sql stable parallel safe return null::uuid`,
  ],
  ['a function that runs as its owner', 'alter function kurs.current_workspace() security definer'],
  ['who may run a function', 'revoke execute on function kurs.current_workspace() from public'],
  ['who may run set_config', 'grant execute on function pg_catalog.set_config(text, text, boolean) to kurs_app'],
  ['a grant on a table', 'grant update on kurs.change to kurs_app'],
  ['a grant on a column', 'grant update (payload) on jobs.job to kurs_app'],
  ['a grant on a schema', 'grant usage on schema identity to kurs_app'],
  ['a grant on a sequence', 'grant usage on sequence kurs.change_set_id to kurs_jobs'],
  ['a sequence', 'alter sequence kurs.change_set_id increment by 2'],
  ['a trigger', 'drop trigger only_added_to on kurs.change'],
]

test.each(changes)('%s shows in the dump', async (_what, statement) => {
  const before = await dumpSchema(database.ownerUrl)
  await owner.query(statement)
  expect(await dumpSchema(database.ownerUrl)).not.toBe(before)
})

test('control: what changes nothing shows nothing', async () => {
  const before = await dumpSchema(database.ownerUrl)
  await owner.query('analyze')
  expect(await dumpSchema(database.ownerUrl)).toBe(before)
})
