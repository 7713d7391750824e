import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Team } from '../../../../src/domains/people/schema.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import { saveRecord } from '../save-record.ts'
import { PersonSelect } from './person-select.tsx'

type Props = { team: Team | null; teams: readonly Team[]; onClose: () => void }

/** A new team, or its name, its place in the tree and who leads it. */
export function TeamForm({ team, teams, onClose }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const [name, setName] = useState(team?.name ?? '')
  const [parentId, setParentId] = useState<string | null>(team?.parent_id ?? null)
  const [leadId, setLeadId] = useState<string | null>(team?.lead_id ?? null)
  const save = (): Promise<unknown> =>
    saveRecord(workspace.slug, 'teams', team, { name, parent_id: parentId, lead_id: leadId })
  const below = team === null ? new Set<string>() : withBelow(team.id, teams)
  const parents = teams.filter(({ id }) => !below.has(id)).map((one) => ({ value: one.id, label: one.name }))
  return (
    <FormModal
      title={team === null ? t('people.new_team') : t('record.edit_of', { name: team.name })}
      save={save}
      isWhole={name.trim() !== ''}
      onClose={onClose}
    >
      <TextInput
        required
        data-autofocus
        label={t('people.team_name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        searchable
        clearable
        nothingFoundMessage={t('filter.nothing')}
        label={t('people.parent')}
        placeholder={t('people.on_top')}
        data={parents}
        value={parentId}
        onChange={setParentId}
      />
      <PersonSelect label={t('people.lead')} value={leadId} onChange={setLeadId} />
    </FormModal>
  )
}

/** A team and every team below it: none of them can be what it is part of. */
function withBelow(id: string, teams: readonly Team[]): Set<string> {
  const found = new Set([id])
  for (const one of found) for (const { id: below, parent_id } of teams) if (parent_id === one) found.add(below)
  return found
}
