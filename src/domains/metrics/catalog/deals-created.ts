import { dealDimensions, defineMetric, nothingMissing, one, sumValue } from '../metric.ts'

export const dealsCreated = defineMetric({
  id: 'deals_created',
  labels: { en: 'Deals created', uk: 'Створено угод' },
  question: { en: 'How many deals were opened?', uk: 'Скільки угод відкрито?' },
  definition: {
    en: 'Number of deals whose creation day lies in the period, whatever became of them.',
    uk: 'Кількість угод, день створення яких припадає на період, незалежно від того, чим вони завершилися.',
  },
  nullRule: nothingMissing,
  unit: 'count',
  better: 'up',
  base: 'deals_created',
  additivity: 'additive',
  dimensions: dealDimensions,
  part: one,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: false,
  source: 'Creation cohort; the day is that of the workspace’s zone',
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
    working: '2 + 1 = 3; 31 December 23:59 and 1 April 00:30 in Kyiv lie outside the quarter',
    expect: { value: 3, numerator: 3, denominator: null, count: 3 },
  },
})
