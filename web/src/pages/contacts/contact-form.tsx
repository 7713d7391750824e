import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Contact } from '../../../../src/domains/accounts/schema.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import { AccountSelect } from '../accounts/account-select.tsx'
import { saveRecord } from '../save-record.ts'

type Props = {
  /** The company they work at; undefined: it is asked for. */
  accountId?: string
  contact: Contact | null
  onClose: () => void
}

/** Somebody who works at a company. */
export function ContactForm({ accountId, contact, onClose }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const [fields, setFields] = useState({
    name: contact?.name ?? '',
    title: contact?.title ?? '',
    email: contact?.email ?? '',
    phone: contact?.phone ?? '',
  })
  const [chosenId, setChosenId] = useState(contact?.account_id ?? null)
  const first = contact?.account_id ? { id: contact.account_id, name: contact.account_name ?? '–' } : undefined
  const save = (): Promise<unknown> => {
    const { name, title, email, phone } = fields
    const told = { name, title: title || null, email: email || null, phone: phone || null }
    return saveRecord(workspace.slug, 'contacts', contact, { ...told, account_id: accountId ?? chosenId })
  }
  const input = (field: keyof typeof fields) => ({
    value: fields[field],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setFields((was) => ({ ...was, [field]: value }))
    },
  })
  return (
    <FormModal
      title={contact === null ? t('accounts.new_contact') : t('record.edit_of', { name: contact.name })}
      save={save}
      isWhole={fields.name.trim() !== ''}
      onClose={onClose}
    >
      <TextInput required data-autofocus label={t('accounts.contact')} maxLength={200} {...input('name')} />
      {accountId === undefined && (
        <AccountSelect label={t('accounts.name')} first={first} value={chosenId} onChange={setChosenId} />
      )}
      <TextInput label={t('people.job')} maxLength={200} {...input('title')} />
      <TextInput label={t('people.email')} type="email" maxLength={320} {...input('email')} />
      <TextInput label={t('accounts.phone')} type="tel" maxLength={60} {...input('phone')} />
    </FormModal>
  )
}
