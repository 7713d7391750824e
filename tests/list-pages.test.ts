import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUp, type Client } from './client.ts'
import { startTestServer, type TestServer } from './server.ts'

/** Pages of a list laid end to end are the list: every row once, in order, those without the value last, in either direction. */
type Row = { id: string } & Record<string, string | number | null>
let server: TestServer
let client: Client
let base = ''
let allThere = ''
const everyone: Row[] = []

beforeAll(async () => {
  server = await startTestServer()
  ;({ client, base } = await setUp(server))
  const accounts = await Promise.all(
    ['Вишня', 'Ґанок', 'Abc'].map(async (name) => (await client.post<Row>(`${base}/accounts`, { name })).body.id),
  )
  const { body } = await client.post<{ stages: Row[] }>(`${base}/pipelines/create-with-stages`, {
    name: 'Продажі',
    stages: [
      { name: 'Lead', kind: 'open', probability_ratio: 0.1, forecast_category: 'pipeline' },
      { name: 'Offer', kind: 'open', probability_ratio: 0.5, forecast_category: 'pipeline' },
      { name: 'Won', kind: 'won', probability_ratio: 1, forecast_category: 'closed' },
    ],
  })
  for (let i = 0; i < 23; i++) {
    const deal = {
      name: `Угода ${i % 5}`,
      stage_id: body.stages[i % 2]!.id,
      amount_minor: i % 4 === 0 ? null : (i % 3) * 100,
      close_on: i % 3 === 0 ? null : `2026-12-0${1 + (i % 6)}`,
      account_id: i % 5 === 0 ? null : accounts[i % 3],
    }
    everyone.push((await client.post<Row>(`${base}/deals`, deal)).body)
  }
  allThere = new Date().toISOString()
}, 60_000)
afterAll(() => server.close())

async function pagesOf(query: Record<string, string>): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const asked = new URLSearchParams({ ...query, limit: '4', ...(cursor === null ? {} : { cursor }) })
    const { status, body } = await client.get<{ items: Row[]; next_cursor: string | null }>(
      `${base}/deals?${asked.toString()}`,
    )
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.items.length).toBeLessThanOrEqual(4)
    rows.push(...body.items)
    cursor = body.next_cursor
  } while (cursor !== null)
  return rows
}

/** Numbers and days compare as they stand; ids as text, which is how they are numbered. */
function inOrder(rows: readonly Row[], field: string, direction: string): Row[] {
  const sign = direction === 'asc' ? 1 : -1
  const of = (a: string | number, b: string | number): number => (a < b ? -sign : a > b ? sign : 0)
  return [...rows].sort((a, b) => {
    const [left, right] = [a[field] ?? null, b[field] ?? null]
    if (left === null || right === null) {
      if (left === right) return of(a.id, b.id)
      return left === null ? 1 : -1
    }
    return of(left, right) || of(a.id, b.id)
  })
}

const cases = ['amount_minor', 'close_on'].flatMap((field) => ['asc', 'desc'].map((to) => [field, to] as const))

describe('pages of four, of 23 deals with ties and gaps', () => {
  test.each(cases)('by %s %s', async (sort, direction) => {
    const ids = (await pagesOf({ sort, direction })).map(({ id }) => id)
    expect(ids).toEqual(inOrder(everyone, sort, direction).map(({ id }) => id))
  })

  test.each(cases)('as of a moment ago, from the replica: by %s %s', async (sort, direction) => {
    const asked = { sort, direction, as_of: allThere }
    const ids = (await pagesOf(asked)).map(({ id }) => id)
    expect(ids).toEqual(inOrder(everyone, sort, direction).map(({ id }) => id))
  })

  test('words are found alike before the replica is there and with it, and a name given a moment ago at once', async () => {
    const fresh = await startTestServer()
    const other = await setUp(fresh)
    const ask = async (search: string): Promise<unknown[]> =>
      (await other.client.get<{ items: Row[] }>(`${other.base}/accounts?${new URLSearchParams({ search }).toString()}`))
        .body.items
    for (const name of ['Сонячна Лінія', 'Лінія успіху', 'Abc'])
      await other.client.post(`${other.base}/accounts`, { name })
    const before = await ask('лінія')
    expect(before.length).toBe(2)
    await other.client.get(`${other.base}/deals?as_of=2026-01-01`)
    expect(await ask('лінія')).toEqual(before)
    const { body } = await other.client.post<Row>(`${other.base}/accounts`, { name: 'Третя лінія' })
    expect(await ask('лінія ТРЕТЯ')).toEqual([body])
    await fresh.close()
  })

  test('narrowed and by the name of what a deal refers to, there and back: the same rows turned around, empty ones last', async () => {
    const filter = JSON.stringify([{ field: 'account_name', op: 'ne', value: 'Abc' }])
    const search = 'угода'
    const there = await pagesOf({ sort: 'account_name', direction: 'asc', search, filter })
    const back = await pagesOf({ sort: 'account_name', direction: 'desc', search, filter })
    const named = (rows: Row[]): Row[] => rows.filter((row) => row['account_name'] !== null)
    expect(named(there).map(({ id }) => id)).toEqual(
      named(back)
        .map(({ id }) => id)
        .toReversed(),
    )
    expect(there.slice(named(there).length).every((row) => row['account_name'] === null)).toBe(true)
    expect(new Set(there.map(({ id }) => id)).size).toBe(there.length)
    expect(named(there).map((row) => row['account_name'])).not.toContain('Abc')
    expect(named(there).length).toBeGreaterThan(8)
  })

  test('17 deals with an amount fill a page of 17; the 6 without one follow on the next', async () => {
    const page = async (cursor: string) =>
      (
        await client.get<{ items: Row[]; next_cursor: string | null }>(
          `${base}/deals?limit=17&sort=amount_minor${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
      ).body
    const first = await page('')
    expect(first.items.map((row) => row['amount_minor'])).not.toContain(null)
    const second = await page(first.next_cursor ?? 'none')
    expect(second.items.map((row) => row['amount_minor'])).toEqual(Array<null>(6).fill(null))
    expect(second.next_cursor).toBeNull()
  })

  test('a value and nulls on one page: the page is full while there are rows', async () => {
    const { body } = await client.get<{ items: Row[] }>(`${base}/deals?limit=20&sort=amount_minor`)
    expect(body.items.length).toBe(20)
    expect(body.items.filter((row) => row['amount_minor'] === null).length).toBe(3)
  })
})
