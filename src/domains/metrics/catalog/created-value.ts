import { dealDimensions, defineMetric, noAmountRule, sumValue, value } from '../metric.ts'

export const createdValue = defineMetric({
  id: 'created_value',
  labels: { en: 'Value created', uk: 'Створено на суму' },
  question: { en: 'What were the deals opened worth?', uk: 'На яку суму відкрито угод?' },
  definition: {
    en: 'Sum of the amounts, as of the as-of moment, of the deals created in the period.',
    uk: 'Сума угод, створених у періоді, якою вона є на вказаний момент.',
  },
  nullRule: noAmountRule,
  unit: 'money',
  better: 'up',
  base: 'deals_created',
  additivity: 'additive',
  dimensions: dealDimensions,
  part: value,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: false,
  source: 'Creation cohort, amounts as known at the as-of moment',
  example: {
    deals: [
      { times: 2, moves: [{ at: '2026-01-05T10:00:00Z', to: 'lead' }], amountMinor: 100_000 },
      {
        moves: [
          { at: '2026-01-31T10:00:00Z', to: 'lead' },
          { at: '2026-02-02T10:00:00Z', to: 'lost' },
        ],
        amountMinor: 50_000,
      },
      { moves: [{ at: '2025-12-31T21:59:00Z', to: 'lead' }], amountMinor: 70_000 },
      { moves: [{ at: '2026-03-31T21:30:00Z', to: 'lead' }], amountMinor: 90_000 },
    ],
    asOf: '2026-04-30',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '2 × ₴1,000 + ₴500 = ₴2,500',
    expect: { value: 250_000, numerator: 250_000, denominator: null, count: 3 },
  },
})
