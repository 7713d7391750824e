import { activityDimensions, defineMetric, nothingMissing, one, sumValue } from '../metric.ts'

export const activitiesCount = defineMetric({
  id: 'activities_count',
  labels: { en: 'Activities', uk: 'Активності' },
  question: { en: 'How much did we call, meet and write?', uk: 'Скільки ми телефонували, зустрічалися й писали?' },
  definition: {
    en: 'Number of finished activities that happened in the period; tasks not done do not count. An input, not a ranking of people.',
    uk: 'Кількість завершених активностей, що відбулися в періоді; невиконані завдання не враховано. Це вхідні дані, а не рейтинг людей.',
  },
  nullRule: nothingMissing,
  unit: 'count',
  better: 'neutral',
  base: 'activities',
  additivity: 'additive',
  dimensions: activityDimensions,
  part: one,
  aggregate: 'sum',
  compute: sumValue,
  tooFewBelow: 0,
  needsHistory: false,
  source: 'Activities marked done, by the instant they happened (as Pipedrive’s done and marked_as_done_time)',
  example: {
    activities: ['2026-01-05T10:00:00Z', '2026-03-31T20:30:00Z', '2026-03-31T21:30:00Z', '2025-12-31T22:30:00Z'],
    asOf: '2026-04-30',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '3: 1 January 00:30 and 31 March 23:30 in Kyiv lie inside the quarter, 1 April 00:30 does not',
    expect: { value: 3, numerator: 3, denominator: null, count: 3 },
  },
})
