import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Workbooks } from '../src/platform/files/workbook/workbooks.ts'
import { StoredFiles } from '../src/platform/stored-files.ts'
import { setUp } from './client.ts'
import { startTestServer } from './server.ts'

const mib = 1024 * 1024
const workspaceId = randomUUID()
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kurs-uploads-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const stored = (uploadBytes?: number): StoredFiles =>
  new StoredFiles(folder, new Workbooks(inject('workbookPath')), ...(uploadBytes ? [{ uploadBytes }] : []))
const about = () => ({ id: randomUUID(), name: 'deals.csv', stored_at: '2026-11-01T00:00:00Z', stored_by: 'Олена' })
function* pieces(count: number, start = 'id,name\n'): Generator<Buffer> {
  yield Buffer.from(start)
  for (let i = 0; i < count; i++) yield Buffer.alloc(mib, '1,a\n')
}
const save = (files: StoredFiles, count: number, start?: string, declared?: number) =>
  files.save(workspaceId, about(), Readable.from(pieces(count, start)), declared)

test('a text of 70 MiB is taken as it streams; one beyond the limit set, said or not said before, is refused and leaves nothing', async () => {
  expect(await save(stored(), 70)).toMatchObject({ size: 70 * mib + 8 })
  const kept = await readdir(join(folder, 'files', workspaceId))
  const refusal = { code: 'too_large', status: 413, reason: 'file', params: { limit_mib: 3 } }
  await expect(save(stored(3 * mib), 4)).rejects.toMatchObject(refusal)
  await expect(save(stored(3 * mib), 1, 'id\n', 4 * mib)).rejects.toMatchObject(refusal)
  expect(await readdir(join(folder, 'files', workspaceId))).toEqual(kept)
})

test('a workbook of more than 50 MiB is refused whatever the limit of texts', async () => {
  await expect(save(stored(), 51, 'PK\u0003\u0004')).rejects.toMatchObject({
    reason: 'workbook',
    params: { limit_mib: 50 },
  })
})

test('what the disk has no room for is refused before a byte of it is written', async () => {
  await expect(save(stored(2 ** 52), 1, 'id\n', 2 ** 51)).rejects.toMatchObject({ status: 413, reason: 'disk' })
})

test('over HTTP a body said to be 3 GiB is answered 413 with the limit of 2,048 MiB', async () => {
  const server = await startTestServer()
  try {
    const { client, base } = await setUp(server)
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(3 * 1024 * mib) }
    const { status, body } = await client.call('POST', `${base}/files`, Buffer.from('id\n'), headers)
    expect([status, body.code, body.reason, body.params]).toEqual([413, 'too_large', 'file', { limit_mib: 2048 }])
  } finally {
    await server.close()
  }
})
