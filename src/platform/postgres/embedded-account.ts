import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { appendFile, chown, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const accountName = 'kurs'

/** Who PostgreSQL's programs run as: the user of this process (null), or the system user made for them. */
export type Account = { readonly uid: number; readonly gid: number } | null

export const isRoot = (): boolean => process.getuid?.() === 0

/**
 * PostgreSQL refuses to run as root and initdb refuses a user without a passwd entry, so root gives it a system
 * user without a shell. An ordinary user needs none.
 */
export async function findAccount(): Promise<Account> {
  if (!isRoot()) return null
  const existing = await readAccount()
  if (existing) return existing
  await makeAccount()
  const made = await readAccount()
  if (made) return made
  throw new Error(
    `Could not make the system user "${accountName}" for the database, which does not run as root. ` +
      `Make it (useradd --system ${accountName}), start Kurs as an ordinary user, or set DATABASE_URL to use a server.`,
  )
}

async function readAccount(): Promise<Account> {
  const entry = (await readFile('/etc/passwd', 'utf8')).split('\n').find((line) => line.startsWith(`${accountName}:`))
  const [, , uid, gid] = entry?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

async function makeAccount(): Promise<void> {
  const args = [
    '--system',
    '--user-group',
    '--home-dir',
    '/var/lib/kurs',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
  ]
  for (const program of ['useradd', '/usr/sbin/useradd']) {
    try {
      await run(program, [...args, accountName])
      return
    } catch {
      // Small systems have no useradd, and a container may refuse it: the entry is then written by hand.
    }
  }
  if (await readAccount()) return
  const taken = await readFile('/etc/passwd', 'utf8')
  const groups = await readFile('/etc/group', 'utf8')
  const isFree = (id: number): boolean =>
    ![...taken.split('\n'), ...groups.split('\n')].some((l) => l.split(':')[2] === String(id))
  const id = Array.from({ length: 800 }, (_, i) => 999 - i).find(isFree)
  await appendFile('/etc/group', `${accountName}:x:${id}:\n`)
  await appendFile('/etc/passwd', `${accountName}:x:${id}:${id}:Kurs database:/var/lib/kurs:/usr/sbin/nologin\n`)
}

/** Makes a file or folder the account's own. */
export async function giveTo(account: Account, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid)
}

/** A fixed environment: nobody's PGDATA, locale or library path reaches the server. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
})

/** Runs one of PostgreSQL's programs to its end. @throws with what it printed when it fails */
export async function runAs(account: Account, program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { ...account, cwd: '/', env: environment() })
    return stdout
  } catch (error) {
    const { stderr = '', stdout = '', message } = error as { stderr?: string; stdout?: string; message: string }
    throw new Error(`${program} failed: ${(stderr || stdout || message).trim()}`, { cause: error })
  }
}

/**
 * Starts a program that goes on running. In a process group of its own: Ctrl-C on the terminal is for Kurs, which
 * ends its requests first and stops the database last.
 */
export function startAs(account: Account, program: string, args: readonly string[], stdio: StdioOptions): ChildProcess {
  const child = spawn(program, args, { ...account, cwd: '/', env: environment(), stdio, detached: true })
  child.unref()
  return child
}
