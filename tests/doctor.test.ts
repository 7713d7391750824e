import { randomUUID } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../src/cli/run.ts'
import { noteInLedger } from '../src/platform/backup/ledger.ts'
import { loadSecrets } from '../src/platform/secrets.ts'
import { setUp } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

type Found = { check: string; state: string; reason: string; found: string; what: string | null; mend: string | null }

let server: TestServer
let owner: pg.Client
let url = ''

beforeAll(async () => {
  server = await startTestServer()
  await setUp(server)
  await loadSecrets(server.dataDir)
  server.worker.start()
  url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  await writeFile(join(server.dataDir, 'server.json'), JSON.stringify({ url }))
  owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
}, 60_000)
afterAll(async () => {
  await owner.end()
  await server.close()
})

async function doctor(args: string[] = [], isTerminal = false): Promise<{ code: number; out: string }> {
  const out: string[] = []
  const code = await run([...args, 'doctor'], {
    out: (text) => void out.push(text),
    write: () => undefined,
    err: (text) => void out.push(text),
    isTerminal,
    language: 'en',
    env: { DATABASE_URL: server.appUrl, DATABASE_OWNER_URL: server.ownerUrl, KURS_DATA_DIR: server.dataDir },
    readInput: () => Promise.resolve(''),
  })
  return { code, out: out.join('\n') }
}
async function found(): Promise<{ code: number; by: Record<string, Found>; isWell: boolean }> {
  const { code, out } = await doctor()
  const told = JSON.parse(out) as { is_well: boolean; findings: Found[] }
  return {
    code,
    isWell: told.is_well,
    by: Object.fromEntries(told.findings.map((finding) => [finding.check, finding])),
  }
}

test('of this installation it finds that nothing is safe from a power cut (the tests’ own), nothing else bad, and that nobody made a backup', async () => {
  const { code, isWell, by } = await found()
  expect(
    Object.values(by)
      .filter(({ state }) => state === 'bad')
      .map(({ check, found: what }) => [check, what]),
  ).toEqual([['settings', 'fsync = off, full_page_writes = off, synchronous_commit = off']])
  expect([code, isWell]).toEqual([1, false])
  expect(by.backups).toMatchObject({ state: 'warning', reason: 'never' })
  expect(by.zones).toMatchObject({ state: 'good', found: 'Europe/Kyiv' })
  expect(by.server).toMatchObject({ state: 'good', found: url })
  expect(Object.keys(by)).toHaveLength(14)
})

test('secrets that others can read, a job given up, a backup of 27 h ago: each is found, and mended is good', async () => {
  const secrets = join(server.dataDir, 'secrets.json')
  await chmod(secrets, 0o644)
  const id = randomUUID()
  await owner.query(
    `insert into jobs.job (workspace_id, id, kind, payload, actor, status, run_at, created_at, finished_at)
     values ($1, $1, 'trial', '{}', '{}', 'failed', now(), now(), now())`,
    [id],
  )
  const ago = (hours: number) => ({ at: new Date(Date.now() - hours * 3_600_000).toISOString(), file: '/b' })
  await noteInLedger(server.dataDir, { made: ago(27), tried: ago(27) })
  const before = (await found()).by
  expect([before.secrets?.reason, before.jobs?.reason, before.backups?.reason]).toEqual(['open', 'dead', 'old'])
  await chmod(secrets, 0o600)
  await owner.query('delete from jobs.job where id = $1', [id])
  await noteInLedger(server.dataDir, { made: ago(1) })
  const after = (await found()).by
  expect([after.secrets?.state, after.jobs?.state, after.backups?.state]).toEqual(['good', 'good', 'good'])
})

test('a wall taken down and a schema of a newer Kurs are bad, each with the way to mend it', async () => {
  await owner.query('alter table kurs.deal no force row level security')
  const walls = (await found()).by.walls
  expect(walls).toMatchObject({ state: 'bad', reason: 'down' })
  expect(walls?.what).toMatch(/alter table kurs\.deal .*force row level security/)
  await owner.query('alter table kurs.deal force row level security')
  await owner.query(`insert into public.kurs_migration (number, name, checksum) values (9999, '9999_later.sql', 'x')`)
  // Readiness is kept for a second.
  await pause(1050)
  const { by } = await found()
  expect(by.migrations).toMatchObject({ state: 'bad', reason: 'newer' })
  expect(by.server).toMatchObject({ state: 'bad', reason: 'unavailable' })
  await owner.query('delete from public.kurs_migration where number = 9999')
})

test('on a terminal it speaks Ukrainian when asked, and no password is told', async () => {
  const { out } = await doctor(['--lang', 'uk'], true)
  expect(out).toMatch(/✓ Часові пояси: Europe\/Kyiv/)
  expect(out).toMatch(/✗ Налаштування PostgreSQL: fsync = off/)
  expect(out).toMatch(/→ Поставте on у postgresql\.conf/)
  for (const address of [server.appUrl, server.ownerUrl]) {
    const { password } = new URL(address)
    if (password !== '') expect(out).not.toContain(password)
  }
})
