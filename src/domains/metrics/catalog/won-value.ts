import { closedDealDimensions, defineMetric, isWon, noAmountRule, sumValue, value } from '../metric.ts'

export const wonValue = defineMetric({
  id: 'won_value',
  labels: { en: 'Value won', uk: 'Виграно на суму' },
  question: { en: 'What were the deals won worth?', uk: 'На яку суму виграно угод?' },
  definition: {
    en: 'Sum of the amounts of deals won in the period, each at the rate frozen on its closing day.',
    uk: 'Сума виграних у періоді угод, кожна за курсом, зафіксованим у день закриття.',
  },
  nullRule: noAmountRule,
  unit: 'money',
  better: 'up',
  base: 'deals_closed',
  additivity: 'additive',
  dimensions: closedDealDimensions,
  keep: isWon,
  part: value,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: false,
  source: 'Closing cohort, dated rate',
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
    working: '8 × ₴1,000 + $100 × 40 (February’s rate) = ₴12,000; one has no amount',
    expect: { value: 1_200_000, numerator: 1_200_000, denominator: null, count: 10 },
  },
})
