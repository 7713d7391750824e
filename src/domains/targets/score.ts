import type { Reach } from '../../platform/access.ts'
import { nothingReached, reachedOf, type Days, type Reached } from './pace.ts'
import type { AttainmentRow } from './schema.ts'
import type { KnownPerson, KnownTarget, KnownTeam } from './sql.ts'

/** What one person brought in while in one team; null value: nothing that is there could be counted. */
export type Brought = { team_id: string | null; person_id: string | null; value: number | null }
export type Scored = {
  teams: readonly KnownTeam[]
  people: readonly KnownPerson[]
  targets: readonly KnownTarget[]
  brought: readonly Brought[]
  /** The company's number. */
  total: number | null
  days: Days
  reach: Reach
  isMoney: boolean
}

/**
 * Company, teams and people with what each is to reach and has reached. A team's actual is that of its own people (each
 * deal with the team its owner was in on the deal's day) and of all teams below it.
 * @returns a row before what is below it; people without a team, or whose team is gone, stand under the company
 */
export function scoreRows(given: Scored): AttainmentRow[] {
  const { teams, targets, brought, reach } = given
  const sees = (personId: string): boolean => reach.kind === 'all' || reach.personIds.includes(personId)
  const people = shownPeople(given).filter(({ id }) => sees(id))
  const known = new Set(teams.map(({ id }) => id))
  const parentOf = (team: KnownTeam): string | null =>
    team.parent_id !== null && known.has(team.parent_id) ? team.parent_id : null
  const homeOf = ({ team_id }: KnownPerson): string | null => (team_id !== null && known.has(team_id) ? team_id : null)
  const targetOf = (of: Partial<KnownTarget>): KnownTarget | undefined =>
    targets.find((t) => t.person_id === (of.person_id ?? null) && t.team_id === (of.team_id ?? null))

  const personRow = (person: KnownPerson): AttainmentRow => {
    const own = brought.filter(({ person_id }) => person_id === person.id)
    const whose = { kind: 'person', id: person.id, name: person.name, parent_id: homeOf(person) } as const
    return rowOf(given, whose, targetOf({ person_id: person.id }), { value: sumOf(own), isSeen: true }, [])
  }
  const below = (parent: string | null): KnownTeam[] => teams.filter((team) => parentOf(team) === parent)
  const treeOf = (id: string): string[] => [id, ...below(id).flatMap((team) => treeOf(team.id))]
  const rowsOfTeam = (team: KnownTeam): AttainmentRow[] => {
    const tree = new Set(treeOf(team.id))
    const members = given.people.filter(({ team_id }) => team_id !== null && tree.has(team_id))
    const inside = [
      ...people.filter((person) => homeOf(person) === team.id).map(personRow),
      ...below(team.id).flatMap(rowsOfTeam),
    ]
    if (reach.kind === 'people' && !members.some(({ id }) => sees(id))) return []
    const value = sumOf(brought.filter(({ team_id }) => team_id !== null && tree.has(team_id)))
    const whose = { kind: 'team', id: team.id, name: team.name, parent_id: parentOf(team) } as const
    const actual = { value, isSeen: members.every(({ id }) => sees(id)) }
    return [rowOf(given, whose, targetOf({ team_id: team.id }), actual, inside), ...inside]
  }
  const inside = [
    ...below(null).flatMap(rowsOfTeam),
    ...people.filter((person) => homeOf(person) === null).map(personRow),
  ]
  const company = { kind: 'company', id: null, name: null, parent_id: null } as const
  const actual = { value: given.total, isSeen: reach.kind === 'all' }
  return [rowOf(given, company, targetOf({}), actual, inside), ...inside]
}

/** Whoever was in a team, is to reach something or brought something in; each once, in the team joined last. */
function shownPeople({ people, targets, brought }: Scored): KnownPerson[] {
  const named = new Set([...targets, ...brought].map(({ person_id }) => person_id))
  const once = new Map<string, KnownPerson>()
  for (const person of people) {
    if (!once.has(person.id) && (person.team_id !== null || named.has(person.id))) once.set(person.id, person)
  }
  return [...once.values()]
}

/** 0 of nothing; null when there is something and none of it could be counted. */
function sumOf(brought: readonly Brought[]): number | null {
  const counted = brought.flatMap(({ value }) => value ?? [])
  return counted.length === 0 && brought.length > 0 ? null : counted.reduce((sum, value) => sum + value, 0)
}

type Whose = Pick<AttainmentRow, 'kind' | 'id' | 'name' | 'parent_id'>
type Actual = { value: number | null; isSeen: boolean }

function rowOf(
  { days, isMoney }: Scored,
  whose: Whose,
  target: KnownTarget | undefined,
  { value, isSeen }: Actual,
  inside: readonly AttainmentRow[],
): AttainmentRow {
  const actual = isSeen ? value : null
  const aim = target?.reported_value ?? null
  const theirs = inside.filter(({ kind, target_value }) => kind === 'person' && target_value !== null)
  const reached = aim === null || actual === null ? nothingReached : reachedOf(aim, actual, days)
  return {
    ...whose,
    target_id: target?.id ?? null,
    target_value: aim,
    actual_value: actual,
    ...(isMoney ? inWhole(reached) : reached),
    people_target_value: theirs.length === 0 ? null : theirs.reduce((sum, one) => sum + (one.target_value ?? 0), 0),
    people_target_count: theirs.length,
    gap: gapOf(target, aim, value, isSeen),
  }
}

function gapOf(
  target: KnownTarget | undefined,
  aim: number | null,
  actual: number | null,
  isSeen: boolean,
): AttainmentRow['gap'] {
  if (target === undefined) return 'no_target'
  if (aim === null) return 'no_rate'
  if (!isSeen) return 'out_of_reach'
  if (actual === null) return 'no_actual'
  return aim === 0 ? 'zero_target' : null
}

/** Money in whole minor units. */
const inWhole = (reached: Reached): Reached => ({
  ...reached,
  expected_value: rounded(reached.expected_value),
  remaining_per_day: rounded(reached.remaining_per_day),
})
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))
