import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Team } from '../../../../src/domains/people/schema.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { useProblemWords } from '../../kit/error-state.tsx'
import { problemOfThrown } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { useMayEditPeople } from './may-edit.ts'
import { TeamForm } from './team-form.tsx'
import { useStructure } from './use-structure.ts'

/** Editing and archiving one team; archiving can be undone at once. */
export function TeamButtons({ team }: { team: Team }) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const words = useProblemWords()
  const mayEdit = useMayEditPeople()
  const { teams } = useStructure()
  const [isEditing, setIsEditing] = useState(false)
  const change = useMutation({
    mutationFn: ({ verb, version }: { verb: 'archive' | 'restore'; version: number | null }) =>
      write(workspace.slug, `teams.${verb}`, { id: team.id, version: version ?? undefined }),
    onSuccess: ({ version }, { verb }) => {
      void queries.invalidateQueries({ queryKey: [workspace.slug] })
      if (verb === 'restore') return
      const id = `team-${team.id}`
      const undo = (): void => {
        notifications.hide(id)
        change.mutate({ verb: 'restore', version })
      }
      notifications.show({
        id,
        message: (
          <span className={classes.row}>
            {t('people.archived', { name: team.name })}
            <Button variant="default" size="compact-sm" onClick={undo}>
              {t('people.undo')}
            </Button>
          </span>
        ),
        withCloseButton: false,
      })
    },
    onError: (error) => notifications.show({ message: words(problemOfThrown(error)).happened, color: 'red' }),
  })
  if (!mayEdit) return null
  return (
    <div className={classes.beside}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-label={t('people.edit_of', { name: team.name })}
        onClick={() => setIsEditing(true)}
      >
        {t('people.edit')}
      </Button>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-label={`${t('people.archive')}: ${team.name}`}
        onClick={() => change.mutate({ verb: 'archive', version: team.version })}
      >
        {t('people.archive')}
      </Button>
      {isEditing && <TeamForm team={team} teams={teams} onClose={() => setIsEditing(false)} />}
    </div>
  )
}
