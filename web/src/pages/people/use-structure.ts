import type { Membership, Team } from '../../../../src/domains/people/schema.ts'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { useRead } from '../use-read.ts'

/** Teams and who belongs to them, as of the day looked at. */
export function useStructure() {
  const { asOf } = useAsOf()
  const { today } = useSession()
  const past = asOf === null ? {} : { as_of: asOf }
  const teams = useRead('teams.list', { limit: 200, ...past })
  const memberships = useRead('memberships.list', { limit: 200, ...past })
  return {
    teams: teams.data?.items ?? noTeams,
    memberships: memberships.data?.items ?? noMemberships,
    day: asOf ?? today,
    isLoading: teams.isPending || memberships.isPending,
    error: teams.error ?? memberships.error,
  }
}

const noTeams: Team[] = []
const noMemberships: Membership[] = []

/** Half-open: the last day is the first one out. */
export const isMemberOn = ({ from_on, to_on }: Membership, day: string): boolean =>
  (from_on == null || from_on <= day) && (to_on == null || day < to_on)

export type TeamNode = { team: Team; teams: TeamNode[]; members: Membership[] }

/** Teams under teams, with their members; whatever would close a circle stands on top. */
export function treeOf(teams: readonly Team[], memberships: readonly Membership[], day: string): TeamNode[] {
  const seen = new Set<string>()
  const byName = (a: TeamNode, b: TeamNode): number => a.team.name.localeCompare(b.team.name)
  const nodeOf = (team: Team): TeamNode => {
    seen.add(team.id)
    return {
      team,
      teams: teams
        .filter((one) => one.parent_id === team.id && !seen.has(one.id))
        .map(nodeOf)
        .sort(byName),
      members: memberships.filter((one) => one.team_id === team.id && isMemberOn(one, day)),
    }
  }
  const known = new Set(teams.map((team) => team.id))
  const roots = teams.filter((team) => team.parent_id == null || !known.has(team.parent_id)).map(nodeOf)
  const left = teams.filter((team) => !seen.has(team.id)).flatMap((team) => (seen.has(team.id) ? [] : [nodeOf(team)]))
  return [...roots, ...left].sort(byName)
}
