import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Health } from './health/health.ts'
import type { JobOutcome } from './jobs/worker.ts'
import type { Database } from './postgres/database.ts'
import { sql } from './postgres/query.ts'
import type { Replicas } from './replica/replicas.ts'

const requestBucketsS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15]
const jobBucketsS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600]
const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const

export type InstrumentSources = { database: Database; replicas: Replicas; health: () => Promise<Health> }

/**
 * What Prometheus reads: how long requests and jobs took, and what stands now. No label holds a workspace, a person or
 * a value, so that the figures tell nothing of anybody's business.
 */
export class Instruments {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'kurs_request_duration_seconds',
    help: 'Requests by operation and status, from the first byte received to the last sent',
    labelNames: ['operation', 'status'],
    buckets: requestBucketsS,
    registers: [this.#registry],
  })
  readonly #jobs = new Histogram({
    name: 'kurs_job_duration_seconds',
    help: 'One try of a job (imports, forecasts, checks) by kind and how it ended',
    labelNames: ['kind', 'outcome'],
    buckets: jobBucketsS,
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  requestEnded = (operation: string, status: number, seconds: number): void =>
    this.#requests.observe({ operation, status }, seconds)

  jobEnded = (kind: string, outcome: JobOutcome, seconds: number): void =>
    this.#jobs.observe({ kind, outcome }, seconds)

  /** What is asked anew each time the figures are read. Called once. */
  watch({ database, replicas, health }: InstrumentSources): void {
    const gauge = (name: string, help: string, label: string | null, read: () => Promise<Read>): void => {
      void new Gauge({
        name,
        help,
        labelNames: label === null ? [] : [label],
        registers: [this.#registry],
        async collect() {
          this.reset()
          // A figure that cannot be had is absent, not zero; kurs_part_up says why.
          for (const [value, of] of await read().catch((): Read => [])) {
            if (label === null) this.set(value)
            else this.set({ [label]: of ?? '' }, value)
          }
        },
      })
    }
    gauge('kurs_part_up', 'Parts of readiness: 1 is up, 0 is down', 'part', async () =>
      Object.entries((await health()).parts).map(([part, { state }]) => [state === 'up' ? 1 : 0, part]),
    )
    gauge('kurs_database_connections', 'Connections of the pool; requests that wait for one', 'state', async () =>
      Object.entries(database.connections).map(([state, count]) => [count, state]),
    )
    gauge('kurs_jobs', 'Jobs of all workspaces by state', 'state', () => readJobs(database))
    gauge('kurs_replica_lag_seq', 'Change sets that the replica furthest behind has not read yet', null, async () =>
      (await replicas.lagSeq()).map((lag) => [lag]),
    )
  }

  async text(): Promise<{ type: string; body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() }
  }
}

type Read = (readonly [value: number, label?: string])[]

async function readJobs(database: Database): Promise<Read> {
  const rows = await database.transaction(
    'kurs_jobs',
    null,
    (db) =>
      db.query(sql<{ status: string; count: number }>`select status, count(*) as count from jobs.job group by status`),
    { statementTimeoutMs: 2000 },
  )
  return jobStates.map((state) => [rows.find(({ status }) => status === state)?.count ?? 0, state])
}
