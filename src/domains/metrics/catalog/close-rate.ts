import {
  closedDealDimensions,
  defineMetric,
  floorRule,
  isClosed,
  one,
  oneIfWon,
  rateFloor,
  ratioValue,
} from '../metric.ts'

export const closeRate = defineMetric({
  id: 'close_rate',
  labels: { en: 'Close rate', uk: 'Частка виграних серед закритих' },
  question: { en: 'Of the deals closed, how many were won?', uk: 'Яку частку закритих угод виграно?' },
  definition: {
    en: 'Won / (won + lost) among deals closed in the period. Losers left open inflate it: see the created win rate.',
    uk: 'Виграні / (виграні + програні) серед закритих у періоді. Показник завищують програші, що лишилися відкритими: див. частку виграних серед створених.',
  },
  nullRule: floorRule(rateFloor),
  unit: 'ratio',
  better: 'up',
  base: 'deals_closed',
  additivity: 'ratio',
  dimensions: closedDealDimensions,
  keep: isClosed,
  part: oneIfWon,
  whole: one,
  aggregate: 'sum',
  compute: ratioValue,
  tooFewBelow: rateFloor,
  needsHistory: false,
  source: 'Close rate of the closed-date cohort (Varicent, Opportunity funnel guide)',
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
    working: '10 won of 15 closed = 66.7 %',
    expect: { value: 10 / 15, numerator: 10, denominator: 15, count: 15 },
  },
})
