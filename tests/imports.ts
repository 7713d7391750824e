import type { Client } from './client.ts'

export type Imported = {
  id: string
  version: number
  kind: string
  status: string
  mapping: { options: Record<string, unknown> }
  report: {
    entities: Record<string, { created: number; updated: number; unchanged: number }>
    refused: unknown[]
    refused_count: number
    newest_on: string | null
  }
}

type Wish = { kind?: string | undefined; options?: Record<string, unknown> | undefined; save_as?: string }

/** Files brought in as a door does it: handed over, drafted, checked or applied; `drain` lets the job worker work. */
export class Imports {
  readonly #client: Client
  readonly #base: string
  readonly #drain: () => Promise<unknown>

  constructor(client: Client, base: string, drain: () => Promise<unknown>) {
    this.#client = client
    this.#base = base
    this.#drain = drain
  }

  /** The import of a file as proposed, with what is wished otherwise. */
  async draft(name: string, content: Buffer | string, wish: Wish = {}): Promise<Imported> {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': name }
    const bytes = Buffer.from(content)
    const { body: file } = await this.#client.call<{ file_id: string }>('POST', `${this.#base}/files`, bytes, headers)
    const { kind, ...changes } = wish
    const asked = { file_id: file.file_id, ...(kind === undefined ? {} : { kind }) }
    const { body: made } = await this.#client.post<Imported>(`${this.#base}/imports`, asked)
    if (Object.keys(changes).length > 0)
      await this.#client.patch(`${this.#base}/imports/${made.id}`, { version: made.version, ...changes })
    return made
  }

  /** Asks for a job of an import and lets it end. @returns the import after it */
  async run(job: 'preview' | 'apply' | 'undo', id: string): Promise<Imported> {
    await this.#client.post(`${this.#base}/imports/${id}/${job}`)
    await this.#drain()
    return this.get(id)
  }

  async get(id: string): Promise<Imported> {
    return (await this.#client.get<Imported>(`${this.#base}/imports/${id}`)).body
  }

  async apply(name: string, content: Buffer | string, wish: Wish = {}): Promise<Imported> {
    return this.run('apply', (await this.draft(name, content, wish)).id)
  }
}
