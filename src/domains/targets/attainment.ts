import { daysBetween, periodContaining, type Period } from '../../base/calendar.ts'
import { everyone } from '../../platform/access.ts'
import { defineOperation, type ReadContext } from '../../platform/operation.ts'
import { metricsQuery, momentOf } from '../metrics/index.ts'
import { unitOf } from './entity.ts'
import type { Days } from './pace.ts'
import * as schema from './schema.ts'
import { scoreRows, type Brought } from './score.ts'
import { selectPeople, selectTargets, selectTeams } from './sql.ts'

export const targetAttainment = defineOperation({
  realm: 'workspace',
  name: 'targets.attainment',
  summary: {
    en: 'How far targets of a period are reached: company, teams and people, with pace and what remains',
    uk: 'Наскільки виконано цілі періоду: компанія, команди, люди, з темпом і тим, що лишилося',
  },
  kind: 'read',
  allow: everyone,
  input: schema.attainmentInput,
  output: schema.attainment,
  errors: ['invalid_input'],
  run: async (context, input) => {
    const { settings, reach } = context.actor
    const { metric, granularity } = input
    const moment = momentOf(input.as_of, context.now, settings)
    const period = periodContaining(input.on ?? moment.on, granularity, settings)
    const known = { as_of: moment.at, known_as_of: input.known_as_of }
    const answer = await metricsQuery.run(
      context,
      metricsQuery.input.parse({ metric, period, by: ['team', 'owner'], ...known }),
    )
    const asked = { metric, granularity, startsOn: period.from, moment, reach }
    const structure = await readStructure(context, asked, period, input.known_as_of)
    const days = daysOf(period, moment.on)
    return {
      metric,
      unit: unitOf(metric),
      currency: settings.currency,
      granularity,
      period,
      as_of: moment.at,
      as_of_on: moment.on,
      days_gone: days.gone,
      days_all: days.all,
      rows: scoreRows({
        ...structure,
        brought: broughtIn(answer),
        total: answer.total.value,
        days,
        reach,
        isMoney: unitOf(metric) === 'money',
      }),
      seq: answer.seq,
    }
  },
})

async function readStructure(
  { replica }: ReadContext,
  asked: Parameters<typeof selectTargets>[1],
  period: Period,
  knownAsOf: string | undefined,
) {
  const { moment } = asked
  const [targets, teams, people] = [
    await replica.ask((tables) => selectTargets(tables, asked), knownAsOf),
    await replica.ask((tables) => selectTeams(tables, moment), knownAsOf),
    await replica.ask((tables) => selectPeople(tables, moment, period), knownAsOf),
  ]
  return { targets: targets.rows, teams: teams.rows, people: people.rows }
}

/** More groups than an answer holds would be told as less than it is: then nothing is told. */
const broughtIn = ({ rows, is_truncated }: Awaited<ReturnType<typeof metricsQuery.run>>): Brought[] =>
  rows.map(({ keys, value }) => ({
    team_id: keys[0] ?? null,
    person_id: keys[1] ?? null,
    value: is_truncated ? null : value,
  }))

function daysOf({ from, to }: Period, on: string): Days {
  const all = daysBetween(from, to)
  return { gone: Math.min(all, Math.max(0, daysBetween(from, on) + 1)), all }
}
