import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, startMarkOf } from '../running-process.ts'
import { answers, type Postmaster } from './embedded-postmaster.ts'

type SupervisorLog = { warn(message: string): void; error(message: string): void; info(message: string): void }

export type Supervisor = {
  /** Calls `listener` each time the database ends unasked, with what is known of it. */
  onExit(listener: (reason: string) => void): void
  /** Stops watching; a restart under way is waited for. @returns the last server known to run, if any */
  end(): Promise<void>
}

const longestPauseMs = 30_000
const quickEndMs = 10_000
const pauseMsAfter = (attempt: number): number => Math.min(200 * 2 ** attempt, longestPauseMs)

/**
 * Watches a database server and starts it again when it ends: at once when it is a child, within a second when it
 * was adopted. Pauses between attempts grow from 0.2 s to 30 s; it never gives up, since a full disk may be freed.
 * @param revive starts a server on the same port, or throws
 * @param kill ends a server that runs but has not answered for `silenceBeforeKillMs`
 */
export function supervise(
  first: Postmaster,
  revive: () => Promise<Postmaster>,
  kill: () => Promise<void>,
  log: SupervisorLog,
  silenceBeforeKillMs = 30_000,
): Supervisor {
  const listeners: ((reason: string) => void)[] = []
  const ending = new AbortController()
  // A promise that stays open for weeks must not collect a waiter a second, so its end is noted once and wakes.
  let ended: Postmaster | null = null
  let waking = new AbortController()
  const wake = (): void => waking.abort()
  ending.signal.addEventListener('abort', wake)
  const noteEnd = (postmaster: Postmaster): void => {
    const note = async (): Promise<void> => {
      await postmaster.exited
      ended = postmaster
      wake()
    }
    void note()
  }
  const pause = async (ms: number): Promise<void> => {
    if (ending.signal.aborted) return
    waking = new AbortController()
    await delay(ms, undefined, { signal: waking.signal, ref: false }).catch(() => undefined)
  }

  /** @param quickEnds how many servers in a row ended within seconds of their start: those wait too */
  async function restart(quickEnds: number): Promise<Postmaster | null> {
    if (quickEnds > 1) await pause(pauseMsAfter(quickEnds - 2))
    for (let attempt = 0; !ending.signal.aborted; attempt++) {
      try {
        const postmaster = await revive()
        noteEnd(postmaster)
        log.info(`the database runs again (process ${postmaster.pid})`)
        return postmaster
      } catch (error) {
        const pauseMs = pauseMsAfter(attempt)
        log.error(`the database could not be restarted, next try in ${pauseMs / 1000} s: ${(error as Error).message}`)
        await pause(pauseMs)
      }
    }
    return null
  }

  async function watch(): Promise<void> {
    let postmaster: Postmaster | null = first
    let silentSinceMs: number | null = null
    let startedAtMs = performance.now()
    let quickEnds = 0
    while (postmaster && !ending.signal.aborted) {
      if (ended !== postmaster) await pause(1000)
      const hasExited = ended === postmaster
      if (ending.signal.aborted) return
      if (!hasExited && isRunning(postmaster.pid) && (await answers(postmaster.port))) {
        silentSinceMs = null
        continue
      }
      // A zombie counts as ended: in a container nobody may collect an adopted server.
      const isMute = !hasExited && (await startMarkOf(postmaster.pid)) !== null
      if (isMute) {
        silentSinceMs ??= performance.now()
        if (performance.now() - silentSinceMs < silenceBeforeKillMs) continue
        log.error(`the database has not answered for ${silenceBeforeKillMs / 1000} s and is ended`)
        await kill().catch((error: Error) => log.error(error.message))
      }
      if (ending.signal.aborted) return
      silentSinceMs = null
      const reason = `the database (process ${postmaster.pid}) ended unasked`
      log.warn(`${reason}; restarting it`)
      for (const listener of listeners) listener(reason)
      quickEnds = performance.now() - startedAtMs < quickEndMs ? quickEnds + 1 : 1
      postmaster = await restart(quickEnds)
      startedAtMs = performance.now()
    }
  }

  noteEnd(first)
  const watching = watch()
  return {
    onExit: (listener) => void listeners.push(listener),
    end: async () => {
      ending.abort()
      await watching
    },
  }
}
