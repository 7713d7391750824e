import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { BackupError } from './manifest.ts'

const magic = Buffer.from('KURS-BACKUP-1\n')
const [saltBytes, ivBytes, tagBytes] = [16, 12, 16]

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  promisify<string, Buffer, number, object, Buffer>(scrypt)(passphrase, salt, 32, {
    N: 2 ** 15,
    r: 8,
    p: 1,
    maxmem: 64 * 2 ** 20,
  })

/** AES-256-GCM under a key that scrypt makes of the passphrase; what is written cannot be read nor changed unseen. */
export async function encryptFile(from: string, to: string, passphrase: string): Promise<void> {
  const [salt, iv] = [randomBytes(saltBytes), randomBytes(ivBytes)]
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), iv)
  await pipeline(
    createReadStream(from),
    async function* (chunks: AsyncIterable<Buffer>) {
      yield Buffer.concat([magic, salt, iv])
      for await (const chunk of chunks) yield cipher.update(chunk)
      yield Buffer.concat([cipher.final(), cipher.getAuthTag()])
    },
    createWriteStream(to, { mode: 0o600 }),
  )
}

export async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    return buffer.subarray(0, bytesRead).equals(magic)
  } finally {
    await file.close()
  }
}

/** @throws BackupError when the passphrase is not the one, or a byte was changed: then nothing of it may be used */
export async function decryptFile(from: string, to: string, passphrase: string): Promise<void> {
  const { size } = await stat(from)
  const file = await open(from)
  const headBytes = magic.length + saltBytes + ivBytes
  const head = Buffer.alloc(headBytes)
  const tag = Buffer.alloc(tagBytes)
  try {
    if (size < headBytes + tagBytes) throw new BackupError(`${from} is cut off.`)
    await file.read(head, 0, headBytes, 0)
    await file.read(tag, 0, tagBytes, size - tagBytes)
  } finally {
    await file.close()
  }
  const salt = head.subarray(magic.length, magic.length + saltBytes)
  const decipher = createDecipheriv(
    'aes-256-gcm',
    await keyOf(passphrase, salt),
    head.subarray(magic.length + saltBytes),
  )
  decipher.setAuthTag(tag)
  const secret = createReadStream(from, { start: headBytes, end: size - tagBytes - 1 })
  try {
    await pipeline(secret, decipher, createWriteStream(to, { mode: 0o600 }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    throw new BackupError(`${from} cannot be opened: the passphrase is another, or the file was damaged.`)
  }
}
