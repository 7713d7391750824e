import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Postmaster } from './embedded-postmaster.ts'
import { supervise } from './embedded-supervisor.ts'

const servers: Server[] = []
const said: string[] = []
const say = (message: string): void => void said.push(message)
const log = { info: say, warn: say, error: say }

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  said.length = 0
})

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A process that runs (this one), with a port and an end of the test's choosing. */
const postmasterAt = (port: number, exited: Promise<void> = new Promise(() => undefined)): Postmaster => ({
  pid: process.pid,
  port,
  isAdopted: false,
  exited,
})
const unused = (): Promise<never> => Promise.reject(new Error('not to be called'))

test('a database that ends is started again, with pauses of 0.2 s, then 0.4 s, while that fails', async () => {
  const port = await listen((socket) => socket.end('N'))
  const triedAtMs: number[] = []
  const revive = async (): Promise<Postmaster> => {
    triedAtMs.push(performance.now())
    if (triedAtMs.length < 3) throw new Error('No space left on device')
    return postmasterAt(port)
  }
  const supervisor = supervise(postmasterAt(port, Promise.resolve()), revive, unused, log)
  const reasons: string[] = []
  supervisor.onExit((reason) => reasons.push(reason))
  while (!said.some((line) => line.includes('runs again'))) await new Promise((done) => setTimeout(done, 20))
  await supervisor.end()
  expect(reasons).toEqual([`the database (process ${process.pid}) ended unasked`])
  expect((triedAtMs[1] ?? 0) - (triedAtMs[0] ?? 0)).toBeGreaterThanOrEqual(195)
  expect((triedAtMs[2] ?? 0) - (triedAtMs[1] ?? 0)).toBeGreaterThanOrEqual(395)
  expect(said.filter((line) => line.includes('No space left on device'))).toHaveLength(2)
})

test('one that starts and ends at once is not started in a hot loop: 3 starts take the pauses of 0.2 s and 0.4 s', async () => {
  const port = await listen((socket) => socket.end('N'))
  const startedAtMs = performance.now()
  const starts: Postmaster[] = []
  const revive = async (): Promise<Postmaster> => {
    starts.push(postmasterAt(port, starts.length < 2 ? Promise.resolve() : undefined))
    return starts.at(-1) ?? postmasterAt(port)
  }
  const supervisor = supervise(postmasterAt(port, Promise.resolve()), revive, unused, log)
  while (starts.length < 3) await new Promise((done) => setTimeout(done, 20))
  await supervisor.end()
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(595)
})

test('one that runs but does not answer is ended and started again', async () => {
  const mute = await listen((socket) => socket.destroy())
  const healthy = await listen((socket) => socket.end('N'))
  const done: string[] = []
  const supervisor = supervise(
    postmasterAt(mute),
    () => Promise.resolve(postmasterAt(healthy)).finally(() => done.push('revived')),
    () => Promise.resolve().finally(() => done.push('killed')),
    log,
    500,
  )
  while (done.length < 2) await new Promise((tick) => setTimeout(tick, 20))
  await supervisor.end()
  expect(done).toEqual(['killed', 'revived'])
  expect(said[0]).toBe('the database has not answered for 0.5 s and is ended')
})

test('one that answers is left alone, and watching ends at once when asked', async () => {
  const port = await listen((socket) => socket.end('N'))
  const supervisor = supervise(postmasterAt(port), unused, unused, log)
  await new Promise((done) => setTimeout(done, 1200))
  const askedAtMs = performance.now()
  await supervisor.end()
  expect(performance.now() - askedAtMs).toBeLessThan(200)
  expect(said).toEqual([])
})
