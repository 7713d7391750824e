import {
  averageFloor,
  closedDealDimensions,
  cycleDays,
  cycleRule,
  defineMetric,
  isWon,
  numeratorValue,
  oneIfCycleKnown,
} from '../metric.ts'

export const salesCycleMedian = defineMetric({
  id: 'sales_cycle_median',
  labels: { en: 'Sales cycle, median', uk: 'Цикл продажу, медіана' },
  question: {
    en: 'In how many days is half of the won deals won?',
    uk: 'За скільки днів виграємо половину виграних угод?',
  },
  definition: {
    en: 'Median days from creation to closing of deals won in the period.',
    uk: 'Медіана кількості днів від створення до закриття виграних у періоді угод.',
  },
  nullRule: cycleRule(averageFloor),
  unit: 'days',
  better: 'down',
  base: 'deals_closed',
  additivity: 'not_additive',
  dimensions: closedDealDimensions,
  keep: isWon,
  part: cycleDays,
  whole: oneIfCycleKnown,
  aggregate: 'median',
  compute: numeratorValue,
  tooFewBelow: averageFloor,
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
        times: 3,
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-01-21T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        times: 3,
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
      {
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-03-22T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
        isCreationUnknown: true,
      },
      {
        times: 2,
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-03-22T10:00:00Z', to: 'lost' },
        ],
        amountMinor: 100_000,
      },
    ],
    asOf: '2026-04-30',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '10, 10, 10, 20, 20 | 20, 40, 40, 40, 80: the middle is 20 days',
    expect: { value: 20, numerator: 20, denominator: 10, count: 11 },
  },
})
