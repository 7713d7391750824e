import { sql } from '../../../platform/postgres/query.ts'
import { averageFloor, dealDimensions, defineMetric, floorRule, one, ratioValue } from '../metric.ts'

export const timeInStage = defineMetric({
  id: 'time_in_stage',
  labels: { en: 'Average time in stage', uk: 'Середній час на етапі' },
  question: { en: 'How long do deals stay in a stage?', uk: 'Як довго угоди стоять на етапі?' },
  definition: {
    en: 'Mean days of the stays in open stages that ended in the period; a deal that comes back has another stay. Stays still going on are not in it.',
    uk: 'Середня кількість днів перебувань на відкритих етапах, що закінчилися в періоді; повернення — це нове перебування. Незакінчені не враховано.',
  },
  nullRule: floorRule(averageFloor),
  unit: 'days',
  better: 'down',
  base: 'stage_stays',
  additivity: 'ratio',
  dimensions: dealDimensions,
  part: sql`f.stayed_seconds`,
  partsPerUnit: 86_400,
  whole: one,
  aggregate: 'sum',
  compute: ratioValue,
  tooFewBelow: averageFloor,
  needsHistory: true,
  source: 'Stay lengths of completed visits from the dated versions of each deal',
  example: {
    deals: [
      {
        times: 5,
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-01-11T10:00:00Z', to: 'offer' },
          { at: '2026-01-31T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        moves: [
          { at: '2026-01-01T10:00:00Z', to: 'lead' },
          { at: '2026-01-05T10:00:00Z', to: 'lost' },
        ],
        amountMinor: 100_000,
      },
      {
        moves: [{ at: '2026-01-01T10:00:00Z', to: 'lead' }],
        amountMinor: 100_000,
      },
    ],
    asOf: '2026-03-31',
    period: { from: '2026-01-01', to: '2026-04-01' },
    working: '(5 × 10 + 5 × 20 + 4) days / 11 finished stays = 14 days',
    expect: { value: 14, numerator: 154, denominator: 11, count: 11 },
  },
})
