import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, notFound } from '../base/errors.ts'
import { isUuid } from '../base/ids.ts'
import { sheetsFolder } from './files/workbook/sheet-index.ts'
import { isZip, type Workbooks } from './files/workbook/workbooks.ts'

export type StoredFile = {
  id: string
  name: string
  size: number
  sha256: string
  stored_at: string
  stored_by: string
}

export const uploadLimitBytes = 50 * 1024 * 1024

/** Files people hand in, by id and never by their name, one folder per workspace. Safe on disk before they are told of. */
export class StoredFiles {
  readonly #root: string
  readonly #workbooks: Workbooks

  constructor(dataDir: string, workbooks: Workbooks) {
    this.#root = join(dataDir, 'files')
    this.#workbooks = workbooks
  }

  /**
   * Streams a file in; the sheets of a workbook are spread beside it. One too large, or a workbook that cannot be read,
   * is refused and nothing is left behind.
   */
  async save(
    workspaceId: string,
    about: Pick<StoredFile, 'id' | 'name' | 'stored_at' | 'stored_by'>,
    body: Readable,
  ): Promise<StoredFile> {
    const path = this.#path(workspaceId, about.id)
    await mkdir(join(this.#root, workspaceId), { recursive: true, mode: 0o700 })
    const hash = createHash('sha256')
    let size = 0
    const measured = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        size += chunk.length
        if (size > uploadLimitBytes)
          throw new AppError('invalid_input', 'file_too_large', { limit_bytes: uploadLimitBytes })
        hash.update(chunk)
        yield chunk
      }
    }
    try {
      await pipeline(body, measured, createWriteStream(`${path}.part`, { mode: 0o600 }))
      const file: StoredFile = { ...about, size, sha256: hash.digest('hex') }
      await writeFile(`${path}.json`, JSON.stringify(file), { mode: 0o600 })
      await flushToDisk(`${path}.part`)
      if (await isZip(`${path}.part`)) {
        await this.#workbooks.spread(`${path}.part`, `${sheetsFolder(path)}.part`)
        await rename(`${sheetsFolder(path)}.part`, sheetsFolder(path))
      }
      await rename(`${path}.part`, path)
      await flushToDisk(join(this.#root, workspaceId))
      return file
    } catch (error) {
      const left = [`${path}.part`, `${path}.json`, sheetsFolder(path), `${sheetsFolder(path)}.part`]
      await Promise.all(left.map((one) => rm(one, { recursive: true, force: true })))
      throw error
    }
  }

  /** What is known of a file of this workspace; another's is not_found. */
  async get(workspaceId: string, id: string): Promise<StoredFile & { path: string }> {
    const path = this.#path(workspaceId, id)
    try {
      return { ...(JSON.parse(await readFile(`${path}.json`, 'utf8')) as StoredFile), path }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notFound('file', id)
      throw error
    }
  }

  #path(workspaceId: string, id: string): string {
    if (!isUuid(workspaceId) || !isUuid(id)) throw notFound('file', id)
    return join(this.#root, workspaceId, id)
  }
}

/** What is written to a file, or the names a folder holds, survives a power cut once this returns. */
export async function flushToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
