import { pipeline } from 'node:stream/promises'
import { createDeflateRaw, crc32 } from 'node:zlib'

export type ZipPart = { name: string; text: AsyncIterable<string> | Iterable<string> }

const utf8Names = 0x0800
const sizesFollow = 0x0008
const deflated = 8
/** 1 January 1980: the same content gives the same bytes. */
const dosDay = 0x0021
const largestSize = 0xffff_ffff

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(utf8Names | sizesFollow, 6)
  head.writeUInt16LE(deflated, 8)
  head.writeUInt16LE(dosDay, 12)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

type Written = { name: Buffer; crc: number; packed: number; inflated: number; at: number }

function sizes({ crc, packed, inflated }: Written): Buffer {
  const tail = Buffer.alloc(16)
  tail.writeUInt32LE(0x08074b50, 0)
  tail.writeUInt32LE(crc, 4)
  tail.writeUInt32LE(packed, 8)
  tail.writeUInt32LE(inflated, 12)
  return tail
}

function directoryEntry({ name, crc, packed, inflated, at }: Written): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(20, 4)
  entry.writeUInt16LE(20, 6)
  entry.writeUInt16LE(utf8Names | sizesFollow, 8)
  entry.writeUInt16LE(deflated, 10)
  entry.writeUInt16LE(dosDay, 14)
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(packed, 20)
  entry.writeUInt32LE(inflated, 24)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt32LE(at, 42)
  return Buffer.concat([entry, name])
}

function directoryEnd(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return end
}

/**
 * Streams a ZIP archive (APPNOTE 6.3.10, without ZIP64): parts as they come, each as large as it turns out to be.
 * @throws Error beyond 4 GiB
 * Memory: what deflate needs; the reader's pace is kept.
 */
export async function* writeZip(parts: AsyncIterable<ZipPart> | Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let at = 0
  for await (const part of parts) {
    const entry: Written = { name: Buffer.from(part.name), crc: 0, packed: 0, inflated: 0, at }
    const head = localHeader(entry.name)
    yield head
    for await (const chunk of deflate(part.text, entry)) yield chunk
    const tail = sizes(entry)
    yield tail
    at += head.length + entry.packed + tail.length
    if (at > largestSize) throw new Error('the archive grows beyond 4 GiB')
    written.push(entry)
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  yield directory
  yield directoryEnd(written.length, directory.length, at)
}

async function* deflate(text: ZipPart['text'], entry: Written): AsyncGenerator<Buffer> {
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of text) {
      const bytes = Buffer.from(piece)
      entry.crc = crc32(bytes, entry.crc)
      entry.inflated += bytes.length
      if (entry.inflated > largestSize) throw new Error(`${entry.name.toString()} grows beyond 4 GiB`)
      yield bytes
    }
  }
  const packer = createDeflateRaw({ level: 6 })
  const feeding = pipeline(counted, packer)
  // The same error ends the loop below; unheard here, it would end the process.
  feeding.catch(() => undefined)
  for await (const chunk of packer as AsyncIterable<Buffer>) {
    entry.packed += chunk.length
    yield chunk
  }
  await feeding
}
