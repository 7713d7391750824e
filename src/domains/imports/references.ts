import { foldReader } from '../../base/fold-name.ts'
import type { Entity } from '../../platform/history/entity.ts'
import type { Values } from '../../platform/history/recorder.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { selectReferenceNames } from './sql.ts'

/** A record that the file speaks of and the workspace did not have. */
export type Creation = { entity: Entity; id: string; values: Values }

/**
 * Finds records by external id or by name as people write it (case, spaces, apostrophes do not matter), and
 * remembers which of them have to be created.
 */
export class References {
  readonly #byKey = new Map<string, string>()
  readonly #names = new Map<string, string>()
  readonly #keysOf = new Map<string, string[]>()
  readonly #fold = foldReader()
  readonly #creations: Creation[] = []
  readonly #entity: Entity
  readonly #newId: () => string

  private constructor(entity: Entity, newId: () => string) {
    this.#entity = entity
    this.#newId = newId
  }

  static async load(db: Db, workspaceId: string, entity: Entity, newId: () => string): Promise<References> {
    const references = new References(entity, newId)
    for (const row of await db.query(selectReferenceNames(entity, workspaceId)))
      references.#remember(row.id, row.name, row.external_id)
    return references
  }

  get creations(): readonly Creation[] {
    return this.#creations
  }

  find(text: string): string | null {
    return this.#byKey.get(`=${text}`) ?? this.#byKey.get(`~${this.#fold(text)}`) ?? null
  }

  /** The name as the workspace spells it. */
  nameOf(id: string): string | null {
    return this.#names.get(id) ?? null
  }

  /** Forgets the records planned since there were `count`: the row that spoke of them was refused. */
  keepFirst(count: number): void {
    for (const { id } of this.#creations.splice(count)) {
      this.#names.delete(id)
      for (const key of this.#keysOf.get(id) ?? []) this.#byKey.delete(key)
      this.#keysOf.delete(id)
    }
  }

  /** Plans a new record under this name and returns its id. */
  create(name: string, values: Values): string {
    const id = this.#newId()
    this.#creations.push({ entity: this.#entity, id, values: { name, ...values } })
    this.#remember(id, name, (values.external_id as string | undefined) ?? null)
    return id
  }

  findOrCreate(name: string, values: Values = {}): string {
    return this.find(name) ?? this.create(name, values)
  }

  /** The first record of a name wins: names need not be unique. */
  #remember(id: string, name: string, externalId: string | null): void {
    this.#names.set(id, name)
    const folded = `~${this.#fold(name)}`
    const keys = externalId === null ? [] : [`=${externalId}`]
    if (folded !== '~' && !this.#byKey.has(folded)) keys.push(folded)
    for (const key of keys) this.#byKey.set(key, id)
    this.#keysOf.set(id, keys)
  }
}
