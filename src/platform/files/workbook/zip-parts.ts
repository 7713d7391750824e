import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '../../../base/errors.ts'
import { workbookLimits as limits } from './limits.ts'

const refused = (reason: string, params: Record<string, unknown> = {}): AppError =>
  new AppError('invalid_input', reason, params)
const damaged = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : refused('damaged_workbook', { detail: error instanceof Error ? error.message.slice(0, 200) : '' })

const isLink = (entry: Entry): boolean => ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000

/**
 * The parts of a ZIP archive by name. Nothing is unpacked to disk under a name of the archive's; what is inflated is
 * counted over all parts while it flows.
 */
export class ZipParts {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>
  #inflated = 0
  #packed = 0

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  /**
   * @throws AppError invalid_input: damaged_workbook (names that leave the archive, a directory that does not fit the
   *   file), too_many_entries, links_in_workbook, encrypted_workbook
   */
  static async open(path: string): Promise<ZipParts> {
    try {
      const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true })
      if (zip.entryCount > limits.entries) {
        throw refused('too_many_entries', { found: zip.entryCount, limit: limits.entries })
      }
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) {
        if (isLink(entry)) throw refused('links_in_workbook', { name: entry.fileName })
        if (entry.isEncrypted()) throw refused('encrypted_workbook')
        if (entries.has(entry.fileName)) throw refused('damaged_workbook', { detail: `twice: ${entry.fileName}` })
        entries.set(entry.fileName, entry)
      }
      return new ZipParts(zip, entries)
    } catch (error) {
      throw damaged(error)
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** @throws AppError invalid_input: damaged_workbook (a size or checksum that lies), inflates_too_much */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name)
    if (!entry) throw refused('damaged_workbook', { detail: `no ${name}` })
    this.#packed += entry.compressedSize
    try {
      const stream = await this.#zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        this.#count(chunk.length, name)
        yield chunk
      }
    } catch (error) {
      throw damaged(error)
    }
  }

  #count(bytes: number, part: string): void {
    this.#inflated += bytes
    const isBomb = this.#inflated > limits.inflationRatioFrom && this.#inflated > this.#packed * limits.inflationRatio
    if (this.#inflated > limits.inflatedBytes || isBomb) {
      throw refused('inflates_too_much', { part, limit_bytes: limits.inflatedBytes })
    }
  }

  close(): void {
    this.#zip.close()
  }
}
