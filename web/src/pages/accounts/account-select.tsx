import { Select } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../i18n.tsx'
import { useRead } from '../use-read.ts'

export type AccountChoice = { id: string; name: string }
type Props = {
  label: string
  /** The one chosen at first, which may not be among those asked for. */
  first: AccountChoice | undefined
  value: string | null
  onChange: (id: string | null) => void
}

/** Companies may be many: those that fit what is typed are asked for. */
export function AccountSelect({ label, first, value, onChange }: Props) {
  const t = useT()
  const [words, setWords] = useState('')
  const chosen = first && words === first.name
  const found = useRead('accounts.list', {
    limit: 50,
    sort: 'name',
    ...(words === '' || chosen ? {} : { search: words }),
  })
  const items = found.data?.items ?? []
  const all = first && !items.some(({ id }) => id === first.id) ? [first, ...items] : items
  return (
    <Select
      searchable
      clearable
      label={label}
      data={all.map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setWords}
      nothingFoundMessage={t('deals.no_account')}
    />
  )
}
