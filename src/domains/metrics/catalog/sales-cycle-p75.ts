import {
  closedDealDimensions,
  cycleDays,
  cycleRule,
  defineMetric,
  isWon,
  numeratorValue,
  oneIfCycleKnown,
  rateFloor,
} from '../metric.ts'

export const salesCycleP75 = defineMetric({
  id: 'sales_cycle_p75',
  labels: { en: 'Sales cycle, 75th percentile', uk: 'Цикл продажу, 75-й перцентиль' },
  question: {
    en: 'In how many days are three of four won deals won?',
    uk: 'За скільки днів виграємо три з чотирьох виграних угод?',
  },
  definition: {
    en: '75th percentile of days from creation to closing of deals won in the period.',
    uk: '75-й перцентиль кількості днів від створення до закриття виграних у періоді угод.',
  },
  nullRule: cycleRule(rateFloor),
  unit: 'days',
  better: 'down',
  base: 'deals_closed',
  additivity: 'not_additive',
  dimensions: closedDealDimensions,
  keep: isWon,
  part: cycleDays,
  whole: oneIfCycleKnown,
  aggregate: 'p75',
  compute: numeratorValue,
  tooFewBelow: rateFloor,
  needsHistory: false,
  source: 'Percentile by linear interpolation (SQL percentile_cont)',
  example: {
    deals: [
      {
        times: 3,
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-01-11T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        times: 4,
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-01-21T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        times: 2,
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-02-10T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-03-22T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
    ],
    asOf: '2026-04-30',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: 'rank 0.75 × 9 = 6.75 lies between 20 and 40 days: 20 + 0.75 × 20 = 35',
    expect: { value: 35, numerator: 35, denominator: 10, count: 10 },
  },
})
