import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './pages.module.css'

type Props = { label: string; value: string; onChange: (words: string) => void }

/** Words to search by; the list follows when the typing pauses. */
export function SearchBox({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState({ value, sent: value })
  const tell = useDebouncedCallback((words: string) => {
    setKnown((before) => ({ ...before, sent: words }))
    onChange(words)
  }, 250)
  // Words that were not typed here: another view was opened, or the filters were cleared.
  if (value !== known.value) {
    setKnown({ value, sent: value })
    if (value !== known.sent) setTyped(value)
  }
  return (
    <TextInput
      className={classes.search}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}
