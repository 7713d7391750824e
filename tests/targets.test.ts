import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, setUp } from './client.ts'
import { joinAs, startTestServer, type TestServer } from './server.ts'

type Made = { id: string; version: number; value: number; reason?: string; items: Made[] }
type Row = {
  kind: string
  id: string | null
  name: string | null
  gap: string | null
  people_target_value: number | null
} & Record<string, number | null>
type Attainment = { rows: Row[]; days_gone: number; days_all: number; period: { from: string; to: string } }

let server: TestServer
let admin: { client: Client; slug: string; base: string }
const ids: Record<string, string> = {}
const known = { effective_at: '2026-01-01T00:00:00Z' }
const quarter = { metric: 'won_value', granularity: 'quarter', starts_on: '2026-01-01' }

const make = async (noun: string, body: object): Promise<string> => {
  const { status, body: made } = await admin.client.post<Made>(`${admin.base}/${noun}`, body)
  expect([status, noun, made]).toEqual([200, noun, made])
  return made.id
}
const attainment = async (query: string, client = admin.client): Promise<Attainment> =>
  (await client.get<Attainment>(`${admin.base}/targets/attainment?${query}`)).body
const rowOf = ({ rows }: Attainment, name: string | null): Row | undefined => rows.find((row) => row.name === name)
const setMany = (items: object[]) => admin.client.post<Made>(`${admin.base}/targets/set-many`, { items })

/**
 * Україна stands above Київ (Марта, Петро) and Львів (Ірина). To win in the first quarter: Київ $6,000, Марта $3,000, Петро
 * €1,250, which is $2,000 on 1 January and $2,500 later. Won: Марта $1,200 and Петро $300 in Київ, Ірина $500, all by
 * 30 January, day 30 of 90; on 15 February Марта $5,000 more.
 */
beforeAll(async () => {
  server = await startTestServer()
  admin = await setUp(server)
  for (const [rated_on, rate] of [
    ['2025-12-01', '1.6'],
    ['2026-01-10', '2'],
  ])
    await make('currency_rates', { currency: 'EUR', quote: 'USD', rated_on, rate })
  for (const name of ['Марта', 'Петро', 'Ірина']) ids[name] = await make('people', { name, ...known })
  ids['Україна'] = await make('teams', { name: 'Україна', ...known })
  for (const name of ['Київ', 'Львів']) ids[name] = await make('teams', { name, parent_id: ids['Україна'], ...known })
  for (const [person, team] of [
    ['Марта', 'Київ'],
    ['Петро', 'Київ'],
    ['Ірина', 'Львів'],
  ] as const)
    await make('memberships', { person_id: ids[person], team_id: ids[team], ...known })
  const { body } = await admin.client.post<{ stages: { id: string }[] }>(`${admin.base}/pipelines/create-with-stages`, {
    name: 'Продажі',
    stages: [
      { name: 'Лід', kind: 'open', probability_ratio: 0.2, forecast_category: 'pipeline' },
      { name: 'Виграно', kind: 'won', probability_ratio: 1, forecast_category: 'closed' },
    ],
  })
  const won = async (owner: string, day: string, amount_minor: number): Promise<string> =>
    make('deals', {
      name: owner,
      stage_id: body.stages[1]?.id,
      owner_id: ids[owner],
      amount_minor,
      currency: 'USD',
      effective_at: `${day}T10:00:00Z`,
    })
  await won('Марта', '2026-01-10', 1_200_00)
  await won('Петро', '2026-01-20', 300_00)
  await won('Ірина', '2026-01-25', 500_00)
  await won('Марта', '2026-02-15', 5_000_00)
  await make('targets', { ...quarter, team_id: ids['Київ'], value: 6_000_00, ...known })
  await make('targets', { ...quarter, person_id: ids['Марта'], value: 3_000_00, ...known })
  await make('targets', { ...quarter, person_id: ids['Петро'], value: 1_250_00, currency: 'EUR', ...known })
}, 60_000)
afterAll(() => server.close())

test('Київ on day 30 of 90: 1,500 of 6,000, expected 2,000, pace 0.75, 4,500 remain, 75 a day; its people’s targets are 5,000', async () => {
  const answer = await attainment('as_of=2026-01-30')
  expect([answer.days_gone, answer.days_all, answer.period]).toEqual([30, 90, { from: '2026-01-01', to: '2026-04-01' }])
  expect(rowOf(answer, 'Київ')).toMatchObject({
    target_value: 6_000_00,
    actual_value: 1_500_00,
    attainment_ratio: 0.25,
    expected_value: 2_000_00,
    pace_ratio: 0.75,
    remaining_value: 4_500_00,
    remaining_per_day: 75_00,
    people_target_value: 5_000_00,
    people_target_count: 2,
    gap: null,
  })
  expect(rowOf(answer, 'Петро')).toMatchObject({ target_value: 2_000_00, actual_value: 300_00, attainment_ratio: 0.15 })
})

test('a team with teams below it has what they all brought in: 2,000; and without a target neither attainment nor pace, with the reason', async () => {
  const answer = await attainment('as_of=2026-01-30')
  expect(rowOf(answer, 'Україна')).toMatchObject({
    target_value: null,
    actual_value: 2_000_00,
    attainment_ratio: null,
    pace_ratio: null,
    remaining_value: null,
    people_target_value: 5_000_00,
    gap: 'no_target',
  })
  expect(rowOf(answer, 'Ірина')).toMatchObject({ actual_value: 500_00, gap: 'no_target' })
  expect(answer.rows.map(({ kind, name }) => name ?? kind)).toEqual([
    'company',
    'Україна',
    'Київ',
    'Марта',
    'Петро',
    'Львів',
    'Ірина',
  ])
})

test('as of 1 March Марта has 6,200 of 3,000 and nothing remains; one deal counts in numbers of deals', async () => {
  expect(rowOf(await attainment('as_of=2026-03-01'), 'Марта')).toMatchObject({
    attainment_ratio: 6_200_00 / 3_000_00,
    remaining_value: 0,
    remaining_per_day: 0,
  })
  const counted = await attainment('as_of=2026-01-30&metric=won_count')
  expect(counted.rows[0]).toMatchObject({ kind: 'company', actual_value: 3, gap: 'no_target' })
})

test('a target set today is not what was aimed at then; changed from a day on, each day keeps its own', async () => {
  const whose = { ...quarter, person_id: ids['Ірина'] }
  expect((await setMany([{ ...whose, value: 1_000_00 }])).status).toBe(200)
  expect(rowOf(await attainment('as_of=2026-01-30'), 'Ірина')?.target_value).toBeNull()
  expect(rowOf(await attainment('on=2026-01-30'), 'Ірина')?.target_value).toBe(1_000_00)
  const { body } = await admin.client.get<Made>(`${admin.base}/targets`)
  const own = body.items.find((one) => one.value === 3_000_00)
  const path = `${admin.base}/targets/${own?.id}`
  const changed = { version: own?.version, value: 4_000_00, effective_at: '2026-02-01T00:00:00Z' }
  expect((await admin.client.patch(path, changed)).status).toBe(200)
  expect(rowOf(await attainment('as_of=2026-01-30'), 'Марта')?.target_value).toBe(3_000_00)
  expect(rowOf(await attainment('as_of=2026-02-02'), 'Марта')?.target_value).toBe(4_000_00)
})

test('a grid is set whole or not at all: one stale cell, and nothing stands; null takes a target away', async () => {
  const month = { metric: 'won_count', granularity: 'month', starts_on: '2026-03-01' }
  const first = await setMany([
    { ...month, team_id: ids['Київ'], value: 5 },
    { ...month, value: 12 },
  ])
  expect(first.body.items).toMatchObject([{ value: 5, version: 1, currency: null }, { value: 12 }])
  const stale = await setMany([
    { ...month, team_id: ids['Львів'], value: 7 },
    { ...month, team_id: ids['Київ'], value: 6, version: 9 },
  ])
  expect(stale.status).toBe(409)
  expect((await setMany([{ ...month, value: 6 }])).status).toBe(428)
  const gone = await setMany([
    { ...month, team_id: ids['Київ'], value: null, version: 1 },
    { ...month, value: 13, version: 1 },
  ])
  expect(gone.body.items.map(({ value }) => value)).toEqual([13])
  const march = await attainment('metric=won_count&granularity=month&on=2026-03-15')
  expect([march.rows[0]?.target_value, rowOf(march, 'Київ')?.gap, rowOf(march, 'Львів')?.gap]).toEqual([
    13,
    'no_target',
    'no_target',
  ])
  expect((await setMany([{ ...month, team_id: ids['Київ'], value: 5, version: 1 }])).body.reason).toBe('target_gone')
})

test.each([
  [{ ...quarter, starts_on: '2026-02-01', value: 1 }, 'target_period'],
  [{ ...quarter, person_id: 'Марта', team_id: 'Київ', value: 1 }, 'target_of_two'],
  [{ ...quarter, metric: 'close_rate', value: 1 }, null],
  [{ ...quarter, value: -1 }, null],
])('%j is refused', async (given, reason) => {
  const { person_id, team_id } = given as { person_id?: string; team_id?: string }
  const body = { ...given, person_id: ids[person_id ?? ''] ?? null, team_id: ids[team_id ?? ''] ?? null }
  const answer = await admin.client.post(`${admin.base}/targets`, body)
  expect(answer.status).toBe(400)
  if (reason !== null) expect(answer.body.reason).toBe(reason)
})

test('one target for one person, metric and period: a second is a conflict', async () => {
  const answer = await admin.client.post(`${admin.base}/targets`, { ...quarter, team_id: ids['Київ'], value: 1 })
  expect(answer.status).toBe(409)
})

test('a seller sees own and common targets, no colleague’s, and of a team no number that would be only a part of it', async () => {
  const seller = await joinAs(server, admin, 'seller', ids['Петро'])
  const { body } = await seller.get<{ items: { person_name: string | null; team_name: string | null }[] }>(
    `${admin.base}/targets`,
  )
  const names = body.items.map(({ person_name, team_name }) => person_name ?? team_name)
  expect(names).toContain('Петро')
  expect(names).toContain('Київ')
  expect(names).not.toContain('Марта')
  const answer = await attainment('as_of=2026-01-30', seller)
  expect(answer.rows.map(({ kind, name }) => name ?? kind)).toEqual(['company', 'Україна', 'Київ', 'Петро'])
  expect(rowOf(answer, 'Київ')).toMatchObject({ target_value: 6_000_00, actual_value: null, gap: 'out_of_reach' })
  expect(rowOf(answer, 'Петро')).toMatchObject({ actual_value: 300_00, pace_ratio: expect.closeTo(0.45, 12) })
  expect((await seller.post(`${admin.base}/targets`, { ...quarter, value: 1 })).status).toBe(403)
})
