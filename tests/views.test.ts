import { afterAll, beforeAll, expect, test } from 'vitest'
import type { View } from '../src/domains/views/schema.ts'
import { type Client, setUp } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

type Listed = { items: View[] }

let server: TestServer
let admin: { client: Client; slug: string; base: string }
let seller: Client
let viewer: Client

beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  seller = await joinAs(server, admin, 'seller')
  viewer = await joinAs(server, admin, 'viewer')
})
afterAll(() => server.close())

const state = { q: 'Сонях', filter: [{ field: 'amount_minor', op: 'gte', value: 5 }], columns: ['name', 'close_on'] }
const keep = async (client: Client, name: string, more: object = {}) =>
  client.post<View & { reason?: string }>(`${admin.base}/views`, { page: 'deals', name, state, ...more })
const namesOf = async (client: Client): Promise<string[]> =>
  (await client.get<Listed>(`${admin.base}/views?page=deals`)).body.items.map(({ name }) => name)

test('a personal view is its maker’s alone: even an administrator neither sees nor changes it', async () => {
  const { body: own } = await keep(seller, 'Мої великі')
  expect(own).toMatchObject({ state, is_own: true, is_shared: false, version: 1 })
  expect(await namesOf(seller)).toContain('Мої великі')
  expect(await namesOf(admin.client)).toEqual([])
  const address = `${admin.base}/views/${own.id}`
  expect((await seller.get(address)).status).toBe(200)
  expect((await admin.client.get(address)).status).toBe(404)
  expect((await admin.client.patch(address, { version: 1, name: 'Чуже' })).status).toBe(404)
  expect((await admin.client.post(`${address}/archive`, { version: 1 })).status).toBe(404)
})

test('a shared view is opened by all, changed by its maker and by operations; taken back, it is gone for the others', async () => {
  const { body: own } = await keep(seller, 'Для всіх', { is_shared: true })
  const address = `${admin.base}/views/${own.id}`
  expect(await namesOf(viewer)).toEqual(['Для всіх'])
  const refused = await viewer.patch<{ reason: string }>(address, { version: 1, name: 'Інша' })
  expect([refused.status, refused.body.reason]).toEqual([403, 'view_of_another'])
  expect((await admin.client.patch<View>(address, { version: 1, name: 'Спільна' })).body).toMatchObject({
    name: 'Спільна',
    is_own: false,
    version: 2,
  })
  expect((await seller.patch(address, { version: 1, name: 'Пізно' })).status).toBe(409)
  expect((await seller.patch(address, { name: 'Без версії' })).status).toBe(428)
  await seller.patch(address, { version: 2, is_shared: false })
  expect(await namesOf(viewer)).toEqual([])
})

test('one name once for a person and page, whatever its capital letters; another page or person may have the same', async () => {
  await keep(seller, 'Квартал')
  const again = await keep(seller, 'КВАРТАЛ')
  expect([again.status, again.body.reason]).toEqual([409, 'view_name'])
  expect((await keep(seller, 'Квартал', { page: 'accounts' })).status).toBe(200)
  expect((await keep(viewer, 'Квартал')).status).toBe(200)
})

test('archived, its name is free; while another has taken it, the first cannot come back', async () => {
  const { body: first } = await keep(seller, 'Разом')
  const archived = await seller.post<View>(`${admin.base}/views/${first.id}/archive`, { version: 1 })
  expect(archived.body.archived_at).not.toBeNull()
  expect(await namesOf(seller)).not.toContain('Разом')
  const { body: second } = await keep(seller, 'Разом')
  expect((await seller.post(`${admin.base}/views/${first.id}/restore`, { version: 2 })).status).toBe(409)
  await seller.post(`${admin.base}/views/${second.id}/archive`, { version: 1 })
  expect((await seller.post(`${admin.base}/views/${first.id}/restore`, { version: 2 })).status).toBe(200)
  expect(await namesOf(seller)).toContain('Разом')
})

test('what is no state of a list is refused: an unknown key, an operator of its own, a page that has no views', async () => {
  const wrong = [
    { state: { html: '<b>' } },
    { state: { filter: [{ field: 'name', op: 'drop' }] } },
    { state: { direction: 'sideways' } },
    { page: 'passwords' },
  ]
  for (const more of wrong) expect((await keep(seller, 'Хибний', more)).status).toBe(400)
})
