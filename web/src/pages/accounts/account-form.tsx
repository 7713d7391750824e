import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Account } from '../../../../src/domains/accounts/schema.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import { PersonSelect } from '../people/person-select.tsx'
import { saveRecord } from '../save-record.ts'
import { AccountSelect } from './account-select.tsx'
import { attributeName } from './attribute-words.ts'

type Props = { account: Account | null; onClose: () => void; onSaved?: (id: string) => void }

/** A new company, or one that is there: its name, owner, parent and what else is known of it. */
export function AccountForm({ account, onClose, onSaved }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const [name, setName] = useState(account?.name ?? '')
  const [ownerId, setOwnerId] = useState<string | null>(account?.owner_id ?? null)
  const [parentId, setParentId] = useState<string | null>(account?.parent_id ?? null)
  const [attributes, setAttributes] = useState(account?.attributes ?? null)
  const parent =
    account?.parent_id && account.parent_name ? { id: account.parent_id, name: account.parent_name } : undefined
  const save = async (): Promise<void> => {
    const fields = { name, owner_id: ownerId, parent_id: parentId, attributes }
    const { id } = await saveRecord(workspace.slug, 'accounts', account, fields)
    onSaved?.(id)
  }
  return (
    <FormModal
      title={account === null ? t('accounts.new') : t('record.edit_of', { name: account.name })}
      save={save}
      isWhole={name.trim() !== ''}
      onClose={onClose}
    >
      <TextInput
        required
        data-autofocus
        label={t('accounts.name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PersonSelect label={t('accounts.owner')} value={ownerId} onChange={setOwnerId} />
      <AccountSelect label={t('accounts.parent')} first={parent} value={parentId} onChange={setParentId} />
      {Object.entries(attributes ?? {}).map(([key, value]) => (
        <TextInput
          key={key}
          label={attributeName(key)}
          value={value === null ? '' : String(value)}
          onChange={(event) => setAttributes({ ...attributes, [key]: asWas(value, event.currentTarget.value) })}
        />
      ))}
    </FormModal>
  )
}

/** What was a number stays one while it can be read as one. */
function asWas(before: unknown, text: string): string | number | null {
  if (text.trim() === '') return null
  return typeof before === 'number' && Number.isFinite(Number(text)) ? Number(text) : text
}
