import { Modal, Select, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Team } from '../../../../src/domains/people/schema.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { FormEnd } from '../../kit/form-end.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { usePeopleChoices } from './use-people-choices.ts'

type Props = { team: Team | null; teams: readonly Team[]; onClose: () => void }

/** A new team, or its name, its place in the tree and who leads it. */
export function TeamForm({ team, teams, onClose }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const people = usePeopleChoices()
  const form = useForm<{ name: string; parent_id: string | null; lead_id: string | null }>({
    initialValues: { name: team?.name ?? '', parent_id: team?.parent_id ?? null, lead_id: team?.lead_id ?? null },
    validate: { name: isNotEmpty(t('auth.name.empty')) },
  })
  const save = useMutation({
    mutationFn: (values: typeof form.values) =>
      team === null
        ? write(workspace.slug, 'teams.create', values)
        : write(workspace.slug, 'teams.update', { id: team.id, version: team.version ?? undefined, ...values }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [workspace.slug] })
      onClose()
    },
  })
  const below = team === null ? new Set<string>() : withBelow(team.id, teams)
  const parents = teams.filter(({ id }) => !below.has(id)).map(({ id, name }) => ({ value: id, label: name }))
  const title = team === null ? t('people.new_team') : t('record.edit_of', { name: team.name })
  const choose = { searchable: true, clearable: true, nothingFoundMessage: t('filter.nothing') } as const
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('record.cancel') }}>
      <form className={classes.stack} noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
        {save.error && <ErrorState error={save.error} kept={t('record.kept')} />}
        <TextInput label={t('people.team_name')} required data-autofocus {...form.getInputProps('name')} />
        <Select
          {...choose}
          label={t('people.parent')}
          placeholder={t('people.on_top')}
          data={parents}
          {...form.getInputProps('parent_id')}
        />
        <Select
          {...choose}
          label={t('people.lead')}
          placeholder={t('people.nobody')}
          data={people}
          {...form.getInputProps('lead_id')}
        />
        <FormEnd submit={t('record.save')} isSaving={save.isPending} onCancel={onClose} />
      </form>
    </Modal>
  )
}

/** A team and every team below it: none of them can be what it is part of. */
function withBelow(id: string, teams: readonly Team[]): Set<string> {
  const found = new Set([id])
  for (const one of found) for (const { id: below, parent_id } of teams) if (parent_id === one) found.add(below)
  return found
}
