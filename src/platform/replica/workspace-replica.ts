import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '../access.ts'
import type { Log } from '../log.ts'
import type { SlowLog } from '../slow-log.ts'
import type { Database, Db } from '../postgres/database.ts'
import { compileSql, sql, type Sql } from '../postgres/query.ts'
import { buildWhole, catchUp, selectHead, type Head } from './catch-up.ts'
import type { OnBuilt, ReplicaStatus, Tables } from './replica.ts'
import { ReplicaClosed, ReplicaStore, removeFile, type StoreSettings } from './store.ts'

/** A big import may take minutes to copy; ordinary questions end sooner. */
const copyTimeoutMs = 1_800_000
const questionTimeoutMs = 15_000

export type WorkspaceReplicaSettings = StoreSettings & {
  workspaceId: string
  database: Database
  log: Log
  slow?: SlowLog
}

/** Names of tables in the file. */
const fileTables: Tables = (name) => sql.table(name)

/** One workspace's file: opened when first asked, caught up before every answer, one writer at a time. */
export class WorkspaceReplica {
  readonly #settings: WorkspaceReplicaSettings
  #store: ReplicaStore | null = null
  #turn: Promise<unknown> = Promise.resolve()
  /** The last attempt to bring the file up to date failed by the file's or the disk's fault. */
  isBroken = false

  constructor(settings: WorkspaceReplicaSettings) {
    this.#settings = settings
  }

  get isOpen(): boolean {
    return this.#store !== null
  }

  get isBuilt(): boolean {
    return this.#store === null ? existsSync(this.#settings.path) : this.#store.meta !== null
  }

  /** Answers from a state at least as new as what `db`'s transaction sees. */
  async ask<Row>(actor: Actor, db: Db, build: (tables: Tables) => Sql<Row>): Promise<{ rows: Row[]; seq: number }> {
    const { text, values } = compileSql(build(fileTables))
    const store = await this.#caughtUp(actor, db)
    const beganMs = performance.now()
    try {
      const answer = await store.read<Row>(text, values, questionTimeoutMs)
      this.#settings.slow?.told('duckdb', db.operation, text, performance.now() - beganMs)
      return answer
    } catch (error) {
      if (error instanceof ReplicaClosed) return this.ask(actor, db, build)
      if (!isBroken(error)) throw error
      this.#settings.log.warn({ err: error }, 'the replica is broken and is built anew')
      const fresh = await this.#inTurn(() => this.#replace(actor, db, store))
      return fresh.read<Row>(text, values, questionTimeoutMs)
    }
  }

  /** From a snapshot taken when its turn has come: an older one would take back what others were told to see. */
  async rebuild(actor: Actor, onBuilt: OnBuilt): Promise<void> {
    await this.#inTurn(async () => {
      const store = await this.#open()
      await this.#ownSnapshot(actor, (snapshot, head) =>
        this.#exchange((dir) => buildWhole(store, snapshot, this.#settings.workspaceId, head, dir, onBuilt)),
      )
    })
  }

  async status(actor: Actor, db: Db): Promise<ReplicaStatus> {
    const head = await this.#head(actor, db)
    const store = await this.#inTurn(() => this.#open())
    const size = await stat(this.#settings.path).catch(() => null)
    return {
      engine: 'duckdb',
      seq: store.meta?.seq ?? null,
      head_seq: head.seq,
      size_bytes: size?.size ?? null,
      built_at: store.meta?.built_at ?? null,
    }
  }

  /** Change sets that the open file has not read yet; null while it is closed or not built. */
  async lagSeq(): Promise<number | null> {
    const seq = this.#store?.meta?.seq
    if (seq === undefined) return null
    const { database, workspaceId } = this.#settings
    const head = await database.transaction('kurs_app', workspaceId, (db) =>
      db.first(sql<{ seq: number }>`select seq from kurs.chain_head where workspace_id = ${workspaceId}`),
    )
    return Math.max(0, (head?.seq ?? seq) - seq)
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#store?.close()
      this.#store = null
    })
  }

  async #caughtUp(actor: Actor, db: Db): Promise<ReplicaStore> {
    const head = await this.#head(actor, db)
    const open = this.#store
    if (open && isFresh(open, head)) return open
    return this.#inTurn(() => this.#watched(() => this.#bringUp(actor, db, head)))
  }

  async #bringUp(actor: Actor, db: Db, head: Head): Promise<ReplicaStore> {
    const store = await this.#open()
    if (isFresh(store, head)) return store
    try {
      await this.#fromSnapshot(actor, db, (snapshot, seen) => this.#catchUp(store, snapshot, seen))
      return store
    } catch (error) {
      if (!isBroken(error)) throw error
      this.#settings.log.warn({ err: error }, 'the replica cannot be brought up to date and is built anew')
      return this.#replace(actor, db, store)
    }
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      this.isBroken = false
      return result
    } catch (error) {
      this.isBroken = isBroken(error) || isDiskFault(error)
      throw error
    }
  }

  #catchUp(store: ReplicaStore, snapshot: Db, head: Head): Promise<void> {
    const { workspaceId } = this.#settings
    return this.#exchange((dir) => catchUp(store, snapshot, workspaceId, head, dir))
  }

  /** Throws the file away and begins again. Called within a turn. */
  async #replace(actor: Actor, db: Db, broken: ReplicaStore): Promise<ReplicaStore> {
    if (this.#store === broken) {
      this.#store = null
      await broken.close()
      await removeFile(this.#settings.path)
    }
    const store = await this.#open()
    await this.#fromSnapshot(actor, db, (snapshot, head) => this.#catchUp(store, snapshot, head))
    return store
  }

  async #open(): Promise<ReplicaStore> {
    if (this.#store && !this.#store.isThere()) {
      const gone = this.#store
      this.#store = null
      await gone.close()
      await removeFile(this.#settings.path)
    }
    this.#store ??= await ReplicaStore.open(this.#settings)
    return this.#store
  }

  #head(actor: Actor, db: Db): Promise<Head & { is_snapshot: boolean }> {
    return db.first(selectHead(actor.workspaceId, actor.settings.currency)).then((head) => {
      if (!head) throw new Error('a select without FROM gives a row')
      return head
    })
  }

  /**
   * The caller's own transaction where it is a snapshot: a second connection for each of many waiting callers
   * would exhaust the pool. A writer's sees its own unfinished changes, so another is opened.
   */
  async #fromSnapshot<T>(actor: Actor, db: Db, work: (snapshot: Db, head: Head) => Promise<T>): Promise<T> {
    const head = await this.#head(actor, db)
    return head.is_snapshot ? unhurried(db, () => work(db, head)) : this.#ownSnapshot(actor, work)
  }

  #ownSnapshot<T>(actor: Actor, work: (snapshot: Db, head: Head) => Promise<T>): Promise<T> {
    return this.#settings.database.transaction(
      'kurs_app',
      actor.workspaceId,
      async (own) => work(own, await this.#head(actor, own)),
      { statementTimeoutMs: copyTimeoutMs },
    )
  }

  /** A folder for the files that pass from PostgreSQL to DuckDB, gone afterwards. */
  async #exchange<T>(work: (dir: string) => Promise<T>): Promise<T> {
    await mkdir(this.#settings.exchangeDir, { recursive: true })
    const dir = await mkdtemp(join(this.#settings.exchangeDir, 'copy-'))
    try {
      return await work(dir)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

const isFresh = (store: ReplicaStore, head: Head): boolean =>
  store.meta !== null && store.meta.seq >= head.seq && store.isThere()

/** Conditions of the file itself, not of the question. */
const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  /^(IO|FATAL|INTERNAL|Serialization|Corrupt\w*)\b.*Error|database has been invalidated/is.test(error.message)

const isDiskFault = (error: unknown): boolean =>
  ['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Lets the statements of `work` take the time a copy takes, then restores the limit of the transaction. */
async function unhurried<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const before = await db.first<{ limit: string }>(sql`select current_setting('statement_timeout') as limit`)
  await db.query(sql`set local statement_timeout = ${sql.lit(copyTimeoutMs)}`)
  const result = await work()
  await db.query(sql`set local statement_timeout = ${sql.lit(before?.limit ?? '15s')}`)
  return result
}
