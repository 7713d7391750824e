import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountEntity } from '../src/domains/accounts/index.ts'
import { catalogue } from '../src/domains/metrics/catalogue.ts'
import type { ExampleDeal } from '../src/domains/metrics/metric.ts'
import { metricsDrill, metricsQuery, replicaGet, replicaRebuild } from '../src/domains/metrics/operations.ts'
import type { DrillItem, MetricAnswer, MetricRow } from '../src/domains/metrics/schema.ts'
import { membershipEntity, personEntity, teamEntity } from '../src/domains/people/index.ts'
import type { Actor } from '../src/platform/access.ts'
import { execute, inRead } from '../src/platform/execute.ts'
import { createMetricsWorld } from './metrics-world.ts'

type World = Awaited<ReturnType<typeof createMetricsWorld>>
let world: World
const olena = randomUUID()
const petro = randomUUID()
const chief = randomUUID()
const north = randomUUID()
const south = randomUUID()
const bank = randomUUID()
const shop = randomUUID()

const won = (created: string, closed: string, times = 1, amountMinor = 100_000): ExampleDeal => ({
  times,
  amountMinor,
  moves: [
    { at: `${created}T10:00:00Z`, to: 'lead' },
    { at: `${closed}T10:00:00Z`, to: 'won' },
  ],
})
const lost = (created: string, closed: string, times = 1): ExampleDeal => ({
  times,
  moves: [
    { at: `${created}T10:00:00Z`, to: 'lead' },
    { at: `${closed}T10:00:00Z`, to: 'lost' },
  ],
})
const open = (created: string, times = 1): ExampleDeal => ({
  times,
  moves: [{ at: `${created}T10:00:00Z`, to: 'lead' }],
})

/** Olena moves from north to south on 1 February 2026; Petro is in the south since ever, and joins north too in March. */
beforeAll(async () => {
  world = await createMetricsWorld()
  await world.write(async ({ changes }) => {
    for (const [id, name] of [
      [olena, 'Олена'],
      [petro, 'Петро'],
      [chief, 'Chief'],
    ] as const)
      changes.create(personEntity, id, { name })
    changes.create(teamEntity, north, { name: 'North', lead_id: chief })
    changes.create(teamEntity, south, { name: 'South' })
    for (const membership of [
      { person_id: olena, team_id: north, to_on: '2026-02-01' },
      { person_id: olena, team_id: south, from_on: '2026-02-01' },
      { person_id: petro, team_id: south },
      { person_id: petro, team_id: north, from_on: '2026-03-01' },
    ])
      changes.create(membershipEntity, randomUUID(), membership)
    changes.create(accountEntity, bank, { name: 'Bank', attributes: { sector: 'finance', size: 5, vip: true } })
    changes.create(accountEntity, shop, { name: 'Shop', attributes: { sector: "re'tail", size: null } })
  })
  await world.addDeals(
    [won('2026-01-05', '2026-01-20', 2), won('2026-01-05', '2026-02-20', 3), lost('2026-01-10', '2026-02-25', 1)],
    {
      owner_id: olena,
      account_id: bank,
    },
  )
  await world.addDeals(
    [won('2025-02-01', '2025-03-10', 1, 50_000), won('2026-03-01', '2026-03-10', 4), open('2026-03-20', 5)],
    {
      owner_id: petro,
      account_id: shop,
    },
  )
  await world.addDeals([won('2026-03-01', '2026-03-31', 1)], {})
  await world.addActivities(['2026-01-05T10:00:00Z', '2026-03-05T10:00:00Z'], { owner_id: olena })
}, 60_000)
afterAll(() => world.close())

const quarter = { from: '2026-01-01', to: '2026-04-01' }
const query = (input: Record<string, unknown>, actor?: Actor): Promise<MetricAnswer> =>
  world.askBoth<MetricAnswer>(metricsQuery, { as_of: '2026-03-31', period: quarter, ...input }, actor)
const valuesOf = ({ rows }: MetricAnswer): [string | null, number | null][] =>
  rows.map(({ labels, value }) => [labels.join(' | '), value])

describe('splitting', () => {
  test('by owner and by time: 2 won in January, 3 in February, 4 + 1 in March', async () => {
    expect(valuesOf(await query({ metric: 'won_count', by: ['owner'] }))).toEqual([
      ['Олена', 5],
      ['Петро', 4],
      ['', 1],
    ])
    const byMonth = await query({ metric: 'won_count', by: ['time'], period: { ...quarter, granularity: 'month' } })
    expect(byMonth.rows.map(({ keys, value }) => [keys[0], value])).toEqual([
      ['2026-01-01', 2],
      ['2026-02-01', 3],
      ['2026-03-01', 5],
    ])
    const both = await query({
      metric: 'won_count',
      by: ['owner', 'time'],
      period: { ...quarter, granularity: 'month' },
    })
    expect(both.rows.length).toBe(9)
    expect(both.rows.find(({ keys }) => keys[0] === petro && keys[1] === '2026-01-01')?.value).toBe(0)
  })

  test('by team as it was on the closing day: Olena’s January deals are North’s, the later ones South’s; teams add up', async () => {
    const answer = await query({ metric: 'won_count', by: ['team'] })
    expect(valuesOf(answer)).toEqual([
      ['North', 6],
      ['South', 3],
      ['', 1],
    ])
    expect(answer.total.value).toBe(10)
    expect(valuesOf(await query({ metric: 'won_count', by: ['manager'] }))).toEqual([
      ['Chief', 6],
      ['', 4],
    ])
    expect(
      (await query({ metric: 'won_count', filter: [{ field: 'team', op: 'eq', value: south }] })).total.value,
    ).toBe(3)
  })

  test('by an attribute of the account, numbers and quotes too; an odd key is refused', async () => {
    expect(valuesOf(await query({ metric: 'won_count', by: ['account.sector'] }))).toEqual([
      ['finance', 5],
      ["re'tail", 4],
      ['', 1],
    ])
    expect(valuesOf(await query({ metric: 'won_count', by: ['account.size', 'account.vip'] }))).toEqual([
      ['5 | true', 5],
      [' | ', 5],
    ])
    const filter = [{ field: 'account.sector', op: 'eq', value: "re'tail" }]
    expect((await query({ metric: 'won_count', filter })).total.value).toBe(4)
    for (const by of ["account.x'y", 'account.', 'account.$.a', 'salary', 'owner; drop table x'])
      await expect(query({ metric: 'won_count', by: [by] })).rejects.toMatchObject({ code: 'invalid_input' })
    const odd = [{ field: "account.x' or 1=1", op: 'eq', value: 'x' }]
    await expect(query({ metric: 'won_count', filter: odd })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('a dimension that the metric does not have is refused, and so is a metric that is not there', async () => {
    await expect(query({ metric: 'won_count', by: ['activity_kind'] })).rejects.toMatchObject({ reason: 'dimension' })
    await expect(query({ metric: 'no_such' })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('stage conversion in 30 days: 2 of Olena’s 6 (the others took 46), 5 of the 5 of 1 March, 5 immature', async () => {
    const answer = await query({ metric: 'stage_conversion', by: ['stage'], horizon_days: 30 })
    expect(
      answer.rows.map(({ labels, numerator, denominator, immature_count, too_few }) => ({
        labels,
        numerator,
        denominator,
        immature_count,
        too_few,
      })),
    ).toEqual([{ labels: ['Lead'], numerator: 7, denominator: 11, immature_count: 5, too_few: false }])
  })
})

describe('moments', () => {
  test('open pipeline by month looks at each month’s end: 4, then 0 in February, then 5; the total is the last', async () => {
    const answer = await query({ metric: 'open_pipeline', by: ['time'], period: { granularity: 'month', count: 3 } })
    expect(answer.rows.map(({ keys, count }) => [keys[0], count])).toEqual([
      ['2026-01-01', 4],
      ['2026-02-01', 0],
      ['2026-03-01', 5],
    ])
    expect(answer.total.count).toBe(5)
  })

  test('as of a past day only what was so then counts: on 1 February nothing of February was won', async () => {
    expect((await query({ metric: 'won_count', as_of: '2026-02-01' })).total.value).toBe(2)
    expect((await query({ metric: 'created_win_rate', as_of: '2026-02-01' })).total).toMatchObject({
      numerator: 2,
      denominator: 6,
      too_few: true,
      value: null,
    })
  })

  test('as known before anything was recorded there is nothing; seq says so', async () => {
    const answer = await query({ metric: 'won_count', known_as_of: '2020-01-01T00:00:00Z' })
    expect([answer.total.value, answer.seq]).toEqual([0, 0])
  })
})

describe('comparing', () => {
  test('with the previous quarter 0 were won, with the same quarter last year 1', async () => {
    const previous = await query({ metric: 'won_count', compare: 'previous_period' })
    expect([previous.total.value, previous.total.compare?.value, previous.periods]).toEqual([
      10,
      0,
      [{ ...quarter, compare: { from: '2025-10-01', to: '2026-01-01' } }],
    ])
    const lastYear = await query({ metric: 'won_value', by: ['owner'], compare: 'same_period_last_year' })
    expect(lastYear.rows.map(({ labels, value, compare }) => [labels[0], value, compare?.value])).toEqual([
      ['Олена', 500_000, 0],
      ['Петро', 400_000, 50_000],
      [null, 100_000, 0],
    ])
  })

  test('an unfinished quarter compares with as many days: 20 February is day 51, so 51 days from 1 October', async () => {
    const answer = await query({ metric: 'won_count', as_of: '2026-02-20', compare: 'previous_period' })
    expect(answer.periods).toEqual([{ ...quarter, compare: { from: '2025-10-01', to: '2025-11-21' } }])
  })

  test('the pipeline now compares with that of a quarter ago', async () => {
    const answer = await query({ metric: 'open_pipeline', compare: 'previous_period', as_of: '2026-04-15' })
    expect([answer.total.count, answer.total.compare?.count]).toEqual([5, 6])
  })
})

describe('what is behind a number', () => {
  test('the items of every row add up to it, page by page', async () => {
    for (const by of [['owner'], ['team'], ['time', 'account.sector'], ['stage', 'time'], []]) {
      const question = { metric: 'won_value', by, as_of: '2026-03-31', period: { ...quarter, granularity: 'month' } }
      const { rows, total } = await query(question)
      for (const row of by.length === 0 ? [total] : rows) {
        const items: DrillItem[] = []
        let cursor: string | undefined
        do {
          const page: { sum: MetricRow; items: DrillItem[]; next_cursor: string | null } = await world.askBoth(
            metricsDrill,
            {
              ...question,
              keys: row.keys,
              limit: 2,
              cursor,
            },
          )
          expect(page.sum.value).toBe(row.value)
          items.push(...page.items)
          cursor = page.next_cursor ?? undefined
        } while (cursor)
        expect(items.length).toBe(row.count)
        expect(new Set(items.map(({ id }) => id)).size).toBe(row.count)
        expect(items.reduce((sum, item) => sum + (item.numerator ?? 0), 0)).toBe(row.value)
      }
    }
  })
})

describe('who may see what', () => {
  const seller = (personIds: string[]): Actor => ({
    ...world.actor,
    role: 'seller',
    personId: petro,
    reach: { kind: 'people', personIds },
  })

  test('a seller’s numbers hold the seller’s deals alone, and so do the rows behind them', async () => {
    expect((await query({ metric: 'won_count' }, seller([petro]))).total.value).toBe(4)
    const drilled = await world.askBoth<{ items: DrillItem[] }>(
      metricsDrill,
      { metric: 'won_count', as_of: '2026-03-31', period: quarter },
      seller([petro]),
    )
    expect(new Set(drilled.items.map(({ owner_id }) => owner_id))).toEqual(new Set([petro]))
    expect((await query({ metric: 'activities_count' }, seller([petro]))).total.value).toBe(0)
    expect((await query({ metric: 'stage_conversion' }, seller([]))).total.count).toBe(0)
  })

  test('the replica’s state and rebuilding are for operators', async () => {
    await expect(world.ask('duckdb', replicaGet, {}, seller([petro]))).rejects.toMatchObject({ code: 'forbidden' })
    const status = await world.ask<{ seq: number; head_seq: number; size_bytes: number }>('duckdb', replicaGet, {})
    expect(status.seq).toBe(status.head_seq)
    expect(status.size_bytes).toBeGreaterThan(10_000)
    await expect(execute(world.runtime, replicaRebuild, seller([petro]), {}, { source: 'test' })).rejects.toMatchObject(
      { code: 'forbidden' },
    )
    const told: number[] = []
    const rebuilt = await inRead(world.runtime, world.actor, { source: 'test' }, ({ db }) =>
      world.engines.duckdb.of(world.actor, db).rebuild(async (done) => void told.push(done)),
    )
    expect(rebuilt.seq).toBe(status.head_seq)
    expect(told.length).toBeGreaterThan(10)
    expect(told).toEqual(told.map((_, i) => i))
    expect((await query({ metric: 'won_count' })).total.value).toBe(10)
  })
})

const hour = fc.integer({ min: 0, max: 24 * 200 })
const randomDeal = fc
  .record({
    begin: hour,
    steps: fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 24 * 60 }), to: fc.constantFrom('lead', 'offer', 'won', 'lost') }),
      { maxLength: 4 },
    ),
    amountMinor: fc.option(fc.integer({ min: 0, max: 99_999_999 })),
    currency: fc.constantFrom('UAH', 'USD', 'XAU'),
    isEstimated: fc.boolean(),
  })
  .map(({ begin, steps, ...rest }) => {
    let at = begin
    const instant = (hours: number): string => new Date(Date.UTC(2025, 9, 1, hours)).toISOString()
    const moves = [
      { at: instant(at), to: 'lead' },
      ...steps.map(({ after, to }) => ({ at: instant((at += after)), to })),
    ]
    return { ...rest, moves } as unknown as ExampleDeal
  })

test('on random histories both engines give every metric the same answer, and what is split adds up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomDeal, { minLength: 5, maxLength: 25 }),
      fc.constantFrom('2025-12-31', '2026-03-15', '2026-05-31'),
      fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
      async (deals, asOf, granularity) => {
        const own = await createMetricsWorld()
        try {
          await own.addDeals(deals)
          for (const metric of catalogue) {
            const question = {
              metric: metric.id,
              as_of: asOf,
              by: ['time', 'stage'],
              compare: 'previous_period',
              period: { granularity, count: 4 },
            }
            const { rows, total } = await own.askBoth<MetricAnswer>(metricsQuery, question)
            if (metric.additivity !== 'additive') continue
            expect(rows.reduce((sum, row) => sum + (row.value ?? 0), 0)).toBe(total.value ?? 0)
          }
        } finally {
          await own.close()
        }
      },
    ),
    { numRuns: 5 },
  )
}, 300_000)
