import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../base/errors.ts'
import { loadActor, loadSystem } from '../actors.ts'
import type { Actor } from '../access.ts'
import { inRead, inWrite, type Runtime } from '../execute.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { JobCancelled, type Job, type JobContext, type Progress } from './job.ts'
import * as statements from './sql.ts'

const pollMs = 500
const progressEveryMs = 250
const longReadMs = 5 * 60_000
/** A worker that gave no sign for so long hangs: it turns twice a second, and renews its lease while it works. */
const stuckAfterMs = 60_000

/** How one try ended; a retried one goes on later. */
export type JobOutcome = statements.Outcome['status'] | 'retried'
export type OnJobEnded = (kind: string, outcome: JobOutcome, seconds: number) => void

/**
 * Runs queued work one after another. A job is held by a lease that is renewed while the worker lives; a worker
 * that died lets it lapse and another takes the job over. Every write of a job checks, in its own transaction, that
 * the lease is still its own.
 */
export class JobWorker {
  readonly #runtime: Runtime
  readonly #jobs: ReadonlyMap<string, Job>
  readonly #dataDir: string
  readonly #onEnded: OnJobEnded
  readonly #stopping = new AbortController()
  #loop: Promise<void> | null = null
  #running: AbortController | null = null
  #signAtMs = performance.now()

  constructor(runtime: Runtime, jobs: readonly Job[], dataDir: string, onEnded: OnJobEnded = () => undefined) {
    this.#onEnded = onEnded
    this.#runtime = runtime
    this.#jobs = new Map(jobs.map((job) => [job.kind, job]))
    this.#dataDir = dataDir
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  /** Why no work would be taken now; null while the worker turns. */
  fault(): 'stopped' | 'stuck' | null {
    if (this.#loop === null || this.#stopping.signal.aborted) return 'stopped'
    return performance.now() - this.#signAtMs > stuckAfterMs ? 'stuck' : null
  }

  /** Stops taking work; what runs is given back to the queue. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#running?.abort(new Error('stopping'))
    await this.#loop
  }

  /** Runs everything that is ready now, in order; for tests and programs without a loop. */
  async drain(): Promise<void> {
    while (await this.#next());
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#signAtMs = performance.now()
      const found = await this.#next().catch((error: unknown) => {
        this.#runtime.log.warn({ err: error }, 'the job worker could not reach the database')
        return false
      })
      if (!found) await pause(pollMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
    }
  }

  async #next(): Promise<boolean> {
    const lease = randomUUID()
    const { database, now } = this.#runtime
    const claimed = await database.transaction('kurs_jobs', null, (db) => db.first(statements.claim(lease, now())), {
      access: 'write',
    })
    if (!claimed) return false
    const held = new LeasedJob(this.#runtime, claimed, lease, this.#dataDir)
    this.#running = held.abort
    const keepAlive = setInterval(() => {
      this.#signAtMs = performance.now()
      void held.renew().catch(() => undefined)
    }, statements.renewEveryS * 1000)
    const beganMs = performance.now()
    try {
      const outcome = await held.run(this.#jobs.get(claimed.kind))
      this.#onEnded(claimed.kind, outcome, (performance.now() - beganMs) / 1000)
    } finally {
      clearInterval(keepAlive)
      this.#running = null
    }
    return true
  }
}

class LeasedJob {
  readonly abort = new AbortController()
  readonly #runtime: Runtime
  readonly #row: statements.ClaimedJob
  readonly #lease: string
  readonly #dataDir: string
  #toldAt = 0

  constructor(runtime: Runtime, row: statements.ClaimedJob, lease: string, dataDir: string) {
    this.#runtime = runtime
    this.#row = row
    this.#lease = lease
    this.#dataDir = dataDir
  }

  async run(job: Job | undefined): Promise<JobOutcome> {
    try {
      if (!job) throw new Error(`nobody knows how to do ${this.#row.kind}`)
      const actor = await this.#actor()
      const result = await job.run(this.#context(actor), job.payload.parse(this.#row.payload))
      return await this.#end({ status: 'succeeded', result: result ?? null, error: null })
    } catch (error) {
      return this.#fail(error)
    }
  }

  async renew(): Promise<void> {
    const row = await this.#asWorker(statements.renew(this.#row, this.#lease))
    if (!row) this.abort.abort(new Error('the lease was lost'))
    else if (row.cancel_requested) this.abort.abort(new JobCancelled())
  }

  /** Rights are today's: those of the person who asked, as they are now; what a schedule asked for is Kurs's own. */
  async #actor(): Promise<Actor> {
    const { user_id: userId, kind } = this.#row.actor
    if (kind === 'system') return loadSystem(this.#runtime.database, this.#row.workspace_id)
    const slug = await this.#runtime.database.transaction('kurs_identity', null, (db) =>
      db.first<{ slug: string }>(sql`select slug from identity.workspace where id = ${this.#row.workspace_id}`),
    )
    const actor =
      slug && userId
        ? await loadActor(this.#runtime.database, { kind: 'user', userId }, slug.slug, this.#runtime.now())
        : 'unknown'
    if (typeof actor !== 'object') throw new AppError('forbidden', 'no_longer_member')
    return actor
  }

  #context(actor: Actor): JobContext {
    const { id, attempt, workspace_id: workspaceId } = this.#row
    const held: JobContext['write'] = (work, call) =>
      inWrite(this.#runtime, actor, this.#row.kind, { source: 'job', ...call }, async (context) => {
        const result = await work(context)
        const mine = await context.db.first(statements.holdsLease(workspaceId, id, this.#lease))
        if (!mine) throw new Error('the lease was lost')
        return result
      })
    return {
      id,
      actor,
      now: this.#runtime.now(),
      attempt,
      log: this.#runtime.log,
      dataDir: this.#dataDir,
      signal: this.abort.signal,
      progress: (progress) => this.#progress(progress),
      compute: (computation, input, onStep) =>
        this.#runtime.compute(computation, input, { signal: this.abort.signal, onStep }),
      read: (work) =>
        inRead(
          this.#runtime,
          actor,
          { source: 'job', statementTimeoutMs: longReadMs, operation: this.#row.kind },
          work,
        ),
      write: (work, call) =>
        held(async (context) => {
          const result = await work(context)
          this.abort.signal.throwIfAborted()
          return result
        }, call),
      settle: (work) => held(work),
    }
  }

  async #progress(progress: Progress): Promise<void> {
    this.abort.signal.throwIfAborted()
    if (Date.now() - this.#toldAt < progressEveryMs) return
    this.#toldAt = Date.now()
    await this.#asWorker(statements.tellProgress(this.#row, this.#lease, progress))
    await this.renew()
    this.abort.signal.throwIfAborted()
  }

  async #fail(error: unknown): Promise<JobOutcome> {
    const reason: unknown = this.abort.signal.aborted ? this.abort.signal.reason : error
    if (reason instanceof JobCancelled) return this.#end({ status: 'cancelled', result: null, error: null })
    const said =
      error instanceof AppError
        ? { code: error.code, reason: error.reason, params: error.params }
        : { code: 'internal', reason: 'unexpected', params: {} }
    const mayPass =
      !(error instanceof AppError) || ['unavailable', 'timeout'].includes(error.code) || error.reason === 'busy'
    if (mayPass) this.#runtime.log.error({ err: error, job: this.#row.id, kind: this.#row.kind }, 'a job failed')
    if (mayPass && this.#row.attempt < this.#row.max_attempts) {
      await this.#asWorker(statements.retry(this.#row, this.#lease, this.#runtime.now(), said))
      return 'retried'
    }
    return this.#end({ status: 'failed', result: null, error: said })
  }

  async #end(outcome: statements.Outcome): Promise<JobOutcome> {
    await this.#asWorker(statements.finish(this.#row, this.#lease, this.#runtime.now(), outcome))
    return outcome.status
  }

  #asWorker<Row>(fragment: Sql<Row>): Promise<Row | null> {
    return this.#runtime.database.transaction('kurs_jobs', null, (db) => db.first(fragment), { access: 'write' })
  }
}
