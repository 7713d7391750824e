import { dealDimensions, defineMetric, noAmountRule, sumValue, value } from '../metric.ts'

export const openPipeline = defineMetric({
  id: 'open_pipeline',
  labels: { en: 'Open pipeline', uk: 'Відкрита воронка' },
  question: { en: 'How much are the open deals worth?', uk: 'На яку суму маємо відкритих угод?' },
  definition: {
    en: 'Sum of the amounts of the deals open at the as-of moment, at that day’s rate. Filter by close date for a window.',
    uk: 'Сума відкритих угод на вказаний момент за курсом того дня. Щоб обмежити вікном, відфільтруйте за датою закриття.',
  },
  nullRule: noAmountRule,
  unit: 'money',
  better: 'up',
  base: 'deals_open',
  additivity: 'semi_additive',
  dimensions: dealDimensions,
  part: value,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: true,
  source: 'Open(t, W) of Salesforce collaborative forecasts: open deals, amounts as known at t',
  example: {
    deals: [
      { times: 2, moves: [{ at: '2026-01-05T10:00:00Z', to: 'lead' }], amountMinor: 100_000 },
      { moves: [{ at: '2026-02-05T10:00:00Z', to: 'offer' }], amountMinor: 10_000, currency: 'USD' },
      { moves: [{ at: '2026-02-06T10:00:00Z', to: 'lead' }], amountMinor: null },
      {
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-02-07T10:00:00Z', to: 'won' },
        ],
        amountMinor: 700_000,
      },
      { moves: [{ at: '2026-04-02T10:00:00Z', to: 'lead' }], amountMinor: 900_000 },
    ],
    asOf: '2026-03-31',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '2 × ₴1,000 + $100 × 50 = ₴7,000; a deal without an amount adds nothing, won and later ones do not count',
    expect: { value: 700_000, numerator: 700_000, denominator: null, count: 4 },
  },
})
