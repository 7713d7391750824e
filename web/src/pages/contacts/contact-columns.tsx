import { Anchor } from '@mantine/core'
import type { Contact } from '../../../../src/domains/accounts/schema.ts'
import { useT } from '../../i18n.tsx'
import type { DataColumn } from '../../kit/table-column.ts'
import { RecordButtons } from '../record-buttons.tsx'
import { RecordLink } from '../record-link.tsx'

/** What a list says of a contact; where they may be changed, the buttons that do. */
export function useContactColumns(
  edit: ((contact: Contact) => void) | null,
  archive: (contact: Contact) => void,
): DataColumn<Contact>[] {
  const t = useT()
  const deeds: DataColumn<Contact> = {
    id: 'deeds',
    label: t('record.deeds'),
    type: 'text',
    width: 205,
    cell: (contact) => (
      <RecordButtons name={contact.name} onEdit={() => edit?.(contact)} onArchive={() => archive(contact)} />
    ),
  }
  return [
    { id: 'name', label: t('accounts.contact'), type: 'text', width: 160, isSortable: true, cell: ({ name }) => name },
    {
      id: 'account_name',
      label: t('accounts.name'),
      type: 'text',
      width: 165,
      isSortable: true,
      cell: ({ account_id: id, account_name: name }) =>
        id ? (
          <RecordLink noun="accounts" id={id}>
            {name}
          </RecordLink>
        ) : (
          '–'
        ),
    },
    {
      id: 'title',
      label: t('people.job'),
      type: 'text',
      width: 120,
      isSortable: true,
      cell: ({ title }) => title ?? '–',
    },
    {
      id: 'email',
      label: t('people.email'),
      type: 'text',
      width: 190,
      isSortable: true,
      cell: ({ email }) => <Reach scheme="mailto" address={email} />,
    },
    {
      id: 'phone',
      label: t('accounts.phone'),
      type: 'text',
      width: 170,
      cell: ({ phone }) => <Reach scheme="tel" address={phone} />,
    },
    {
      id: 'owner_name',
      label: t('accounts.owner'),
      type: 'text',
      width: 130,
      isSortable: true,
      cell: (contact) => contact.owner_name ?? '–',
    },
    ...(edit === null ? [] : [deeds]),
  ]
}

/** An address that a press writes to or calls. The scheme is ours, the rest is encoded: nothing else can be made to open. */
function Reach({ scheme, address }: { scheme: 'mailto' | 'tel'; address: string | null | undefined }) {
  if (!address) return '–'
  return <Anchor href={`${scheme}:${encodeURIComponent(address)}`}>{address}</Anchor>
}
