import { sql } from '../../../platform/postgres/query.ts'
import { dealDimensions, defineMetric, noAmountRule, sumValue } from '../metric.ts'

export const weightedPipeline = defineMetric({
  id: 'weighted_pipeline',
  labels: { en: 'Weighted pipeline', uk: 'Зважена воронка' },
  question: {
    en: 'What are the open deals worth by the odds of their stages?',
    uk: 'Скільки варті відкриті угоди з огляду на ймовірність їхніх етапів?',
  },
  definition: {
    en: 'Sum of amount × probability of the stage each open deal stands in, as both were at the as-of moment.',
    uk: 'Сума добутків суми на ймовірність етапу кожної відкритої угоди, якими вони були на вказаний момент.',
  },
  nullRule: noAmountRule,
  unit: 'money',
  better: 'up',
  base: 'deals_open',
  additivity: 'semi_additive',
  dimensions: dealDimensions,
  part: sql`cast(floor(f.value_minor * f.probability_ratio + 0.5) as bigint)`,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: true,
  source: 'Expected revenue: amount × probability of the stage (Salesforce Opportunity.ExpectedRevenue)',
  example: {
    deals: [
      { times: 2, moves: [{ at: '2026-01-05T10:00:00Z', to: 'lead' }], amountMinor: 100_000 },
      {
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-02-05T10:00:00Z', to: 'offer' },
        ],
        amountMinor: 33_333,
      },
    ],
    asOf: '2026-03-31',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '2 × ₴1,000 × 10 % + ₴333.33 × 50 % = ₴200 + ₴166.67 (half a kopiyka up) = ₴366.67',
    expect: { value: 36_667, numerator: 36_667, denominator: null, count: 3 },
  },
})
