import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DuckDBInstance, type DuckDBConnection, type DuckDBResultReader } from '@duckdb/node-api'
import { AppError, tooLarge } from '../../base/errors.ts'
import { columnsOf } from './columns.ts'
import { analyticTables } from './replica.ts'
import { bindValues, rowsOf } from './values.ts'

/** What DuckDB says of a number that its whole numbers cannot hold. */
const isTooLarge = /^(Conversion Error: .* out of range for the destination type|Out of Range Error)/

/** Small, so that a question about a moment or a month reads little else. A multiple of DuckDB's vector. */
const rowGroupSize = 10_240
/** Up to so many periods, each fact is held against each: quicker than sorting the facts. */
const mostPeriods = 100

/** Raised when what the tables mean changes while their columns stay. */
const schemaVersion = 1

/** Differs whenever a file built by another version of Kurs holds other tables. */
export const fingerprint = (): string =>
  createHash('sha256')
    .update(JSON.stringify([schemaVersion, analyticTables.map((table) => [table, columnsOf(table)])]))
    .digest('hex')

export type Meta = { seq: number; currency: string; built_at: string }
export type StoreSettings = { path: string; exchangeDir: string; memoryLimitMb: number }

/** The file was closed between being brought up to date and being asked: whoever asks again finds it reopened. */
export class ReplicaClosed extends Error {
  constructor() {
    super('the replica was closed')
    this.name = 'ReplicaClosed'
  }
}

/**
 * The file of one workspace, open. Readers each see one state of it while a writer prepares the next.
 * Nothing but the exchange folder can be reached from its SQL.
 */
export class ReplicaStore {
  readonly path: string
  readonly #instance: DuckDBInstance
  #meta: Meta | null
  #readers = 0
  #whenIdle: (() => void) | null = null
  #isClosed = false

  private constructor(path: string, instance: DuckDBInstance, meta: Meta | null) {
    this.path = path
    this.#instance = instance
    this.#meta = meta
  }

  /** Opens the file; one that is corrupt, or that another version of Kurs built, is deleted and begun anew. */
  static async open(settings: StoreSettings): Promise<ReplicaStore> {
    await mkdir(dirname(settings.path), { recursive: true })
    try {
      return await ReplicaStore.#openAsIs(settings)
    } catch (error) {
      if (error instanceof Error && /lock on file/i.test(error.message))
        throw new AppError('unavailable', 'replica', { detail: error.message })
      await removeFile(settings.path)
      return ReplicaStore.#openAsIs(settings).catch((failure: Error) => {
        throw new AppError('unavailable', 'replica', { detail: failure.message })
      })
    }
  }

  static async #openAsIs({ path, exchangeDir, memoryLimitMb }: StoreSettings): Promise<ReplicaStore> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${memoryLimitMb}MB`,
      temp_directory: `${path}.tmp`,
      nested_loop_join_threshold: String(mostPeriods),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      preserve_insertion_order: 'false',
    })
    try {
      const connection = await instance.connect()
      await connection.run(`attach '${path.replaceAll("'", "''")}' as replica (row_group_size ${rowGroupSize})`)
      await connection.run('use replica')
      await connection.run(`set allowed_directories = ['${exchangeDir.replaceAll("'", "''")}/']`)
      await connection.run('set enable_external_access = false')
      await connection.run('set lock_configuration = true')
      const meta = await readMeta(connection)
      connection.closeSync()
      return new ReplicaStore(path, instance, meta)
    } catch (error) {
      instance.closeSync()
      throw error
    }
  }

  async #connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect()
    await connection.run('use replica')
    return connection
  }

  /** Null before the first build. */
  get meta(): Meta | null {
    return this.#meta
  }

  /** Whether the file is still where it was opened: it is a cache that anybody may delete. */
  isThere(): boolean {
    return existsSync(this.path)
  }

  /** One question, and the seq of the state that answered it. @throws AppError timeout */
  async read<Row>(text: string, values: readonly unknown[], timeoutMs: number): Promise<{ rows: Row[]; seq: number }> {
    if (this.#isClosed) throw new ReplicaClosed()
    this.#readers++
    try {
      const connection = await this.#connect()
      const alarm = setTimeout(() => connection.interrupt(), timeoutMs)
      try {
        await connection.run('begin transaction read only')
        const [meta] = rowsOf<{ seq: number }>(await connection.runAndReadAll('select seq from replica_meta'))
        const bound = bindValues(values)
        const rows = rowsOf<Row>(await connection.runAndReadAll(text, bound.values, bound.types))
        return { rows, seq: meta?.seq ?? 0 }
      } catch (error) {
        if (error instanceof Error && /interrupt/i.test(error.message)) throw new AppError('timeout', 'statement', {})
        if (error instanceof Error && isTooLarge.test(error.message)) throw tooLarge()
        throw error
      } finally {
        clearTimeout(alarm)
        connection.closeSync()
      }
    } finally {
      this.#readers--
      if (this.#readers === 0) this.#whenIdle?.()
    }
  }

  /** Applies a change as a whole or not at all; readers see the state before it until it is committed. */
  async write(
    meta: Meta,
    work: (run: (statement: string) => Promise<DuckDBResultReader>) => Promise<void>,
  ): Promise<void> {
    const connection = await this.#connect()
    try {
      await connection.run('begin transaction')
      await work((statement) => connection.runAndReadAll(statement))
      await connection.run(
        'create or replace table replica_meta (fingerprint varchar, seq bigint, currency varchar, built_at varchar)',
      )
      const bound = bindValues([fingerprint(), meta.seq, meta.currency, meta.built_at])
      await connection.run('insert into replica_meta values ($1, $2, $3, $4)', bound.values, bound.types)
      await connection.run('commit')
      this.#meta = meta
    } finally {
      connection.closeSync()
    }
  }

  /** Closes the file once the questions under way are answered. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#readers > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    this.#instance.closeSync()
  }
}

export async function removeFile(path: string): Promise<void> {
  for (const name of [path, `${path}.wal`]) await rm(name, { force: true })
  await rm(`${path}.tmp`, { recursive: true, force: true })
}

/** @throws when the file was built for other tables */
async function readMeta(connection: DuckDBConnection): Promise<Meta | null> {
  const found = await connection.runAndReadAll(
    `select 1 from duckdb_tables() where database_name = 'replica' and table_name = 'replica_meta'`,
  )
  if (found.currentRowCount === 0) return null
  const reader = await connection.runAndReadAll('select fingerprint, seq, currency, built_at from replica_meta')
  const [row] = rowsOf<Meta & { fingerprint: string }>(reader)
  if (row?.fingerprint !== fingerprint()) throw new Error('the replica was built for other tables')
  return { seq: row.seq, currency: row.currency, built_at: row.built_at }
}
