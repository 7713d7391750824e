import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, notFound } from '../base/errors.ts'
import { isUuid } from '../base/ids.ts'
import { sheetsFolder } from './files/workbook/sheet-index.ts'
import { freeBytes, lowestFreeBytes } from './disk-space.ts'
import { workbookLimits } from './files/workbook/limits.ts'
import { isZip, startsAsZip, type Workbooks } from './files/workbook/workbooks.ts'

export type StoredFile = {
  id: string
  name: string
  size: number
  sha256: string
  stored_at: string
  stored_by: string
}

type UploadLimits = {
  /** Of one file, as it comes. */
  uploadBytes: number
}

const mib = 1024 * 1024
/** So often the room on the disk is looked at while a file comes in. */
const lookEvery = 64 * mib

/** Files people hand in, by id and never by their name, one folder per workspace. Safe on disk before they are told of. */
export class StoredFiles {
  readonly #root: string
  readonly #workbooks: Workbooks
  readonly #limits: UploadLimits

  constructor(dataDir: string, workbooks: Workbooks, limits: UploadLimits = { uploadBytes: 2048 * mib }) {
    this.#root = join(dataDir, 'files')
    this.#workbooks = workbooks
    this.#limits = limits
  }

  /**
   * Streams a file in; the sheets of a workbook are spread beside it. One too large, or a workbook that cannot be read,
   * is refused and nothing is left behind.
   * @param declaredBytes what the sender says it will be; null when it does not say
   * @throws AppError too_large: file, workbook, disk; invalid_input, see `Workbooks`
   */
  async save(
    workspaceId: string,
    about: Pick<StoredFile, 'id' | 'name' | 'stored_at' | 'stored_by'>,
    body: Readable,
    declaredBytes: number | null = null,
  ): Promise<StoredFile> {
    const path = this.#path(workspaceId, about.id)
    await mkdir(join(this.#root, workspaceId), { recursive: true, mode: 0o700 })
    if (declaredBytes !== null) await this.#assertFits(declaredBytes)
    const hash = createHash('sha256')
    let size = 0
    const measured = async function* (this: StoredFiles, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      let looked = 0
      let isWorkbook = false
      for await (const chunk of chunks) {
        if (size === 0) isWorkbook = startsAsZip(chunk)
        size += chunk.length
        if (isWorkbook) assertWorkbookFits(size)
        if (size - looked >= lookEvery || size > this.#limits.uploadBytes) {
          looked = size
          await this.#assertFits(size, 0)
        }
        hash.update(chunk)
        yield chunk
      }
    }.bind(this)
    try {
      await pipeline(body, measured, createWriteStream(`${path}.part`, { mode: 0o600 }))
      const file: StoredFile = { ...about, size, sha256: hash.digest('hex') }
      await writeFile(`${path}.json`, JSON.stringify(file), { mode: 0o600 })
      await flushToDisk(`${path}.part`)
      if (await isZip(`${path}.part`)) {
        assertWorkbookFits(size)
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

  /** @param toCome how much of it is not on the disk yet, bytes */
  async #assertFits(size: number, toCome = size): Promise<void> {
    const { uploadBytes } = this.#limits
    if (size > uploadBytes) throw new AppError('too_large', 'file', { limit_mib: uploadBytes / mib })
    const room = (await freeBytes(this.#root)) - lowestFreeBytes
    if (toCome > room) throw new AppError('too_large', 'disk', { free_mib: Math.max(0, Math.floor(room / mib)) })
  }

  #path(workspaceId: string, id: string): string {
    if (!isUuid(workspaceId) || !isUuid(id)) throw notFound('file', id)
    return join(this.#root, workspaceId, id)
  }
}

function assertWorkbookFits(size: number): void {
  const { uploadBytes } = workbookLimits
  if (size > uploadBytes) throw new AppError('too_large', 'workbook', { limit_mib: uploadBytes / mib })
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
