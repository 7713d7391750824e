import { Modal, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Person } from '../../../../src/domains/people/schema.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { FormEnd } from '../../kit/form-end.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'

type Props = { person: Person | null; onClose: () => void; onSaved: (id: string) => void }

/** A new person, or the fields of one; saved against the version that was opened. */
export function PersonForm({ person, onClose, onSaved }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { name: person?.name ?? '', title: person?.title ?? '', email: person?.email ?? '' },
    validate: { name: isNotEmpty(t('auth.name.empty')) },
  })
  const save = useMutation({
    mutationFn: ({ name, title, email }: typeof form.values) => {
      const fields = { name, title: title || null, email: email || null }
      return person === null
        ? write(workspace.slug, 'people.create', fields)
        : write(workspace.slug, 'people.update', { id: person.id, version: person.version ?? undefined, ...fields })
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: [workspace.slug] })
      onSaved(id)
    },
  })
  const title = person === null ? t('people.new') : t('record.edit_of', { name: person.name })
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('record.cancel') }}>
      <form className={classes.stack} noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
        {save.error && <ErrorState error={save.error} kept={t('record.kept')} />}
        <TextInput label={t('people.name')} required data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('people.job')} {...form.getInputProps('title')} />
        <TextInput label={t('people.email')} type="email" {...form.getInputProps('email')} />
        <FormEnd submit={t('record.save')} isSaving={save.isPending} onCancel={onClose} />
      </form>
    </Modal>
  )
}
