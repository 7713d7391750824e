import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { startMarkOf } from './running-process.ts'

const holderSchema = z.object({ pid: z.number().int(), start_mark: z.string(), address: z.string().nullable() })
type Holder = z.infer<typeof holderSchema>

export type DataDirLock = {
  /** Notes where this Kurs listens, for whoever is refused later. */
  announce(address: string): Promise<void>
  release(): Promise<void>
}

/** Thrown when another Kurs has the data folder open. */
export class DataDirInUseError extends Error {
  readonly pid: number
  readonly address: string | null

  constructor(dataDir: string, holder: Holder) {
    const where = holder.address ? `, at ${holder.address}` : ''
    super(
      `The data folder ${dataDir} is open in another Kurs (process ${holder.pid}${where}). ` +
        `Use that one, stop it (kill ${holder.pid}), or set KURS_DATA_DIR to another folder.`,
    )
    this.name = 'DataDirInUseError'
    this.pid = holder.pid
    this.address = holder.address
  }
}

/**
 * Takes the data folder for this process alone. A lock left by a process that died is taken over.
 * @throws DataDirInUseError naming the other process and its address
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'kurs.lock')
  const own: Holder = { pid: process.pid, start_mark: (await startMarkOf(process.pid)) ?? '', address: null }
  for (;;) {
    if (await placeLock(path, own)) return lockHandle(path, own)
    const holder = await readHolder(path)
    if (holder && (await startMarkOf(holder.pid)) === holder.start_mark) throw new DataDirInUseError(dataDir, holder)
    await clearStaleLock(path, holder)
  }
}

function lockHandle(path: string, own: Holder): DataDirLock {
  return {
    announce: async (address) => {
      const draft = await writeDraft(path, { ...own, address })
      await rename(draft, path)
    },
    release: async () => {
      const holder = await readHolder(path)
      if (holder?.pid === own.pid && holder.start_mark === own.start_mark) await rm(path, { force: true })
    },
  }
}

/** Puts a whole lock file in place, or returns false when there is one: nobody ever reads half a lock. */
async function placeLock(path: string, own: Holder): Promise<boolean> {
  const draft = await writeDraft(path, own)
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(draft)
  }
}

async function writeDraft(path: string, holder: Holder): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  return draft
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

/**
 * Removes the lock of a dead process. Two that find the same stale lock at once must not remove each other's new
 * one, so the removal itself is done by one at a time, and only if the lock is still the one that was judged.
 */
async function clearStaleLock(path: string, judged: Holder | null): Promise<void> {
  const guard = `${path}.takeover`
  try {
    await mkdir(guard)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const age =
      Date.now() -
      (await stat(guard).then(
        (s) => s.mtimeMs,
        () => Date.now(),
      ))
    if (age > 10_000) await rmdir(guard).catch(() => undefined)
    await delay(20)
    return
  }
  try {
    if (JSON.stringify(await readHolder(path)) === JSON.stringify(judged)) await rm(path, { force: true })
  } finally {
    await rmdir(guard).catch(() => undefined)
  }
}
