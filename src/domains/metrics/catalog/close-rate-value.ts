import { sql } from '../../../platform/postgres/query.ts'
import {
  closedDealDimensions,
  defineMetric,
  floorRule,
  isClosed,
  oneIfValued,
  rateFloor,
  ratioValue,
  value,
  valueIfWon,
} from '../metric.ts'

export const closeRateValue = defineMetric({
  id: 'close_rate_value',
  labels: { en: 'Close rate by value', uk: 'Частка виграних серед закритих за сумою' },
  question: { en: 'Of the value closed, how much was won?', uk: 'Яку частку закритої суми виграно?' },
  definition: {
    en: 'Value won / value of all deals closed in the period. Sources that set lost deals to 0 make it 100 %.',
    uk: 'Сума виграних / сума всіх закритих у періоді угод. Якщо джерело обнуляє програні, вийде 100 %.',
  },
  nullRule: floorRule(rateFloor),
  unit: 'ratio',
  better: 'up',
  base: 'deals_closed',
  additivity: 'ratio',
  dimensions: closedDealDimensions,
  keep: isClosed,
  part: valueIfWon,
  whole: value,
  aggregate: 'sum',
  measures: { valued_count: sql`cast(sum(${oneIfValued}) as bigint)` },
  evidence: (sums) => sums.valued_count ?? 0,
  compute: ratioValue,
  tooFewBelow: rateFloor,
  needsHistory: false,
  source: 'Close rate with values in place of counts',
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
    working: '₴12,000 won of ₴12,000 + 5 × ₴500 = 82.8 %',
    expect: { value: 1_200_000 / 1_450_000, numerator: 1_200_000, denominator: 1_450_000, count: 15 },
  },
})
