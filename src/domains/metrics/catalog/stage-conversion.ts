import { sql } from '../../../platform/postgres/query.ts'
import { dealDimensions, defineMetric, floorRule, rateFloor, ratioValue } from '../metric.ts'

export const stageConversion = defineMetric({
  id: 'stage_conversion',
  labels: { en: 'Stage conversion', uk: 'Конверсія етапу' },
  question: {
    en: 'Of the deals that entered a stage, how many went further?',
    uk: 'Яка частка угод, що ввійшли в етап, пішла далі?',
  },
  definition: {
    en: 'Of deals that first entered a stage in the period and have had the whole horizon since: those that within it reached any later stage or were won. Skipped stages count as passed, lost deals stay in; deals without the whole horizon yet are immature and counted apart.',
    uk: 'Серед угод, які вперше ввійшли в етап у періоді й мали відтоді весь горизонт: ті, що за нього дійшли до будь-якого пізнішого етапу або виграні. Пропущені етапи вважаємо пройденими, програні лишаються; угоди, для яких горизонт ще не минув, незрілі й полічені окремо.',
  },
  nullRule: floorRule(rateFloor),
  unit: 'ratio',
  better: 'up',
  base: 'stage_entries',
  additivity: 'ratio',
  dimensions: dealDimensions,
  part: sql`case when f.is_mature and f.has_passed then 1 when f.is_mature then 0 end`,
  whole: sql`case when f.is_mature then 1 else 0 end`,
  aggregate: 'sum',
  compute: ratioValue,
  tooFewBelow: rateFloor,
  needsHistory: true,
  source:
    'conv(i→j, h): cohort of first entries with full follow-up of h days; names as in Pipedrive’s stage_conversions',
  example: {
    deals: [
      {
        times: 6,
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-01-20T10:00:00Z', to: 'offer' },
        ],
        amountMinor: 100_000,
      },
      {
        times: 3,
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-01-25T10:00:00Z', to: 'won' },
        ],
        amountMinor: 100_000,
      },
      {
        times: 2,
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-01-15T10:00:00Z', to: 'lost' },
        ],
        amountMinor: 100_000,
      },
      {
        moves: [
          { at: '2026-01-05T10:00:00Z', to: 'lead' },
          { at: '2026-02-20T10:00:00Z', to: 'offer' },
        ],
        amountMinor: 100_000,
      },
      {
        times: 2,
        moves: [{ at: '2026-03-20T10:00:00Z', to: 'lead' }],
        amountMinor: 100_000,
      },
    ],
    asOf: '2026-03-31',
    period: { from: '2026-01-01', to: '2026-04-01' },
    horizonDays: 30,
    working:
      'lead: 6 + 3 passed in 30 days of 12 (2 lost, 1 took 46 days; 2 immature); offer: 0 of 7; both: 9 / 19 = 47.4 %',
    expect: { value: 9 / 19, numerator: 9, denominator: 19, count: 21 },
  },
})
