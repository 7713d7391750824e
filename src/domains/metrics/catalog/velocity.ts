import { sql } from '../../../platform/postgres/query.ts'
import { closedDealDimensions, defineMetric, floorRule, isWon, rateFloor, value } from '../metric.ts'

const countIf = (condition: ReturnType<typeof sql>) => sql`count(*) filter (where ${condition})`

export const velocity = defineMetric({
  id: 'velocity',
  labels: { en: 'Sales velocity', uk: 'Швидкість продажів' },
  question: { en: 'How much do our deals bring in a day?', uk: 'Скільки наші угоди приносять за день?' },
  definition: {
    en: 'Deals open at the period’s end × mean won amount × close rate / mean sales cycle in days, the last three of deals closed in the period.',
    uk: 'Угоди, відкриті на кінець періоду × середня сума виграної × частка виграних серед закритих / середній цикл у днях; останні три — за угодами, закритими в періоді.',
  },
  nullRule: floorRule(rateFloor),
  unit: 'money_per_day',
  better: 'up',
  base: 'deals_open_and_closed',
  additivity: 'not_additive',
  dimensions: closedDealDimensions,
  part: sql`case when ${isWon} then ${value} end`,
  whole: sql`case when ${isWon} and f.created_known then f.closed_on - f.created_on end`,
  aggregate: 'sum',
  measures: {
    open_count: countIf(sql`f.status = 'open'`),
    won_count: countIf(isWon),
    closed_count: countIf(sql`f.status <> 'open'`),
    valued_count: countIf(sql`${isWon} and f.value_minor is not null`),
    cycle_count: countIf(sql`${isWon} and f.created_known`),
  },
  compute: ({ numerator, denominator, open_count, won_count, closed_count, valued_count, cycle_count }) => {
    if (!numerator || !denominator || !won_count || !closed_count || !valued_count || !cycle_count) return null
    const meanAmount = numerator / valued_count
    const meanCycleDays = denominator / cycle_count
    return Math.round(((open_count ?? 0) * meanAmount * (won_count / closed_count)) / meanCycleDays)
  },
  evidence: (sums) => sums.closed_count ?? 0,
  tooFewBelow: rateFloor,
  needsHistory: true,
  source:
    'Sales velocity: opportunities × mean amount × win rate / cycle length; N is the deals open at the period’s end',
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
    asOf: '2026-03-31',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '4 open × (₴12,000 / 9) × (10 / 15) / ((8 × 40 + 2 × 46) / 10 = 41.2 days) = ₴86.30 a day',
    expect: { value: 8_630, numerator: 1_200_000, denominator: 412, count: 19 },
  },
})
