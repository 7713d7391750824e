import { closedDealDimensions, defineMetric, isLost, nothingMissing, one, sumValue } from '../metric.ts'

export const lostCount = defineMetric({
  id: 'lost_count',
  labels: { en: 'Deals lost', uk: 'Програно угод' },
  question: { en: 'How many deals were lost?', uk: 'Скільки угод програно?' },
  definition: {
    en: 'Number of deals lost with a closing day in the period.',
    uk: 'Кількість програних угод, день закриття яких припадає на період.',
  },
  nullRule: nothingMissing,
  unit: 'count',
  better: 'down',
  base: 'deals_closed',
  additivity: 'additive',
  dimensions: closedDealDimensions,
  keep: isLost,
  part: one,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: false,
  source: 'Closing cohort',
  example: {
    deals: [
      {
        times: 8,
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-02-14T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-02-20T10:00:00Z', to: 'won' },
        ],
        amountMinor: 10_000,
        currency: 'USD',
      },
      {
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-02-20T10:00:00Z', to: 'won' },
        ],
        amountMinor: null,
      },
      {
        times: 5,
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-03-01T10:00:00Z', to: 'lost' },
        ],
        amountMinor: 50_000,
      },
      {
        moves: [
          { at: '2025-10-01T10:00:00Z', to: 'lead' },
          { at: '2025-12-31T10:00:00Z', to: 'won' },
        ],
        amountMinor: 900_000,
      },
      {
        times: 4,
        moves: [{ at: '2026-01-05T10:00:00Z', to: 'lead' }],
        amountMinor: 100_000,
      },
    ],
    asOf: '2026-04-30',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '5 lost',
    expect: { value: 5, numerator: 5, denominator: null, count: 5 },
  },
})
