import { fork } from 'node:child_process'
import { open, rm } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { AppError } from '../../../base/errors.ts'
import { workbookLimits } from './limits.ts'

/** What the child says when it is through. */
export type SpreadAnswer = { reason: string | null; params: Record<string, unknown> }
type Limits = { heapMiB: number; durationMs: number }

const zipMark = Buffer.from([0x50, 0x4b, 0x03, 0x04])

/** @param start the first bytes of a file, four or more */
export const startsAsZip = (start: Buffer): boolean => start.subarray(0, zipMark.length).equals(zipMark)

/** Told by its first bytes, not by its name. */
export async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return startsAsZip(buffer)
  } finally {
    await file.close()
  }
}

/**
 * Reads workbooks in a process of its own: one that runs out of memory or time ends alone. One at a time, behind
 * everything else the machine does, so that a crowd of them takes the memory of one.
 */
export class Workbooks {
  readonly #program: string
  readonly #limits: Limits
  #turn: Promise<unknown> = Promise.resolve()

  /** @param program the built program of the child (dist/workbook.js) */
  constructor(program: string, limits: Limits = workbookLimits) {
    this.#program = program
    this.#limits = limits
  }

  /**
   * Spreads a workbook into a folder that must not exist yet; of a refused one nothing is left.
   * @throws AppError invalid_input: workbook_too_heavy, workbook_too_slow and those of `spreadWorkbook`
   */
  async spread(path: string, folder: string): Promise<void> {
    const mine = this.#turn.then(() => this.#run(path, folder))
    this.#turn = mine.catch(() => undefined)
    const { reason, params } = await mine
    if (reason === null) return
    await rm(folder, { recursive: true, force: true })
    throw new AppError('invalid_input', reason, params)
  }

  #run(path: string, folder: string): Promise<SpreadAnswer> {
    return new Promise((resolve, reject) => {
      const child = fork(this.#program, [path, folder], {
        execArgv: [`--max-old-space-size=${this.#limits.heapMiB}`],
        // It needs no secret, so it gets none.
        env: { PATH: process.env['PATH'] },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
      let answer: SpreadAnswer | null = null
      let isLate = false
      const clock = setTimeout(() => {
        isLate = true
        child.kill('SIGKILL')
      }, this.#limits.durationMs)
      child.once('spawn', () => yieldTo(child.pid))
      child.on('message', (said: SpreadAnswer) => (answer = said))
      child.once('error', reject)
      child.once('close', () => {
        clearTimeout(clock)
        if (isLate) resolve({ reason: 'workbook_too_slow', params: { seconds: this.#limits.durationMs / 1000 } })
        else resolve(answer ?? { reason: 'workbook_too_heavy', params: { limit_mib: this.#limits.heapMiB } })
      })
    })
  }
}

/** Where the system does not let us, it runs beside the others. */
function yieldTo(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Gone already, or not allowed.
  }
}
