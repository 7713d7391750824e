import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Database } from '../src/platform/postgres/database.ts'
import { sql } from '../src/platform/postgres/query.ts'

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const signedIn = message('R', Buffer.from([0, 0, 0, 0]))
const ready = message('Z', Buffer.from('I'))
const dying = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'))

test('a server that says it dies in the very packet that lets us in: the caller is told 503, the process lives', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([signedIn, ready, dying])))
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  const database = new Database(`postgres://nobody@127.0.0.1:${port}/kurs`)
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('uncaughtException', hear)
  try {
    await expect(database.transaction('kurs_app', null, (db) => db.query(sql`select 1`))).rejects.toMatchObject({
      code: 'unavailable',
    })
    await new Promise((done) => setTimeout(done, 50))
    expect(unheard).toEqual([])
  } finally {
    process.off('uncaughtException', hear)
    await database.close()
    server.close()
  }
})
