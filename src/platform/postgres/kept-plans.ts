import type pg from 'pg'

/** A text is worth keeping when it has been asked this often of late. */
const worthKeepingAfter = 3
const textsRemembered = 1000
/** Plans a connection keeps: each takes tens of kilobytes of its server process. */
const plansPerConnection = 150

/**
 * Statements that come again and again are parsed and planned once for each connection: planning a record with the names
 * of what it refers to takes several times as long as reading it. Least recently asked ones give way. The server
 * plans anew by itself when a table changes, when another role asks, and, after five times, only where the values matter
 * (plan_cache_mode auto; https://www.postgresql.org/docs/current/sql-prepare.html).
 */
export class KeptPlans {
  readonly #asked = new Map<string, number>()
  readonly #kept = new WeakMap<pg.PoolClient, Map<string, string>>()
  #names = 0

  /** The name under which this connection keeps the statement; undefined: it is asked for once. */
  async nameFor(client: pg.PoolClient, text: string): Promise<string | undefined> {
    const kept = this.#kept.get(client) ?? new Map<string, string>()
    this.#kept.set(client, kept)
    const known = kept.get(text)
    if (known !== undefined) {
      kept.delete(text)
      kept.set(text, known)
      return known
    }
    if (!this.#isWorthKeeping(text)) return undefined
    const [oldest] = kept
    if (oldest !== undefined && kept.size >= plansPerConnection) {
      kept.delete(oldest[0])
      await forget(client, oldest[1])
    }
    const name = `kept_${++this.#names}`
    kept.set(text, name)
    return name
  }

  #isWorthKeeping(text: string): boolean {
    const times = (this.#asked.get(text) ?? 0) + 1
    this.#asked.delete(text)
    this.#asked.set(text, times)
    if (this.#asked.size > textsRemembered) this.#asked.delete(this.#asked.keys().next().value!)
    return times >= worthKeepingAfter
  }
}

/**
 * Names are never given twice, so what the driver still remembers of one cannot mislead it. A statement that never parsed is
 * not there to be forgotten, and saying so would fail the transaction: the driver knows which did.
 */
async function forget(client: pg.PoolClient, name: string): Promise<void> {
  const { connection } = client as unknown as { connection?: { parsedStatements?: Record<string, string> } }
  const parsed = connection?.parsedStatements
  if (parsed?.[name] === undefined) return
  await client.query(`deallocate ${name}`)
  delete parsed[name]
}
