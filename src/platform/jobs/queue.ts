import { sql } from '../postgres/query.ts'
import type { Db } from '../postgres/database.ts'
import type { Actor } from '../access.ts'

/** For whom it is done: a person, or Kurs itself by a schedule. */
type Author = Pick<Actor, 'kind' | 'userId' | 'workspaceId'>

/** Puts long work into the queue inside the writer's transaction: it runs if, and only if, the writer commits. */
export class JobQueue {
  readonly #db: Db
  readonly #actor: Author
  readonly #now: string
  readonly #newId: () => string

  constructor(db: Db, actor: Author, now: string, newId: () => string) {
    this.#db = db
    this.#actor = actor
    this.#now = now
    this.#newId = newId
  }

  /** @returns the job's id */
  async enqueue(kind: string, payload: unknown, options: { maxAttempts?: number } = {}): Promise<string> {
    const id = this.#newId()
    const author = { user_id: this.#actor.userId, kind: this.#actor.kind }
    await this.#db.query(sql`
      insert into jobs.job (workspace_id, id, kind, payload, actor, run_at, created_at, max_attempts)
      values (${this.#actor.workspaceId}, ${id}, ${kind}, ${JSON.stringify(payload)}, ${JSON.stringify(author)},
        ${this.#now}, ${this.#now}, ${options.maxAttempts ?? 8})`)
    return id
  }
}
