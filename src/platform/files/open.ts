import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../base/errors.ts'
import type { Compression, FileEncoding } from '../../base/file-shape.ts'
import { decoderOf } from './encoding.ts'
import { fileLimits } from './limits.ts'

export type Sample = { compression: Compression; bytes: Buffer; isWhole: boolean }

const foreignFormats: readonly (readonly [string, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['office', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
]

async function compressionOf(path: string): Promise<Compression> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    const head = [...buffer.subarray(0, bytesRead)]
    const foreign = foreignFormats.find(([, magic]) => magic.every((byte, i) => head[i] === byte))
    if (foreign) throw new AppError('invalid_input', 'not_delimited_text', { found: foreign[0] })
    return head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'none'
  } finally {
    await file.close()
  }
}

function gunzipProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('Z_') ? new AppError('invalid_input', 'damaged_gzip', { detail: code }) : error
}

/** Inflates while counting: the size in a gzip header is what its maker wanted us to believe. */
async function* inflate(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path)
  let read = 0
  let inflated = 0
  source.on('data', (chunk) => (read += chunk.length))
  const output = new PassThrough()
  const feeding = pipeline(source, createGunzip(), output)
  feeding.catch(() => undefined)
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) {
      inflated += chunk.length
      const isBomb = inflated > fileLimits.inflationRatioFrom && inflated > read * fileLimits.inflationRatio
      if (inflated > fileLimits.inflatedBytes || isBomb) {
        throw new AppError('invalid_input', 'inflates_too_much', { limit_bytes: fileLimits.inflatedBytes })
      }
      yield chunk
    }
    await feeding
  } catch (error) {
    throw gunzipProblem(error)
  } finally {
    source.destroy()
    output.destroy()
  }
}

const bytesOf = (path: string, compression: Compression): AsyncIterable<Buffer> =>
  compression === 'gzip' ? inflate(path) : (createReadStream(path) as AsyncIterable<Buffer>)

/**
 * The first bytes of a file, inflated when it is gzip (told by its magic bytes, not by its name).
 * @throws AppError invalid_input: empty_file, not_delimited_text (a spreadsheet, a PDF …), damaged_gzip
 * Cost: reads and inflates about 1 MiB.
 */
export async function readSample(path: string): Promise<Sample> {
  const compression = await compressionOf(path)
  const chunks: Buffer[] = []
  let size = 0
  let isWhole = true
  for await (const chunk of bytesOf(path, compression)) {
    chunks.push(chunk)
    size += chunk.length
    if (size > fileLimits.sampleBytes) {
      isWhole = false
      break
    }
  }
  if (size === 0) throw new AppError('invalid_input', 'empty_file')
  return { compression, bytes: Buffer.concat(chunks).subarray(0, fileLimits.sampleBytes), isWhole }
}

/**
 * Streams a file as text: inflated, decoded, without its byte order mark. Bytes that the encoding does not have
 * come out as U+FFFD, which `readRows` turns into a refused row with its place.
 * @throws AppError invalid_input: damaged_gzip, inflates_too_much, not_delimited_text
 */
export async function* openDelimited(path: string, encoding: FileEncoding): AsyncGenerator<string> {
  const compression = await compressionOf(path)
  const decoder = decoderOf(encoding)
  for await (const chunk of bytesOf(path, compression)) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
