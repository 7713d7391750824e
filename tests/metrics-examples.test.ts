import { expect, test } from 'vitest'
import { catalogue } from '../src/domains/metrics/catalogue.ts'
import { metricsDrill, metricsList, metricsQuery } from '../src/domains/metrics/operations.ts'
import type { DrillItem, MetricAnswer, MetricRow } from '../src/domains/metrics/schema.ts'
import { createMetricsWorld } from './metrics-world.ts'

for (const metric of catalogue) {
  const { example } = metric
  test(`${metric.id}: ${example.working}`, async () => {
    const world = await createMetricsWorld()
    try {
      await world.addDeals(example.deals ?? [])
      await world.addActivities(example.activities ?? [])
      const question = {
        metric: metric.id,
        as_of: example.asOf,
        period: example.period,
        horizon_days: example.horizonDays,
      }
      const { total } = await world.askBoth<MetricAnswer>(metricsQuery, question)
      const { value, numerator, denominator, count } = total
      expect({ value, numerator, denominator, count }).toEqual(example.expect)
      const drilled = await world.askBoth<{ sum: MetricRow; items: DrillItem[] }>(metricsDrill, {
        ...question,
        limit: 200,
      })
      expect(drilled.sum).toEqual(total)
      expect(drilled.items.length).toBe(count)
      if (metric.aggregate === 'sum') expect(sumOf(drilled.items.map((item) => item.numerator))).toBe(numerator)
      if (metric.whole) expect(sumOf(drilled.items.map((item) => item.denominator))).toBe(denominator)
    } finally {
      await world.close()
    }
  }, 60_000)
}

const sumOf = (parts: (number | null)[]): number => parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)

test('every metric describes itself in both languages, and ids are not used twice', async () => {
  const world = await createMetricsWorld()
  try {
    const { items } = await world.ask<{ items: { id: string; definition: { en: string; uk: string } }[] }>(
      'postgres',
      metricsList,
      {},
    )
    expect(new Set(items.map(({ id }) => id)).size).toBe(catalogue.length)
    expect(
      items.filter(({ definition }) => /[а-яіїєґ]/i.test(definition.en) || !/[а-яіїєґ]/i.test(definition.uk)),
    ).toEqual([])
  } finally {
    await world.close()
  }
})
