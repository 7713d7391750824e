import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import '../src/domains/activities/index.ts'
import { applyFile } from '../src/domains/imports/apply.ts'
import { importOperations } from '../src/domains/imports/index.ts'
import type { ImportRecord } from '../src/domains/imports/schema.ts'
import { metricsDrill, metricsQuery } from '../src/domains/metrics/operations.ts'
import type { MetricAnswer, MetricRow } from '../src/domains/metrics/schema.ts'
import { execute } from '../src/platform/execute.ts'
import { createMetricsWorld } from './metrics-world.ts'
import { hasRealData, realFile } from './real-data.ts'

type World = Awaited<ReturnType<typeof createMetricsWorld>>
let world: World

async function importFile(from: string): Promise<void> {
  const { files } = world.runtime
  const { workspaceId } = world.actor
  const about = { id: randomUUID(), name: basename(from), stored_at: world.clock.now, stored_by: 'test' }
  const stored = await files.save(workspaceId, about, createReadStream(from))
  const input = { file_id: stored.id }
  const proposed: ImportRecord = await execute(world.runtime, importOperations[0], world.actor, input, {
    source: 'test',
  })
  const { path } = await files.get(workspaceId, stored.id)
  const file = { path, shape: proposed.shape as never, kind: proposed.kind, mapping: proposed.mapping }
  const call = { source: 'import', importId: proposed.id, statementTimeoutMs: 300_000 }
  await world.write((context) => applyFile(context, file, async () => undefined), call)
}

describe.skipIf(!hasRealData)('a real CRM export of 8,800 deals', () => {
  beforeAll(async () => {
    world = await createMetricsWorld()
    world.clock.now = '2026-11-23T08:00:00.000Z'
    for (const name of ['products', 'accounts', 'sales_teams', 'sales_pipeline'])
      await importFile(realFile(`crm/${name}.csv`))
  }, 120_000)
  afterAll(() => world.close())

  const ever = { period: { from: '2016-01-01', to: '2018-01-01' } }
  const query = (input: Record<string, unknown>): Promise<MetricAnswer> =>
    world.askBoth(metricsQuery, { ...ever, ...input })

  test('4,238 won of 6,711 closed = 63.15 %; by owner, team, manager and sector it adds up', async () => {
    const { total } = await query({ metric: 'close_rate' })
    expect([total.numerator, total.denominator, (total.value ?? 0).toFixed(4)]).toEqual([4238, 6711, '0.6315'])
    for (const by of ['owner', 'team', 'manager', 'product', 'account.sector', 'time']) {
      const { rows } = await query({ metric: 'close_rate', by: [by] })
      expect(
        rows.reduce((sum, row) => sum + (row.denominator ?? 0), 0),
        by,
      ).toBe(6711)
      expect(rows.length, by).toBeGreaterThan(1)
    }
  })

  test('lost deals have value 0, so by value 100 % were won: 10,005,534.00', async () => {
    expect((await query({ metric: 'close_rate_value' })).total.value).toBe(1)
    expect((await query({ metric: 'won_value' })).total.value).toBe(1_000_553_400)
  })

  test('2,089 deals are open now, every amount a list price; as of the end of 2017 those without a known creation are not', async () => {
    const now = await query({ metric: 'open_pipeline' })
    expect([now.total.count, now.total.estimated_minor === now.total.value]).toEqual([2089, true])
    const then = await query({ metric: 'open_pipeline', as_of: '2017-12-31' })
    expect(then.total.count).toBe(1589)
  })

  test('the deals behind the close rate are 6,711', async () => {
    const drilled = await world.askBoth<{ sum: MetricRow; items: unknown[]; next_cursor: string | null }>(
      metricsDrill,
      {
        metric: 'close_rate',
        ...ever,
        limit: 200,
        cursor: '6600',
      },
    )
    expect([drilled.sum.count, drilled.items.length, drilled.next_cursor]).toEqual([6711, 111, null])
  })
})
