import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findCheckoutDir } from '../../src/platform/config.ts'
import { findBinaries } from '../../src/platform/postgres/embedded-binaries.ts'
import { findAccount } from '../../src/platform/postgres/embedded-account.ts'
import { clusterHome, locateCluster } from '../../src/platform/postgres/embedded-cluster.ts'
import { stopPostmaster } from '../../src/platform/postgres/embedded-postmaster.ts'
import { loadSecrets } from '../../src/platform/secrets.ts'
import { buildSource } from '../build-source.ts'

const checkoutDir = findCheckoutDir()

/** The server's program. */
export const buildProgram = (): Promise<string> => buildSource('http/main.ts')

/** Kurs as people run it: a process of its own with its own database, fsync on; to be killed and started again. */
export class Program {
  readonly dataDir: string
  /** What it is started with besides; may be changed between starts. */
  readonly env: Record<string, string>
  readonly #path: string
  #child: ChildProcess | null = null
  url = ''
  setupToken = ''
  #said = ''

  private constructor(path: string, dataDir: string, env: Record<string, string>) {
    this.#path = path
    this.dataDir = dataDir
    this.env = env
  }

  static async create(path: string, env: Record<string, string> = {}): Promise<Program> {
    // The set-up of the tests sweeps what a killed run leaves under this prefix.
    return new Program(path, await mkdtemp(join(tmpdir(), `kurs-test-${process.pid}-faults-`)), env)
  }

  /** @returns how long it took until it said it is ready, ms */
  async start(): Promise<number> {
    const begun = performance.now()
    await mkdir(this.dataDir, { recursive: true })
    const child = spawn(process.execPath, [this.#path], {
      cwd: checkoutDir,
      env: { ...process.env, KURS_DATA_DIR: this.dataDir, KURS_PORT: '0', KURS_LOG: 'warn', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    let said = ''
    const hear = (chunk: Buffer): void => {
      said += chunk.toString('utf8')
      this.#said += chunk.toString('utf8')
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    while (!said.includes('Ctrl-C')) {
      if (child.exitCode !== null) throw new Error(`Kurs ended with ${child.exitCode}:\n${said}`)
      if (performance.now() - begun > 60_000) throw new Error(`Kurs does not start:\n${said}`)
      await pause(10)
    }
    this.url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? ''
    this.setupToken = /#token=(\S+)/.exec(said)?.[1] ?? this.setupToken
    return performance.now() - begun
  }

  /** The end of what it printed. */
  lastWords(): string {
    return this.#said.slice(-4000)
  }

  /** What its log warned of. */
  warnings(): string {
    return this.#said
      .split('\n')
      .filter((line) => line.includes('"level":40'))
      .join('\n')
  }

  /** What its log calls unexpected. */
  surprises(): string {
    return this.#said
      .split('\n')
      .filter((line) => line.includes('unexpected error'))
      .slice(0, 5)
      .join('\n')
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Ends it as Ctrl-C does. */
  stop = (): Promise<void> => this.#end('SIGTERM')

  kill = (): Promise<void> => this.#end('SIGKILL')

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  async postmasterPid(): Promise<number> {
    const path = join(await clusterHome(this.dataDir), 'data', 'postmaster.pid')
    return Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0])
  }

  /** Kills PostgreSQL's first process; Kurs is to notice and start it again. The file may still name one that is gone. */
  async killDatabase(): Promise<void> {
    const pid = await this.postmasterPid()
    try {
      if (pid > 0) process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      await pause(50)
      await this.killDatabase()
    }
  }

  /** Address of the owner's connection, for what a test does behind the server's back. */
  async ownerUrl(): Promise<string> {
    const { owner_password: password } = await loadSecrets(this.dataDir)
    const pidFile = await readFile(join(await clusterHome(this.dataDir), 'data', 'postmaster.pid'), 'utf8')
    return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${pidFile.split('\n')[3]}/kurs`
  }

  async remove(): Promise<void> {
    await this.kill()
    const cluster = await locateCluster(this.dataDir, await findAccount())
    await stopPostmaster(cluster, await findBinaries(checkoutDir, this.dataDir), 'immediate').catch(() => undefined)
    await rm(await clusterHome(this.dataDir), { recursive: true, force: true })
    await rm(this.dataDir, { recursive: true, force: true })
  }
}
