import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { read } from '../../api.ts'
import type { Contact } from '../../../../src/domains/accounts/schema.ts'
import { useT } from '../../i18n.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { RecordButtons } from '../record-buttons.tsx'
import { useArchive } from '../use-archive.tsx'
import { ContactForm } from '../contacts/contact-form.tsx'

/** Who works at a company. */
export function OwnContacts({ accountId }: { accountId: string }) {
  const t = useT()
  const { workspace, role } = useSession()
  const { asOf } = useAsOf()
  const archive = useArchive('contacts')
  const [open, setOpen] = useState<Contact | 'new' | null>(null)
  const mayEdit = asOf === null && role !== 'viewer'
  const question = {
    filter: [{ field: 'account_id', op: 'eq' as const, value: accountId }],
    ...(asOf === null ? {} : { as_of: asOf }),
  }
  const deeds: DataColumn<Contact> = {
    id: 'deeds',
    label: t('record.deeds'),
    type: 'text',
    width: 172,
    cell: (contact) => (
      <RecordButtons name={contact.name} onEdit={() => setOpen(contact)} onArchive={() => archive(contact)} />
    ),
  }
  return (
    <>
      <DataTable<Contact>
        id="account-contacts"
        label={t('accounts.contacts')}
        toolbar={
          <>
            <strong>{t('accounts.contacts')}</strong>
            {mayEdit && (
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconPlus size={14} />}
                onClick={() => setOpen('new')}
              >
                {t('accounts.new_contact')}
              </Button>
            )}
          </>
        }
        rowId={(contact) => contact.id}
        source={{
          kind: 'pages',
          key: [workspace.slug, 'contacts.list', question],
          fetchPage: (cursor, signal) =>
            read(workspace.slug, 'contacts.list', { ...question, ...(cursor === null ? {} : { cursor }) }, signal),
        }}
        columns={[
          { id: 'name', label: t('accounts.contact'), type: 'text', width: 170, cell: (contact) => contact.name },
          { id: 'title', label: t('people.job'), type: 'text', width: 130, cell: (contact) => contact.title ?? '–' },
          { id: 'email', label: t('people.email'), type: 'text', width: 160, cell: (contact) => contact.email ?? '–' },
          {
            id: 'phone',
            label: t('accounts.phone'),
            type: 'text',
            width: 110,
            cell: (contact) => contact.phone ?? '–',
          },
          ...(mayEdit ? [deeds] : []),
        ]}
        empty={<p style={{ padding: 16 }}>{t('accounts.contacts_none')}</p>}
      />
      {open !== null && (
        <ContactForm accountId={accountId} contact={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </>
  )
}
