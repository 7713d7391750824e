import { dayNumber, periodsBetween, startOfDay } from '../../base/calendar.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { targetEntity } from '../targets/index.ts'
import { sellers, teams, type Team } from './company.ts'
import type { Span } from './span.ts'

/** What a team is to win in a usual quarter at the beginning, in whole hryvnias. */
const firstQuarter: Readonly<Record<Team, number>> = {
  Захід: 24_000_000,
  Центр: 26_000_000,
  'Південь і Схід': 26_000_000,
  'Розвиток клієнтів': 48_000_000,
  Партнери: 34_000_000,
}
const growthPerQuarter = 1.03
/** January is slow; at the year's end everybody buys. */
const seasons = [0.9, 0.95, 1, 1.3]
/** Targets are told so many days before their quarter. */
const toldDaysBefore = 20
/** The people's targets come to more than their team's, the teams' to more than the company's. */
const overAssigned = 1.1
const companyShare = 0.95
const step = 100_000

type Ids = { teamIds: ReadonlyMap<string, string>; personId: (name: string) => string }

/** What the company, its teams and its people were to win, quarter by quarter, each told shortly before. */
export function createTargets({ changes, newId, actor }: WriteContext, span: Span, { teamIds, personId }: Ids): void {
  const { settings } = actor
  const quarters = periodsBetween(span.day(span.first), span.day(span.last + toldDaysBefore), 'quarter', settings)
  for (const [place, { from, to }] of quarters.entries()) {
    const first = dayNumber(from)
    const middle = Math.floor((first + dayNumber(to)) / 2) - span.first
    const told = Math.max(span.first, first - toldDaysBefore)
    const at = startOfDay(span.day(told), settings.timeZone)
    const factor = growthPerQuarter ** place * (seasons[Math.floor((span.month(first) - 1) / 3)] ?? 1)
    const aim = (whose: { person_id?: string; team_id?: string }, hryvnias: number): void =>
      changes.create(
        targetEntity,
        newId(),
        {
          person_id: null,
          team_id: null,
          ...whose,
          metric: 'won_value',
          granularity: 'quarter',
          starts_on: from,
          value: Math.round(hryvnias / step) * step * 100,
          currency: 'UAH',
        },
        at,
      )
    let all = 0
    for (const team of teams) {
      const own = firstQuarter[team] * factor
      all += own
      aim({ team_id: teamIds.get(team) ?? '' }, own)
      for (const [name, share] of sharesOf(team, middle)) aim({ person_id: personId(name) }, own * share * overAssigned)
    }
    aim({}, all * companyShare)
  }
}

/** Who sells for the team on a day, and the part of its target that is theirs. */
function sharesOf(team: Team, place: number): [string, number][] {
  const present = sellers.filter(
    ({ leads, stays }) =>
      leads === undefined &&
      stays.some((one) => one.team === team && (one.from ?? -Infinity) <= place && place < (one.to ?? Infinity)),
  )
  const sum = present.reduce((total, { skill }) => total + skill, 0)
  return present.map(({ name, skill }) => [name, skill / sum])
}
