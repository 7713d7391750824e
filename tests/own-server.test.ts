import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findCheckoutDir } from '../src/platform/config.ts'
import { findAccount } from '../src/platform/postgres/embedded-account.ts'
import { findBinaries } from '../src/platform/postgres/embedded-binaries.ts'
import { buildProgram, Program } from './faults/program.ts'
import { ask, checkChain, signUp, type Target } from './faults/writers.ts'
import { writeGeneratedExport } from './generated-export.ts'

const run = promisify(execFile)

/** PostgreSQL servers that are not ours: Debian's, where installed, and the embedded binaries run as anybody would. */
const debian = '/usr/lib/postgresql'
const debianMajors = existsSync(debian) ? await readdir(debian) : []
const servers = [
  ...debianMajors
    .filter((major) => Number(major) >= 15 && existsSync(join(debian, major, 'bin', 'initdb')))
    .map((major) => ({ name: `PostgreSQL ${major} of the system`, bin: join(debian, major, 'bin') as string | null })),
  { name: 'the binaries that come with Kurs, as a server of its own', bin: null as string | null },
]
if (servers.length === 1) console.warn('Only one PostgreSQL here: apt-get install postgresql-15 to try Kurs on 15 too')

describe.each(servers)('on $name', ({ bin }) => {
  let folder = ''
  let postmaster: ChildProcess
  let port = 0
  let program: Program

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `kurs-test-${process.pid}-own-`))
    const account = await findAccount()
    if (account) await chown(folder, account.uid, account.gid)
    const as = account ? { uid: account.uid, gid: account.gid } : {}
    const binaries = bin ?? dirname((await findBinaries(findCheckoutDir(), folder)).initdb)
    port = await freePort()
    const options = { ...as, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C', ...libraries(binaries) } }
    await run(
      join(binaries, 'initdb'),
      ['-D', join(folder, 'data'), '-U', 'root', '-A', 'trust', '-E', 'UTF8'],
      options,
    )
    const settings = [
      '-c',
      `port=${port}`,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${folder}`,
      '-c',
      'fsync=off',
    ]
    postmaster = spawn(join(binaries, 'postgres'), ['-D', join(folder, 'data'), ...settings], {
      ...options,
      stdio: 'ignore',
    })
    await until(() => asSuperuser('select 1'))
    // What docs/guide/en/own-server.md tells the administrator to type.
    const guide = await readFile(join(findCheckoutDir(), 'docs', 'guide', 'en', 'own-server.md'), 'utf8')
    const sql = /```sql\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
    const [make = '', within = ''] = sql.split('\\connect kurs\n')
    for (const statement of make.split(';\n').filter((text) => text.trim() !== '')) await asSuperuser(statement)
    await asSuperuser(within, 'kurs')
  }, 120_000)
  afterEach(() => program.remove())
  afterAll(async () => {
    postmaster.kill('SIGINT')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  async function asSuperuser(text: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: `postgres://root@127.0.0.1:${port}/${database}` })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text)).rows
    } finally {
      await client.end()
    }
  }

  const addresses = () => ({
    DATABASE_URL: `postgres://kurs_login@127.0.0.1:${port}/kurs`,
    DATABASE_OWNER_URL: `postgres://kurs_owner@127.0.0.1:${port}/kurs`,
  })
  const start = async (more: Record<string, string> = {}): Promise<void> => {
    program = await Program.create(await buildProgram(), { ...addresses(), ...more })
    await program.start()
  }

  test('migrates, serves, imports, answers, keeps its chain; a wall that is down stops the start unless accepted', async () => {
    await start()
    const target = await signUp(program, 'USD')
    const exported = join(folder, 'export')
    const truth = await writeGeneratedExport(exported, 200)
    for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline'])
      await importFile(target, join(exported, `${name}.csv`))
    const period = encodeURIComponent(JSON.stringify({ from: '2010-01-01', to: '2026-01-01' }))
    const won = await ask(target, { method: 'GET', path: `/metrics/query?metric=won_count&period=${period}` })
    expect((won.body['total'] as { value: number }).value).toBe(truth.wonCount)
    expect(await checkChain(target)).toMatchObject({ status: 'succeeded', result: { is_whole: true } })
    await program.kill()

    await asSuperuser('grant execute on function pg_catalog.set_config(text, text, boolean) to public', 'kurs')
    await expect(program.start()).rejects.toThrow(
      /Wall set_config is down.*superuser can mend it.*KURS_ACCEPT_WALLS=set_config/s,
    )
    program.env['KURS_ACCEPT_WALLS'] = 'set_config'
    await program.start()
    expect(program.warnings()).toMatch(/a wall is down and accepted/)
    await program.kill()

    await asSuperuser('alter role kurs_login bypassrls')
    await expect(program.start()).rejects.toThrow(/Wall narrow_login is down: kurs_login is one who bypasses/)
    await asSuperuser('alter role kurs_login nobypassrls')
    await asSuperuser('alter table kurs.deal no force row level security', 'kurs')
    await expect(program.start()).rejects.toThrow(/Wall row_security is down: kurs\.deal/)
  }, 240_000)
})

async function importFile(target: Target, path: string): Promise<void> {
  const response = await fetch(`${target.url()}/api/v1/w/${target.workspace}/files`, {
    method: 'POST',
    headers: { cookie: target.cookie, 'content-type': 'application/octet-stream', 'x-file-name': path },
    body: new Uint8Array(await readFile(path)),
  })
  const { file_id } = (await response.json()) as { file_id: string }
  const made = await ask(target, { method: 'POST', path: '/imports', body: { file_id } })
  const address = `/imports/${String(made.body['id'])}`
  await ask(target, { method: 'POST', path: `${address}/apply`, body: {} })
  for (let i = 0; i < 600; i++) {
    const { status } = (await ask(target, { method: 'GET', path: address })).body
    if (status === 'applied') return
    expect(['applying', 'draft', 'ready']).toContain(status)
    await pause(100)
  }
  throw new Error(`${path} is not applied`)
}

const libraries = (bin: string): Record<string, string> => ({ LD_LIBRARY_PATH: join(bin, '..', 'lib') })

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => probe.once('listening', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}

async function until(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await work()
      return
    } catch (error) {
      if (tries > 200) throw error
      await pause(100)
    }
  }
}
