import { sql } from '../../../platform/postgres/query.ts'
import {
  dealDimensions,
  defineMetric,
  floorRule,
  oneIfValued,
  rateFloor,
  ratioValue,
  value,
  valueIfWon,
} from '../metric.ts'

export const createdWinRateValue = defineMetric({
  id: 'created_win_rate_value',
  labels: { en: 'Created win rate by value', uk: 'Частка виграних серед створених за сумою' },
  question: {
    en: 'Of the value opened, how much has been won?',
    uk: 'Яку частку відкритої за період суми вже виграно?',
  },
  definition: {
    en: 'Value won / value of all deals created in the period, those still open included.',
    uk: 'Сума виграних / сума всіх створених у періоді угод, зокрема ще відкритих.',
  },
  nullRule: floorRule(rateFloor),
  unit: 'ratio',
  better: 'up',
  base: 'deals_created',
  additivity: 'ratio',
  dimensions: dealDimensions,
  part: valueIfWon,
  whole: value,
  aggregate: 'sum',
  measures: { valued_count: sql`cast(sum(${oneIfValued}) as bigint)` },
  evidence: (sums) => sums.valued_count ?? 0,
  compute: ratioValue,
  tooFewBelow: rateFloor,
  needsHistory: false,
  source: 'Created win rate with values in place of counts',
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
    working: '₴12,000 of ₴12,000 + ₴2,500 lost + 4 × ₴1,000 open = 64.9 %',
    expect: { value: 1_200_000 / 1_850_000, numerator: 1_200_000, denominator: 1_850_000, count: 19 },
  },
})
