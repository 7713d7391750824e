import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client, setUp } from '../client.ts'
import { startTestServer, type TestServer } from '../server.ts'

const isLong = process.env['KURS_KILLS'] !== undefined
const clientCount = isLong ? 50 : 16
const editsEach = isLong ? 1000 : 25
const recordCount = 20

type Deal = { id: string; version: number; amount_minor: number }
type Refusal = { reason: string; params: { current?: { version: number; amount_minor: number } } }

let server: TestServer
let client: Client
let base = ''
const dealIds: string[] = []
beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  const pipeline = await client.post<{ id: string }>(`${base}/pipelines`, { name: 'Продажі' })
  const stage = await client.post<{ id: string }>(`${base}/stages`, {
    pipeline_id: pipeline.body.id,
    name: 'Розмова',
    position: 0,
    kind: 'open',
    probability_ratio: 0.2,
    forecast_category: 'pipeline',
  })
  for (let i = 0; i < recordCount; i++) {
    const deal = { name: `Угода ${i}`, stage_id: stage.body.id, amount_minor: 0, currency: 'UAH' }
    dealIds.push((await client.post<Deal>(`${base}/deals`, deal)).body.id)
  }
}, 90_000)
afterAll(() => server.close())

const dealAt = async (id: string): Promise<Deal> => (await client.get<Deal>(`${base}/deals/${id}`)).body

/** Adds one to a deal's amount as a careful client does: reads, writes with the version read, begins anew when refused. */
async function addOne(id: string, start: Deal): Promise<{ deal: Deal; refusals: number }> {
  let { version, amount_minor: amount } = start
  for (let refusals = 0; ;) {
    const said = await client.patch<Deal & Refusal>(`${base}/deals/${id}`, { version, amount_minor: amount + 1 })
    if (said.status === 200) return { deal: said.body, refusals }
    expect(said.status).toBe(409)
    refusals++
    const current = said.body.params.current ?? (await dealAt(id))
    version = current.version
    amount = current.amount_minor
  }
}

test(`${clientCount} clients × ${editsEach} edits of ${recordCount} deals: every edit counts once, seq has no gap`, async () => {
  const before = await head()
  let refusals = 0
  const work = Array.from({ length: clientCount }, async (_, c) => {
    for (let i = 0; i < editsEach; i++) {
      const id = dealIds[(c * 7 + i * 3) % recordCount] as string
      const done = await addOne(id, await dealAt(id))
      refusals += done.refusals
    }
  })
  await Promise.all(work)
  const deals = await Promise.all(dealIds.map(dealAt))
  expect(deals.reduce((sum, deal) => sum + deal.amount_minor, 0)).toBe(clientCount * editsEach)
  expect((await head()) - before).toBe(clientCount * editsEach)
  const { rows } = await withOwner((owner) =>
    owner.query<{ gaps: string }>('select max(seq) - count(*) as gaps from kurs.change_set'),
  )
  expect(Number(rows[0]?.gaps)).toBe(0)
  console.info(`${clientCount * editsEach} edits, ${refusals} refused as stale and made again`)
  expect(refusals).toBeGreaterThan(0)
}, 3_600_000)

const head = async (): Promise<number> =>
  withOwner(async (owner) => Number((await owner.query('select max(seq) as seq from kurs.change_set')).rows[0].seq))

async function withOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: server.ownerUrl })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

test('control: without the current version, as last-write-wins clients would send it, edits are refused, not lost', async () => {
  const id = dealIds[0] as string
  const deal = await dealAt(id)
  const blind = await client.patch<Refusal>(`${base}/deals/${id}`, { amount_minor: 5 })
  expect([blind.status, blind.body.reason]).toEqual([428, 'version'])
  await addOne(id, deal)
  const stale = await client.patch<Refusal>(`${base}/deals/${id}`, { version: deal.version, amount_minor: 5 })
  expect(stale.status).toBe(409)
  expect(stale.body.params.current?.amount_minor).toBe(deal.amount_minor + 1)
  const archived = await client.post<Refusal>(`${base}/deals/${id}/archive`, { version: deal.version })
  expect(archived.status).toBe(409)
  expect((await client.post(`${base}/deals/${id}/archive`, {})).status).toBe(428)
})
