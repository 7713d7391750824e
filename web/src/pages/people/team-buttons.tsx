import { useState } from 'react'
import type { Team } from '../../../../src/domains/people/schema.ts'
import { RecordButtons } from '../record-buttons.tsx'
import { useArchive } from '../use-archive.tsx'
import { useMayOperate } from '../may-operate.ts'
import classes from '../pages.module.css'
import { TeamForm } from './team-form.tsx'
import { useStructure } from './use-structure.ts'

/** Editing and archiving one team. */
export function TeamButtons({ team }: { team: Team }) {
  const mayEdit = useMayOperate()
  const { teams } = useStructure()
  const archive = useArchive('teams')
  const [isEditing, setIsEditing] = useState(false)
  if (!mayEdit) return null
  return (
    <div className={classes.beside}>
      <RecordButtons name={team.name} onEdit={() => setIsEditing(true)} onArchive={() => archive(team)} />
      {isEditing && <TeamForm team={team} teams={teams} onClose={() => setIsEditing(false)} />}
    </div>
  )
}
