import { afterAll, beforeAll, expect, test } from 'vitest'
import { setUp, type Client } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let client: Client
let base = ''
const stages: Record<string, string> = {}
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  const meaning = { probability_ratio: 0.2, forecast_category: 'pipeline' }
  const made = await client.post<{ stages: { id: string; name: string }[] }>(`${base}/pipelines/create-with-stages`, {
    name: 'Нові клієнти',
    stages: [
      { name: 'Lead', kind: 'open', ...meaning },
      { name: 'Offer', kind: 'open', ...meaning },
      { name: 'Won', kind: 'won', ...meaning, forecast_category: 'closed' },
    ],
  })
  for (const { id, name } of made.body.stages) stages[name] = id
  await client.post(`${base}/currency_rates`, { currency: 'USD', quote: 'UAH', rated_on: '2020-01-01', rate: 50 })
}, 60_000)
afterAll(() => server.close())

type Deal = { id: string; version: number; name: string; stage_id: string; status: string; closed_on: string | null }
const make = async (name: string, fields: Record<string, unknown>): Promise<Deal> =>
  (await client.post<Deal>(`${base}/deals`, { name, stage_id: stages['Lead'], currency: 'UAH', ...fields })).body
const summary = async (query: string) =>
  (await client.get<{ currency: string; groups: Record<string, unknown>[] }>(`${base}/deals/summary?${query}`)).body

test('2 × ₴1,000 at 50 = $40, then $100 + one without an amount + one in a currency nobody rated, by stage', async () => {
  await make('A1', { amount_minor: 100_000 })
  await make('A2', { amount_minor: 100_000 })
  await make('A3', { amount_minor: 10_000, currency: 'USD', stage_id: stages['Offer'] })
  await make('A4', { stage_id: stages['Offer'] })
  await make('A5', { amount_minor: 7, currency: 'CHF' })
  const { currency, groups } = await summary('by=stage_id&search=A')
  const lead = { key: stages['Lead'], count: 3, amount_minor: 4_000, without_amount_count: 0, without_rate_count: 1 }
  const offer = { key: stages['Offer'], count: 2, amount_minor: 10_000, without_amount_count: 1, without_rate_count: 0 }
  expect([currency, new Map(groups.map((group) => [group['key'], group]))]).toEqual([
    'USD',
    new Map([
      [lead.key, lead],
      [offer.key, offer],
    ]),
  ])
  const filter = encodeURIComponent(JSON.stringify([{ field: 'amount_minor', op: 'gte', value: 50_000 }]))
  expect((await summary(`filter=${filter}`)).groups).toEqual([
    { key: null, count: 2, amount_minor: 4_000, without_amount_count: 0, without_rate_count: 0 },
  ])
})

test('three deals move together in one change set; those won close today', async () => {
  const deals = [await make('B1', {}), await make('B2', {}), await make('B3', {})]
  const items = deals.map(({ id, version }) => ({ id, version, stage_id: stages['Won'] }))
  const { status, body } = await client.post<{ items: Deal[] }>(`${base}/deals/update-many`, { items })
  expect(status).toBe(200)
  expect(body.items.map(({ name, version, status: now }) => [name, version, now])).toEqual([
    ['B1', 2, 'won'],
    ['B2', 2, 'won'],
    ['B3', 2, 'won'],
  ])
  expect(new Set(body.items.map((deal) => deal.closed_on)).size).toBe(1)
  const audit = await client.get<{ items: object[] }>(`${base}/audit?limit=1`)
  expect(audit.body.items[0]).toMatchObject({ operation: 'deals.update_many', change_count: 3 })
  // Taken back with what each one was, also together.
  const back = body.items.map(({ id, version }) => ({ id, version, stage_id: stages['Lead'] }))
  const after = await client.post<{ items: Deal[] }>(`${base}/deals/update-many`, { items: back })
  expect(after.body.items.map(({ status: now, closed_on }) => [now, closed_on])).toEqual([
    ['open', null],
    ['open', null],
    ['open', null],
  ])
})

test('one stale, unknown, unversioned or twice named among them, and none is changed', async () => {
  const first = await make('C1', {})
  const second = await make('C2', {})
  const item = ({ id, version }: Deal) => ({ id, version, stage_id: stages['Offer'] })
  const cases: [object[], number, string][] = [
    [[item(first), { ...item(second), version: 9 }], 409, 'stale'],
    [[item(first), { ...item(second), version: undefined }], 428, 'version'],
    [[item(first), { ...item(second), id: '00000000-0000-4000-8000-000000000000' }], 404, 'record'],
    [[item(first), item(first)], 400, 'named_twice'],
    [[item(first), { ...item(second), owner_id: '00000000-0000-4000-8000-000000000000' }], 404, 'record'],
  ]
  for (const [items, status, reason] of cases) {
    const answer = await client.post(`${base}/deals/update-many`, { items })
    expect([answer.status, answer.body['reason']]).toEqual([status, reason])
  }
  const now = await client.get<Deal>(`${base}/deals/${first.id}`)
  expect([now.body.version, now.body.stage_id]).toEqual([1, stages['Lead']])
})
