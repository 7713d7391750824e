import pg from 'pg'
import { AppError, tooLarge } from '../../base/errors.ts'
import { isUuid } from '../../base/ids.ts'
import type { SlowLog } from '../slow-log.ts'
import { KeptPlans } from './kept-plans.ts'
import { compileSql, runCompiled, type Sql } from './query.ts'

/** The roles a transaction may take; each sees only its own schema (db/migrations/0001_ground.sql). */
export type DatabaseRole = 'kurs_app' | 'kurs_identity' | 'kurs_jobs'

/** Statements of one transaction. `client` is for COPY streams only. */
export type Db = {
  readonly client: pg.PoolClient
  /** Statements of the transaction so far, those run elsewhere in it included. */
  readonly statementCount: number
  /** Whose statements these are, for the slow log. */
  readonly operation: string | null
  query<Row>(fragment: Sql<Row>): Promise<Row[]>
  /** The only row, or null. */
  first<Row>(fragment: Sql<Row>): Promise<Row | null>
  /** Goes on under another role and workspace within the same transaction: both sides are kept, or neither. */
  as<T>(role: DatabaseRole, workspaceId: string | null, work: (db: Db) => Promise<T>): Promise<T>
}

export type TransactionOptions = {
  access?: 'read' | 'write'
  statementTimeoutMs?: number
  /** Whose statements these are, for the slow log. */
  operation?: string
}

export type DatabaseOptions = { poolSize?: number; onIdleError?: (error: Error) => void; slow?: SlowLog }

export class Database {
  readonly #pool: pg.Pool
  readonly #slow: SlowLog | undefined
  readonly #plans = new KeptPlans()

  constructor(appUrl: string, options: DatabaseOptions = {}) {
    this.#slow = options.slow
    this.#pool = new pg.Pool({
      connectionString: appUrl,
      max: options.poolSize ?? 16,
      connectionTimeoutMillis: 10_000,
      options: '-c timezone=UTC -c datestyle=ISO -c lock_timeout=1s',
    })
    this.#pool.on('error', (error) => options.onIdleError?.(error))
    // A dying server may say so in the same packet that ends the previous statement: nobody listens in that instant
    // between lending and borrowing, and an error nobody hears ends the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /**
   * Runs `work` in one transaction under `role`, seeing only `workspaceId`'s rows (none when null).
   * Read transactions see one snapshot. Anything thrown rolls everything back.
   */
  async transaction<T>(
    role: DatabaseRole,
    workspaceId: string | null,
    work: (db: Db) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const client = await this.#connect()
    let broken: Error | undefined
    const onError = (error: Error): void => void (broken = error)
    client.on('error', onError)
    try {
      await client.query(enterStatement(role, workspaceId, options))
      const told: Told = { operation: options.operation ?? null, slow: this.#slow, plans: this.#plans, statements: 0 }
      const result = await work(statementsOf(client, { role, workspaceId }, told))
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure))
      throw explain(error)
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  /** Connections of the pool: lent, free, and how many callers wait for one. */
  get connections(): { lent: number; free: number; awaited: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool
    return { lent: totalCount - idleCount, free: idleCount, awaited: waitingCount }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw new AppError('unavailable', 'database', { detail: messageOf(error) })
    }
  }
}

/**
 * Constant text but for a validated UUID and an integer: SET takes no parameters, and one message is one round trip.
 */
function enterStatement(role: DatabaseRole, workspaceId: string | null, options: TransactionOptions): string {
  const begin = options.access === 'write' ? 'begin' : 'begin isolation level repeatable read read only'
  const timeout = Math.trunc(options.statementTimeoutMs ?? 15_000)
  return `${begin}; set local statement_timeout = ${timeout}; ${placeStatement({ role, workspaceId })}`
}

type Place = { role: DatabaseRole; workspaceId: string | null }

function placeStatement({ role, workspaceId }: Place): string {
  if (workspaceId !== null && !isUuid(workspaceId)) throw new Error('a workspace id must be a UUID')
  return `set local role ${role}; set local kurs.workspace_id = '${workspaceId ?? ''}'`
}

/** Runs `work` elsewhere in the transaction and comes back. */
async function inPlace<T>(
  client: pg.PoolClient,
  told: Told,
  here: Place,
  there: Place,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  await client.query(placeStatement(there))
  let result: T
  try {
    result = await work(statementsOf(client, there, told))
  } catch (error) {
    // After a failed statement nothing runs but the rollback, which ends the role too.
    await client.query(placeStatement(here)).catch(() => undefined)
    throw error
  }
  await client.query(placeStatement(here))
  return result
}

/** What one transaction has asked so far, and who is told when it took long. */
type Told = { operation: string | null; slow: SlowLog | undefined; plans: KeptPlans; statements: number }

function statementsOf(client: pg.PoolClient, here: Place, told: Told): Db {
  const query = async <Row>(fragment: Sql<Row>): Promise<Row[]> => {
    told.statements++
    const compiled = compileSql(fragment)
    const beganMs = performance.now()
    try {
      return await runCompiled<Row>(client, compiled, undefined, await told.plans.nameFor(client, compiled.text))
    } finally {
      told.slow?.told('postgres', told.operation, compiled.text, performance.now() - beganMs)
    }
  }
  return {
    client,
    operation: told.operation,
    get statementCount() {
      return told.statements
    },
    query,
    first: async (fragment) => (await query(fragment))[0] ?? null,
    as: (role, workspaceId, work) => inPlace(client, told, here, { role, workspaceId }, work),
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** PostgreSQL's conditions that a reader can act on, as errors of the closed table. */
function explain(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const { code = '', constraint, detail } = error as pg.DatabaseError
  if (code === '55P03' || code === '40P01' || code === '40001')
    return new AppError('conflict', 'busy', { retry_after_s: 1 })
  if (code === '22003') return tooLarge()
  if (code === '57014') return new AppError('timeout', 'statement', {})
  if (code === '23505') return new AppError('conflict', 'duplicate', { constraint, detail })
  if (code === '23503') return new AppError('invalid_input', 'reference', { constraint, detail })
  if (code === '23514' || code === '23502')
    return new AppError('invalid_input', 'constraint', { constraint, detail: error.message })
  if (code.startsWith('08') || code.startsWith('57P') || code === 'ECONNREFUSED' || code === 'ECONNRESET') {
    return new AppError('unavailable', 'database', { detail: error.message })
  }
  if (/Connection terminated|connection timeout|not queryable/i.test(error.message)) {
    return new AppError('unavailable', 'database', { detail: error.message })
  }
  return error
}
