import { Select } from '@mantine/core'
import { useT } from '../../i18n.tsx'
import { usePeopleChoices } from './use-people-choices.ts'

type Props = { label: string; value: string | null; onChange: (id: string | null) => void }

/** One of the people, or nobody. */
export function PersonSelect({ label, value, onChange }: Props) {
  const t = useT()
  const people = usePeopleChoices()
  return (
    <Select
      searchable
      clearable
      label={label}
      placeholder={t('people.nobody')}
      nothingFoundMessage={t('filter.nothing')}
      data={people}
      value={value}
      onChange={onChange}
    />
  )
}
