import { setTimeout as pause } from 'node:timers/promises'
import { dueSlots } from '../../base/slots.ts'
import type { Runtime } from '../execute.ts'
import type { Db } from '../postgres/database.ts'
import { sql } from '../postgres/query.ts'
import { JobQueue } from './queue.ts'
import * as statements from './schedules.ts'

const everyMs = 15_000

/** Backups are made and tried from the first start on, at an hour when few work; a check of backups is for Sundays. */
const fromTheStart = [
  { kind: 'backup', at_time: '03:30', week_day: null },
  { kind: 'backup_trial', at_time: '04:30', week_day: 7 },
]

/**
 * Puts work into the queue when its time comes, by the clock of its workspace. Any number of them may run: a slot is
 * taken under a lock, in the transaction that enqueues its job. Slots that passed while none ran are made up by one job.
 */
export class Scheduler {
  readonly #runtime: Runtime
  readonly #stopping = new AbortController()
  #loop: Promise<void> | null = null
  #hasDefaults = false

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  /** Looks once. @returns how many jobs it put into the queue */
  async look(): Promise<number> {
    const { database } = this.#runtime
    if (!this.#hasDefaults) await this.#addDefaults()
    const running = await database.transaction('kurs_jobs', null, (db) => db.query(statements.selectRunning))
    let count = 0
    for (const { workspace_id: workspaceId, kind } of running)
      if (
        await database.transaction('kurs_app', workspaceId, (db) => this.#take(db, workspaceId, kind), {
          access: 'write',
        })
      )
        count++
    return count
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.look().catch((error: unknown) =>
        this.#runtime.log.warn({ err: error }, 'the scheduler could not reach the database'),
      )
      await pause(everyMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
  }

  async #take(db: Db, workspaceId: string, kind: string): Promise<boolean> {
    const now = this.#runtime.now()
    const row = await db.first(statements.lockSchedule(workspaceId, kind))
    const zone = await db.first<{ time_zone: string }>(
      sql`select time_zone from kurs.workspace where workspace_id = ${workspaceId}`,
    )
    if (!row || !zone) return false
    const due = dueSlots(row, zone.time_zone, row, now)
    const slot = due.at(-1)
    if (!slot) return false
    const queue = new JobQueue(db, { kind: 'system', userId: null, workspaceId }, now, this.#runtime.newId)
    const jobId = await queue.enqueue(kind, {}, { maxAttempts: 3 })
    const missed = due.length - 1
    await db.query(statements.takeSlot(workspaceId, kind, { slot, jobId, missed }))
    if (missed > 0) this.#runtime.log.warn({ kind, missed }, 'slots passed while nobody ran them; made up by one job')
    return true
  }

  /** Once, in the first workspace; a schedule that is paused stays so. */
  async #addDefaults(): Promise<void> {
    const { database, now } = this.#runtime
    const first = await database.transaction('kurs_identity', null, (db) => db.first(statements.selectFirstWorkspace))
    if (!first) return
    await database.transaction(
      'kurs_app',
      first.id,
      async (db) => {
        for (const wanted of fromTheStart) await db.query(statements.addSchedule(first.id, wanted, now()))
      },
      { access: 'write' },
    )
    this.#hasDefaults = true
  }
}
