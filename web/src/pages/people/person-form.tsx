import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Person } from '../../../../src/domains/people/schema.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import { saveRecord } from '../save-record.ts'

type Props = { person: Person | null; onClose: () => void; onSaved: (id: string) => void }

/** A new person, or the fields of one; saved against the version that was opened. */
export function PersonForm({ person, onClose, onSaved }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const [name, setName] = useState(person?.name ?? '')
  const [title, setTitle] = useState(person?.title ?? '')
  const [email, setEmail] = useState(person?.email ?? '')
  const save = async (): Promise<void> => {
    const fields = { name, title: title || null, email: email || null }
    const { id } = await saveRecord(workspace.slug, 'people', person, fields)
    onSaved(id)
  }
  return (
    <FormModal
      title={person === null ? t('people.new') : t('record.edit_of', { name: person.name })}
      save={save}
      isWhole={name.trim() !== ''}
      onClose={onClose}
    >
      <TextInput
        required
        data-autofocus
        label={t('people.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput label={t('people.job')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <TextInput
        type="email"
        label={t('people.email')}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
    </FormModal>
  )
}
