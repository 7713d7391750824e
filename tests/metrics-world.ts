import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayOf } from '../src/base/calendar.ts'
import { activityEntity } from '../src/domains/activities/index.ts'
import '../src/domains/accounts/index.ts'
import { currencyRateEntity } from '../src/domains/catalogue/index.ts'
import { dealEntity } from '../src/domains/deals/index.ts'
import type { ExampleDeal } from '../src/domains/metrics/metric.ts'
import { pipelineEntity, stageEntity } from '../src/domains/pipelines/index.ts'
import '../src/domains/people/index.ts'
import '../src/domains/targets/index.ts'
import type { Actor } from '../src/platform/access.ts'
import { execute } from '../src/platform/execute.ts'
import type { ReadOperation } from '../src/platform/operation.ts'
import { createReplicas } from '../src/platform/replica/replicas.ts'
import { createTestWorkspace } from './workspace.ts'

const zone = 'Europe/Kyiv'
const stageKinds = {
  lead: { name: 'Lead', position: 0, kind: 'open', probability_ratio: 0.1, forecast_category: 'pipeline' },
  offer: { name: 'Offer', position: 1, kind: 'open', probability_ratio: 0.5, forecast_category: 'commit' },
  won: { name: 'Won', position: 2, kind: 'won', probability_ratio: 1, forecast_category: 'closed' },
  lost: { name: 'Lost', position: 3, kind: 'lost', probability_ratio: 0, forecast_category: 'omitted' },
} as const

/** A workspace whose deals are made of moves between four stages, asked through both engines. */
export async function createMetricsWorld() {
  const world = await createTestWorkspace()
  const { database, log } = world.runtime
  const dataDir = await mkdtemp(join(tmpdir(), 'kurs-metrics-'))
  const engines = {
    duckdb: createReplicas({ dataDir, database, log, engine: 'duckdb' }),
    postgres: createReplicas({ dataDir, database, log, engine: 'postgres' }),
  }
  const pipelineId = randomUUID()
  const stageIds = { lead: randomUUID(), offer: randomUUID(), won: randomUUID(), lost: randomUUID() }
  world.clock.now = '2026-06-01T00:00:00.000Z'
  await world.write(async ({ changes }) => {
    changes.create(pipelineEntity, pipelineId, { name: 'New business', position: 0 })
    for (const [key, values] of Object.entries(stageKinds))
      changes.create(stageEntity, stageIds[key as keyof typeof stageIds], { pipeline_id: pipelineId, ...values })
    for (const [rated_on, rate] of [
      ['2025-01-01', 40],
      ['2026-03-01', 50],
    ] as const)
      changes.create(currencyRateEntity, randomUUID(), { currency: 'USD', quote: 'UAH', rated_on, rate })
  })

  /** @param more fields beside those that the moves give */
  async function addDeals(deals: readonly ExampleDeal[], more: Record<string, unknown> = {}): Promise<string[]> {
    const made = deals.flatMap((deal) => Array.from({ length: deal.times ?? 1 }, () => ({ id: randomUUID(), deal })))
    const places = Math.max(0, ...deals.map(({ moves }) => moves.length))
    await world.write(async ({ changes }) => {
      for (const { id, deal } of made) {
        const first = deal.moves[0]
        if (!first) continue
        const beginning = {
          name: `deal ${id.slice(0, 4)}`,
          amount_minor: deal.amountMinor === undefined ? 100_000 : deal.amountMinor,
          amount_estimated: deal.isEstimated ?? false,
          currency: deal.currency ?? 'UAH',
          created_on: dayOf(first.at, zone),
          created_known: !deal.isCreationUnknown,
          history_known: true,
          ...more,
          ...stateAt(first),
        }
        changes.create(dealEntity, id, beginning, first.at)
      }
    })
    for (let place = 1; place < places; place++) {
      await world.write(async ({ changes }) => {
        for (const { id, deal } of made) {
          const move = deal.moves[place]
          if (!move) continue
          const stored = await changes.lock(dealEntity, id)
          await changes.update(dealEntity, id, stored.version, stateAt(move, deal.currency), move.at)
        }
      })
    }
    return made.map(({ id }) => id)
  }

  const stateAt = ({ at, to }: ExampleDeal['moves'][number], currency = 'UAH'): Record<string, unknown> => {
    const { kind } = stageKinds[to]
    const closing = kind === 'open' ? null : dayOf(at, zone)
    // A deal in another currency leaves its rate to be looked up; the others have it frozen.
    const rate = closing !== null && currency === 'UAH' ? 1 : null
    return { pipeline_id: pipelineId, stage_id: stageIds[to], status: kind, closed_on: closing, close_rate: rate }
  }

  const addActivities = (instants: readonly string[], more: Record<string, unknown> = {}): Promise<void> =>
    world.write(async ({ changes }) => {
      for (const happened_at of instants)
        changes.create(activityEntity, randomUUID(), {
          kind: 'call',
          subject: 'call',
          is_done: true,
          happened_at,
          ...more,
        })
    })

  async function ask<Output>(
    engine: keyof typeof engines,
    operation: ReadOperation,
    input: Record<string, unknown>,
    actor: Actor = world.actor,
  ): Promise<Output> {
    const runtime = { ...world.runtime, replicaOf: engines[engine].of }
    return execute(runtime, operation, actor, input, { source: 'test' })
  }

  /** The same question to both engines; fails unless they agree to the digit. */
  async function askBoth<Output>(
    operation: ReadOperation,
    input: Record<string, unknown>,
    actor: Actor = world.actor,
  ): Promise<Output> {
    const [one, other] = await Promise.all([
      ask<Output>('duckdb', operation, input, actor),
      ask<Output>('postgres', operation, input, actor),
    ])
    const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
    if (a !== b) throw new Error(`the engines disagree\nduckdb   ${a}\npostgres ${b}`)
    return one
  }

  const close = async (): Promise<void> => {
    await engines.duckdb.close()
    await world.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ...world, engines, pipelineId, stageIds, addDeals, addActivities, ask, askBoth, close }
}
