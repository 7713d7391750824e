import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { referencePages } from '../scripts/reference-pages.ts'
import { errorTable } from '../src/base/errors.ts'
import { en } from '../src/locales/en/index.ts'
import { uk } from '../src/locales/uk/index.ts'
import { findCheckoutDir } from '../src/platform/config.ts'
import { dumpSchema } from '../src/platform/postgres/dump-schema.ts'
import { readMigrations } from '../src/platform/postgres/migrate.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

const root = findCheckoutDir()
let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.drop())

test.each(Object.entries(referencePages()))(
  'docs/reference/%s says what the code says (else: npm run reference)',
  async (name, text) => {
    expect(await readFile(join(root, 'docs/reference', name), 'utf8')).toBe(text)
  },
)

test('db/schema.sql is what the migrations lead to (else: npm run reference)', async () => {
  expect(await dumpSchema(database.ownerUrl)).toBe(await readFile(join(root, 'db/schema.sql'), 'utf8'))
})

test('every error has its sentence and its advice in both languages', () => {
  for (const code of Object.keys(errorTable)) {
    for (const words of [en, uk])
      expect(Object.keys(words)).toEqual(expect.arrayContaining([`errors.${code}`, `errors.${code}.advice`]))
  }
})

test('migrations are numbered without a gap, and a gap is refused', async () => {
  expect((await readMigrations(join(root, 'db/migrations'))).length).toBeGreaterThan(5)
  const folder = await mkdtemp(join(tmpdir(), 'kurs-migrations-'))
  await writeFile(join(folder, '0001_a.sql'), '')
  await writeFile(join(folder, '0003_c.sql'), '')
  await expect(readMigrations(folder)).rejects.toThrow('0003_c.sql should have number 2')
  await rm(folder, { recursive: true })
})

test('every business table forces row-level security under a policy; without a workspace nothing is seen; the application owns nothing', async () => {
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  const app = new pg.Client({ connectionString: database.appUrl })
  await Promise.all([owner.connect(), app.connect()])
  try {
    const { rows } = await owner.query<{ name: string; safe: boolean }>(`
      select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p where p.polrelid = c.oid) as safe
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('kurs', 'jobs') and c.relkind = 'r'`)
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.filter(({ safe }) => !safe)).toEqual([])
    await app.query('begin; set local role kurs_app')
    for (const { name } of rows) expect((await app.query(`select count(*)::int as n from ${name}`)).rows[0].n).toBe(0)
    await expect(
      app.query(`select set_config('kurs.workspace_id', '00000000-0000-0000-0000-000000000000', true)`),
    ).rejects.toThrow(/permission denied/)
    const owned = await owner.query(
      `select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'kurs%'`,
    )
    expect(owned.rowCount).toBe(0)
  } finally {
    await Promise.all([owner.end(), app.end()])
  }
})
