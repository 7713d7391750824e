import { dealDimensions, defineMetric, floorRule, one, oneIfWon, rateFloor, ratioValue } from '../metric.ts'

export const createdWinRate = defineMetric({
  id: 'created_win_rate',
  labels: { en: 'Created win rate', uk: 'Частка виграних серед створених' },
  question: {
    en: 'Of the deals opened, how many have been won?',
    uk: 'Яку частку відкритих за період угод уже виграно?',
  },
  definition: {
    en: 'Won / all deals created in the period, those still open included. It rises with age: compare cohorts of like age.',
    uk: 'Виграні / усі створені в періоді угоди, зокрема ще відкриті. Зростає з віком: порівнюйте когорти однакового віку.',
  },
  nullRule: floorRule(rateFloor),
  unit: 'ratio',
  better: 'up',
  base: 'deals_created',
  additivity: 'ratio',
  dimensions: dealDimensions,
  part: oneIfWon,
  whole: one,
  aggregate: 'sum',
  compute: ratioValue,
  tooFewBelow: rateFloor,
  needsHistory: false,
  source: 'Created win rate of the creation cohort (Varicent, Opportunity funnel guide)',
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
    working: '10 won of 10 + 5 lost + 4 open = 52.6 %',
    expect: { value: 10 / 19, numerator: 10, denominator: 19, count: 19 },
  },
})
