import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../src/cli/run.ts'
import { findCheckoutDir } from '../src/platform/config.ts'
import { openBackup } from '../src/platform/backup/open-backup.ts'
import { restoreRows } from '../src/platform/backup/restore-backup.ts'
import { writeBackup } from '../src/platform/backup/write-backup.ts'
import { writeGeneratedExport } from './generated-export.ts'
import { Imports } from './imports.ts'
import { type Client, password, setUp } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'
import { buildProgram, Program } from './faults/program.ts'
import { ask, checkChain, cookieOf, signUp, type Target } from './faults/writers.ts'

const migrationsFolder = join(findCheckoutDir(), 'db', 'migrations')
const auditKey = 'ab'.repeat(32)
let server: TestServer
let client: Client
let base = ''
let folder = ''
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  folder = await mkdtemp(join(tmpdir(), 'kurs-backup-'))
  await writeGeneratedExport(folder, 300)
  const imports = new Imports(client, base, () => server.worker.drain())
  for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline'])
    await imports.apply(`${name}.csv`, await readFile(join(folder, `${name}.csv`)))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const source = (passphrase: string | null) => ({
  ownerUrl: server.ownerUrl,
  dataDir: server.dataDir,
  auditKey,
  now: '2026-11-23T12:00:00.000Z',
  passphrase,
})

async function owned<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

/** Every row of the business schema, as one digest. */
const digestOf = (url: string): Promise<string> =>
  owned(url, async (owner) => {
    const { rows: tables } = await owner.query<{ table: string }>(
      `select format('%I.%I', schemaname, tablename) as table from pg_tables where schemaname in ('kurs') and tablename <> 'idempotency' order by 1`,
    )
    const hash = createHash('sha256')
    for (const { table } of tables) {
      const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${table} t order by 1`)
      hash.update(`${table} ${rows.length}\n${rows.map(({ row }) => row).join('\n')}`)
    }
    return hash.digest('hex')
  })

async function inEmptyDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const name = `restored_${randomBytes(5).toString('hex')}`
  await owned(server.ownerUrl, (owner) => owner.query(`create database ${name}`))
  const url = new URL(server.ownerUrl)
  url.pathname = `/${name}`
  try {
    return await work(url.href)
  } finally {
    await owned(server.ownerUrl, (owner) => owner.query(`drop database ${name} with (force)`))
  }
}

const target = (ownerUrl: string) => ({ ownerUrl, appLogin: 'kurs_app_login', migrationsFolder })
const quiet = (): void => undefined

test('what is restored is what was saved, to the byte; into a database in use nothing is restored', async () => {
  const path = join(folder, 'plain.backup')
  const manifest = await writeBackup(source(null), path, quiet)
  expect(manifest.tables.find(({ table }) => table === 'kurs.deal')?.rows).toBe(300)
  expect(manifest.files).toHaveLength(8)
  const backup = await openBackup(path, null)
  await inEmptyDatabase(async (url) => {
    await restoreRows(backup, target(url), quiet)
    expect(await digestOf(url)).toBe(await digestOf(server.ownerUrl))
    await expect(restoreRows(backup, target(url), quiet)).rejects.toThrow(/in use/)
  })
  await backup.close()
})

test('an encrypted backup shows nothing, opens with its passphrase alone, and a changed byte is noticed', async () => {
  const path = join(folder, 'secret.backup')
  await writeBackup(source('вітер і сонце'), path, quiet)
  const bytes = await readFile(path)
  expect(bytes.includes('audit_key')).toBe(false)
  await expect(openBackup(path, null)).rejects.toThrow(/KURS_BACKUP_KEY/)
  await expect(openBackup(path, 'інше')).rejects.toThrow(/passphrase is another/)
  await (await openBackup(path, 'вітер і сонце')).close()
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  const changed = join(folder, 'changed.backup')
  await writeFile(changed, bytes)
  await expect(openBackup(changed, 'вітер і сонце')).rejects.toThrow(/damaged/)
})

test('a plain backup with a changed byte, one cut off, and something else are refused before anything is restored', async () => {
  const path = join(folder, 'plain2.backup')
  await writeBackup(source(null), path, quiet)
  const bytes = await readFile(path)
  const at = bytes.indexOf(Buffer.from([0x1f, 0x8b])) + 40
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 0xff
  await writeFile(join(folder, 'a'), changed)
  await expect(openBackup(join(folder, 'a'), null)).rejects.toThrow(/damaged: tables/)
  await writeFile(join(folder, 'b'), bytes.subarray(0, bytes.length / 2))
  await expect(openBackup(join(folder, 'b'), null)).rejects.toThrow(/damaged|not a backup/)
  await writeFile(join(folder, 'c'), 'deal,amount\n1,2\n')
  await expect(openBackup(join(folder, 'c'), null)).rejects.toThrow(/not a backup/)
  await expect(writeBackup(source(null), path, quiet)).rejects.toThrow(/exists already/)
  expect((await stat(path)).size).toBe(bytes.length)
})

test('control: a row that went missing from the source shows in the digest of what is restored', async () => {
  const path = join(folder, 'before.backup')
  await writeBackup(source(null), path, quiet)
  await client.post(`${base}/accounts`, { name: 'Пізніша' })
  const backup = await openBackup(path, null)
  await inEmptyDatabase(async (url) => {
    await restoreRows(backup, target(url), quiet)
    expect(await digestOf(url)).not.toBe(await digestOf(server.ownerUrl))
  })
  await backup.close()
})

test('by commands alone: backup while Kurs runs, check, restore into a new data folder, sign in there, the chain is whole', async () => {
  const program = await Program.create(await buildProgram())
  const fresh = await Program.create(await buildProgram())
  const kurs = async (dataDir: string, ...argv: string[]) => {
    const said: string[] = []
    const terminal = {
      out: (text: string) => void said.push(text),
      write: () => undefined,
      err: (text: string) => void said.push(text),
      isTerminal: false,
      language: 'en' as const,
      env: { KURS_DATA_DIR: dataDir, KURS_BACKUP_KEY: 'ключ', KURS_CONFIG_DIR: join(folder, 'config') },
      readInput: () => Promise.resolve(''),
    }
    return { code: await run(argv, terminal), said: said.join('\n') }
  }
  try {
    await program.start()
    const { workspace } = await signUp(program)
    const path = join(folder, 'whole.backup')
    expect((await kurs(program.dataDir, 'backup', path)).said).toContain('"is_encrypted":true')
    expect((await kurs(program.dataDir, 'backup-check', path)).said).toContain('"is_whole":true')
    const refused = await kurs(program.dataDir, 'restore', path)
    expect([refused.code, refused.said]).toEqual([70, expect.stringMatching(/is open in another Kurs/)])
    expect((await kurs(fresh.dataDir, 'restore', path)).code).toBe(0)
    await fresh.start()
    const signedIn = await fetch(`${fresh.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'olena@example.com', password }),
    })
    expect(signedIn.status).toBe(200)
    const restored: Target = { url: () => fresh.url, cookie: cookieOf(signedIn), workspace }
    expect(await ask(restored, { method: 'POST', path: '/accounts', body: { name: 'Після' } })).toMatchObject({
      status: 200,
    })
    expect(await checkChain(restored)).toMatchObject({ status: 'succeeded', result: { is_whole: true } })
    const before = await readFile(join(program.dataDir, 'secrets.json'), 'utf8')
    const after = await readFile(join(fresh.dataDir, 'secrets.json'), 'utf8')
    expect(JSON.parse(after).audit_key).toBe(JSON.parse(before).audit_key)
  } finally {
    await program.remove()
    await fresh.remove()
  }
}, 180_000)
