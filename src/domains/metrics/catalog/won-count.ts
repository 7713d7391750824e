import { closedDealDimensions, defineMetric, isWon, nothingMissing, one, sumValue } from '../metric.ts'

export const wonCount = defineMetric({
  id: 'won_count',
  labels: { en: 'Deals won', uk: 'Виграно угод' },
  question: { en: 'How many deals were won?', uk: 'Скільки угод виграно?' },
  definition: {
    en: 'Number of deals won with a closing day in the period.',
    uk: 'Кількість виграних угод, день закриття яких припадає на період.',
  },
  nullRule: nothingMissing,
  unit: 'count',
  better: 'up',
  base: 'deals_closed',
  additivity: 'additive',
  dimensions: closedDealDimensions,
  keep: isWon,
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
    working: '8 + 1 + 1 = 10 won; December’s and the open ones do not count',
    expect: { value: 10, numerator: 10, denominator: null, count: 10 },
  },
})
