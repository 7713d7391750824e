import { AppError, notFound } from '../../base/errors.ts'
import type { Db } from '../postgres/database.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { insertChangesFrom } from './bulk.ts'
import type { ChangeSetHeader } from './change-set.ts'
import { chainHmac, nextSeal, selectSetDigest, type ChainHead } from './chain.ts'
import { currentTable, type Entity } from './entity.ts'
import { foldTouched } from './fold.ts'

/** Field values of a record, by column name. */
export type Values = Record<string, unknown>
export type StoredRecord = { id: string; version: number; changed_at: string } & Values

type PendingChange = {
  entity: { name: string }
  id: string
  version: number
  ord: number
  kind: 'create' | 'update' | 'undo'
  validAt: string
  before: Values | null
  after: Values
}

/**
 * Collects what one transaction changes and writes it as one change set: the log, the versions, the current
 * rows and, last, the workspace's next seq with the chain's HMAC.
 */
export class ChangeRecorder {
  readonly #db: Db
  readonly #workspaceId: string
  readonly #auditKey: Buffer
  readonly #header: ChangeSetHeader
  #setId: number | null = null
  #pending: PendingChange[] = []
  readonly #entities = new Map<string, Entity>()

  constructor(db: Db, workspaceId: string, auditKey: Buffer, header: ChangeSetHeader) {
    this.#db = db
    this.#workspaceId = workspaceId
    this.#auditKey = auditKey
    this.#header = header
  }

  get header(): ChangeSetHeader {
    return this.#header
  }

  /** The id under which this transaction's changes are logged; bulk writers insert `kurs.change` rows with it. */
  async setId(): Promise<number> {
    if (this.#setId === null) {
      const row = await this.#db.first<{ id: number }>(sql`select nextval('kurs.change_set_id') as id`)
      this.#setId = row?.id ?? 0
    }
    return this.#setId
  }

  /** Tells the recorder that bulk rows for this entity were inserted into `kurs.change` under `setId`. */
  touched(entity: Entity): void {
    this.#entities.set(entity.name, entity)
  }

  /** @param validAt when it took effect; default now */
  create(entity: Entity, id: string, values: Values, validAt = this.#header.now): void {
    this.#push(entity, { id, version: 1, ord: 0, kind: 'create', validAt, before: null, after: values })
  }

  /**
   * Logs what happened to something that is no record of the workspace: a member, an invitation, a key, a session. It is
   * chained as every change is, and folded into nothing.
   * @param id of this happening, new
   * @param after holds the id of what it happened to
   */
  note(subject: string, id: string, before: Values | null, after: Values): void {
    const { now } = this.#header
    this.#pending.push({
      entity: { name: subject },
      id,
      version: 1,
      ord: 0,
      kind: 'create',
      validAt: now,
      before,
      after,
    })
  }

  /**
   * Locks a record, checks the version the editor saw, and records the fields that differ.
   * @param validAt an instant in the past makes it a backdated edit; without it the edit follows all that is known
   * @returns the record as it stood, or throws not_found, version_required or conflict (with the current record)
   */
  async update(
    entity: Entity,
    id: string,
    version: number | undefined,
    patch: Values,
    validAt?: string,
  ): Promise<StoredRecord> {
    const stored = await this.lock(entity, id)
    this.updateLocked(entity, stored, version, patch, validAt)
    return stored
  }

  /** The same for a record that this transaction has locked and read already. */
  updateLocked(
    entity: Entity,
    stored: StoredRecord,
    version: number | undefined,
    patch: Values,
    validAt?: string,
  ): void {
    const { id } = stored
    if (version === undefined) throw new AppError('version_required', 'version', { entity: entity.name, id })
    if (stored.version !== version)
      throw new AppError('conflict', 'stale', { entity: entity.name, id, current: stored })
    const after = Object.fromEntries(Object.entries(patch).filter(([field, value]) => !sameValue(stored[field], value)))
    const before = Object.fromEntries(Object.keys(after).map((field) => [field, stored[field] ?? null]))
    if (validAt === undefined && Object.keys(after).length === 0) return
    this.#push(entity, {
      id,
      version: stored.version + 1,
      ord: 0,
      kind: 'update',
      validAt: validAt ?? laterOf(this.#header.now, stored.changed_at),
      before,
      after: validAt === undefined ? after : patch,
    })
  }

  /** The record under a row lock, or not_found. */
  async lock(entity: Entity, id: string): Promise<StoredRecord> {
    const stored = await this.#db.first<StoredRecord>(
      sql`select * from ${currentTable(entity)} where workspace_id = ${this.#workspaceId} and id = ${id} for update`,
    )
    if (!stored) throw notFound(entity.name, id)
    return stored
  }

  /** Writes everything collected so far to the log and folds it, so that it can be read in this transaction. */
  async flush(): Promise<void> {
    const setId = await this.setId()
    if (this.#pending.length > 0) {
      const rows = this.#pending.map((change) => ({ ...change, entity: change.entity.name, valid_at: change.validAt }))
      this.#pending = []
      await this.#db.query(insertChanges(this.#workspaceId, setId, JSON.stringify(rows)))
    }
    for (const entity of this.#entities.values()) await foldTouched(this.#db, entity, this.#workspaceId, setId)
    this.#entities.clear()
  }

  /**
   * Ends the change set: takes the next seq and chains it. Called once, last, by the runner.
   * @returns the seq, or null when nothing was changed
   */
  async finish(): Promise<number | null> {
    if (this.#setId === null && this.#pending.length === 0) return null
    await this.flush()
    const setId = await this.setId()
    const sum = await this.#db.first<{ count: number; digest: Buffer }>(selectSetDigest(this.#workspaceId, setId))
    if (!sum || sum.count === 0) return null
    const head = await this.#db.first<ChainHead & { recorded_at: string }>(lockHead(this.#workspaceId))
    if (!head) throw new Error('the workspace has no chain head')
    const seq = head.seq + 1
    const said = { workspaceId: this.#workspaceId, seq, recordedAt: head.recorded_at, header: this.#header }
    const hmac = chainHmac(this.#auditKey, head.hmac, { ...said, digest: sum.digest })
    const seal = nextSeal(this.#auditKey, this.#workspaceId, head, { seq, hmac })
    await this.#db.query(sql`
      with set_row as (
        insert into kurs.change_set (workspace_id, set_id, seq, operation, actor, source, reason, import_id, undoes_import_id,
          valid_at, recorded_at, change_count, digest, prev_hmac, hmac)
        values (${this.#workspaceId}, ${setId}, ${seq}, ${this.#header.operation}, ${JSON.stringify(this.#header.author)},
          ${this.#header.source}, ${this.#header.reason ?? null}, ${this.#header.importId ?? null},
          ${this.#header.undoesImportId ?? null}, ${this.#header.now}, ${head.recorded_at}, ${sum.count}, ${sum.digest},
          ${head.hmac}, ${hmac}))
      update kurs.chain_head set seq = ${seq}, recorded_at = ${head.recorded_at}, hmac = ${hmac}, seal = ${seal}
      where workspace_id = ${this.#workspaceId}`)
    return seq
  }

  #push(entity: Entity, change: Omit<PendingChange, 'entity'>): void {
    this.#pending.push({ ...change, entity })
    this.touched(entity)
  }
}

const laterOf = (a: string, b: string): string => (padInstant(a) >= padInstant(b) ? a : b)
/** Instants with fewer fraction digits compare right once padded to microseconds. */
const padInstant = (at: string): string => {
  const [seconds = '', fraction = ''] = at.replace('Z', '').split('.')
  return `${seconds}.${fraction.padEnd(6, '0')}`
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

const insertChanges = (workspaceId: string, setId: number, rows: string): Sql =>
  insertChangesFrom(
    workspaceId,
    setId,
    sql`select * from jsonb_to_recordset(cast(cast(${rows} as text) as jsonb))
      as r(entity text, id uuid, version integer, ord integer, kind text, valid_at timestamptz, before jsonb, after jsonb)`,
  )

/** The one instant for which writers of a workspace wait for each other. recorded_at never runs backwards. */
const lockHead = (workspaceId: string) => sql<ChainHead & { recorded_at: string }>`
  select seq, hmac, seal, greatest(clock_timestamp(), recorded_at + interval '1 microsecond') as recorded_at
  from kurs.chain_head where workspace_id = ${workspaceId} for update`
