import {
  averageFloor,
  closedDealDimensions,
  defineMetric,
  floorRule,
  isWon,
  moneyRatioValue,
  oneIfValued,
  value,
} from '../metric.ts'

export const averageWonAmount = defineMetric({
  id: 'average_won_amount',
  labels: { en: 'Average won amount', uk: 'Середня сума виграної угоди' },
  question: { en: 'How big is a deal we win?', uk: 'Яка сума типової виграної угоди?' },
  definition: {
    en: 'Value won / number of deals won with a known value, closed in the period.',
    uk: 'Сума виграних / кількість виграних угод із відомою сумою, закритих у періоді.',
  },
  nullRule: floorRule(averageFloor),
  unit: 'money',
  better: 'up',
  base: 'deals_closed',
  additivity: 'ratio',
  dimensions: closedDealDimensions,
  keep: isWon,
  part: value,
  whole: oneIfValued,
  aggregate: 'sum',
  compute: moneyRatioValue,
  tooFewBelow: averageFloor,
  needsHistory: false,
  source: 'Mean won amount (component of sales velocity)',
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
    working: '₴12,000 / 9 with an amount = ₴1,333.33',
    expect: { value: 133_333, numerator: 1_200_000, denominator: 9, count: 10 },
  },
})
