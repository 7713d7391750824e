import {
  averageFloor,
  closedDealDimensions,
  cycleDays,
  cycleRule,
  defineMetric,
  isWon,
  oneIfCycleKnown,
  ratioValue,
} from '../metric.ts'

export const salesCycleMean = defineMetric({
  id: 'sales_cycle_mean',
  labels: { en: 'Sales cycle, mean', uk: 'Цикл продажу, середній' },
  question: {
    en: 'How many days does it take to win a deal on average?',
    uk: 'За скільки днів у середньому виграємо угоду?',
  },
  definition: {
    en: 'Mean days from creation to closing of deals won in the period. Closed deals alone understate it while you grow.',
    uk: 'Середня кількість днів від створення до закриття виграних у періоді угод. За швидкого зростання показник занижено.',
  },
  nullRule: cycleRule(averageFloor),
  unit: 'days',
  better: 'down',
  base: 'deals_closed',
  additivity: 'ratio',
  dimensions: closedDealDimensions,
  keep: isWon,
  part: cycleDays,
  whole: oneIfCycleKnown,
  aggregate: 'sum',
  compute: ratioValue,
  tooFewBelow: averageFloor,
  needsHistory: false,
  source: 'Days from creation to closing of won deals',
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
    working: '(3 × 10 + 3 × 20 + 3 × 40 + 80) / 10 = 29 days; an unknown creation day is left out',
    expect: { value: 29, numerator: 290, denominator: 10, count: 11 },
  },
})
