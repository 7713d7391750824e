import { Button, Skeleton } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import classes from '../pages.module.css'
import { RecordLink } from '../record-link.tsx'
import { useGo } from '../use-address.ts'
import { TeamButtons } from './team-buttons.tsx'
import { treeOf, useStructure, type TeamNode } from './use-structure.ts'

/** The structure as of the day looked at; every branch folds. */
export function TeamTree() {
  const t = useT()
  const go = useGo()
  const { teams, memberships, day, isLoading, error } = useStructure()
  if (error) return <ErrorState error={error} />
  if (isLoading) return <Skeleton height={200} />
  if (teams.length === 0) {
    return (
      <EmptyState
        icon={<IconUsersGroup size={20} />}
        title={t('people.teams_none')}
        action={<Button onClick={() => go('/import')}>{t('deals.import')}</Button>}
      >
        {t('people.teams_none_text')}
      </EmptyState>
    )
  }
  return (
    <ul className={classes.tree} aria-label={t('people.teams')}>
      {treeOf(teams, memberships, day).map((node) => (
        <TeamItem key={node.team.id} node={node} />
      ))}
    </ul>
  )
}

function TeamItem({ node }: { node: TeamNode }) {
  const t = useT()
  const { team, teams, members } = node
  const count = membersIn(node)
  return (
    <li>
      <TeamButtons team={team} />
      <details open>
        <summary>
          <strong>{team.name}</strong>{' '}
          <span className={classes.small}>
            {t('people.count', { count })}
            {team.lead_name ? ` · ${t('people.led_by', { name: team.lead_name })}` : ''}
          </span>
        </summary>
        <ul>
          {teams.map((one) => (
            <TeamItem key={one.team.id} node={one} />
          ))}
          {members.map((member) => (
            <li key={member.id}>
              <RecordLink noun="people" id={member.person_id}>
                {member.person_name ?? '–'}
              </RecordLink>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

const membersIn = (node: TeamNode): number =>
  node.members.length + node.teams.reduce((sum, one) => sum + membersIn(one), 0)
