import { afterAll, beforeAll, expect, test } from 'vitest'
import { dealsAttention } from '../src/domains/deals/attention.ts'
import { dealEntity } from '../src/domains/deals/index.ts'
import { createMetricsWorld } from './metrics-world.ts'

type Answer = {
  items: { id: string; value_minor: number; reasons: { kind: string; size: number | null; usual: number | null }[] }[]
  count: number
  open_count: number
}
let world: Awaited<ReturnType<typeof createMetricsWorld>>
let late = ''
let well = ''
const asked = (input: object): Promise<Answer> =>
  world.askBoth<Answer>(dealsAttention, input as Record<string, unknown>)
const edit = (id: string, patch: Record<string, unknown>, at: string): Promise<void> =>
  world.write(async ({ changes }) => {
    const stored = await changes.lock(dealEntity, id)
    await changes.update(dealEntity, id, stored.version, patch, at)
  })

/**
 * Ten won deals stayed 10 days in Lead. One deal came in on 1 March to close on 1 April, was moved to 1 May and to
 * 20 May, and lost a quarter of its amount; nobody has spoken with it since. Another came in on 20 May and goes well.
 */
beforeAll(async () => {
  world = await createMetricsWorld()
  await world.addDeals([
    {
      times: 10,
      moves: [
        { at: '2026-01-05T10:00:00Z', to: 'lead' },
        { at: '2026-01-15T10:00:00Z', to: 'won' },
      ],
    },
  ])
  const lead = (at: string) => [{ moves: [{ at, to: 'lead' as const }] }]
  late = (await world.addDeals(lead('2026-03-01T10:00:00Z'), { close_on: '2026-04-01' }))[0] ?? ''
  well =
    (await world.addDeals(lead('2026-05-20T10:00:00Z'), { close_on: '2026-07-01', next_step: 'Подзвонити' }))[0] ?? ''
  await edit(late, { close_on: '2026-05-01' }, '2026-03-20T10:00:00Z')
  await edit(late, { close_on: '2026-05-20', amount_minor: 75_000 }, '2026-04-20T10:00:00Z')
}, 60_000)
afterAll(() => world.close())

test('as of 25 May: 5 days late, pushed twice, 85 days in a stage of 10, 85 quiet, a quarter cut, no next step; the other none', async () => {
  const { items, count, open_count } = await asked({ as_of: '2026-05-25' })
  expect([items.map(({ id }) => id), count, open_count]).toEqual([[late], 1, 2])
  expect(items[0]?.reasons).toEqual([
    { kind: 'close_overdue', size: 5, usual: null },
    { kind: 'pushed', size: 2, usual: null },
    { kind: 'long_in_stage', size: 85, usual: 10 },
    { kind: 'quiet', size: 85, usual: null },
    { kind: 'amount_cut', size: 0.25, usual: null },
    { kind: 'no_next_step', size: null, usual: null },
  ])
})

test('as of 25 March it had been moved once and its date lay ahead: 24 days in a stage of 10 and quiet, no next step', async () => {
  const { items } = await asked({ as_of: '2026-03-25', deal_id: late })
  expect(items[0]?.reasons.map(({ kind, size }) => [kind, size])).toEqual([
    ['long_in_stage', 24],
    ['quiet', 24],
    ['no_next_step', null],
  ])
  expect((await asked({ deal_id: well, as_of: '2026-05-25' })).items).toEqual([])
})

test('a talk ends the quiet, a task stands for a next step', async () => {
  await world.addActivities(['2026-05-24T10:00:00Z'], { deal_id: late })
  await world.addActivities(['2026-05-24T10:00:00Z'], { deal_id: late, kind: 'task', is_done: false })
  const kinds = (await asked({ as_of: '2026-05-25' })).items[0]?.reasons.map(({ kind }) => kind)
  expect(kinds).toEqual(['close_overdue', 'pushed', 'long_in_stage', 'amount_cut'])
})

test('nobody sees deals beyond their reach', async () => {
  const actor = { ...world.actor, role: 'seller' as const, reach: { kind: 'people' as const, personIds: [] } }
  expect(await world.askBoth<Answer>(dealsAttention, { as_of: '2026-05-25' }, actor)).toMatchObject({
    items: [],
    open_count: 0,
  })
})
