import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../i18n.tsx'
import classes from './command-palette.module.css'
import {
  useBeginnings,
  useDeeds,
  useKeptViews,
  usePages,
  useRecent,
  useRecords,
  type Entry,
  type Group,
} from './palette-entries.ts'

/** What scrolls can be reached by Tab; the list hands this on to its scroll area, though its type does not say so. */
const reachable = { viewportProps: { tabIndex: 0 } }

/** Ctrl or ⌘ K: go to any page, record or saved view, begin anything that has a form, do anything that needs none. */
export function CommandPalette() {
  const t = useT()
  const [query, setQuery] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const groups = useGroups(query, isOpen)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setIsOpen(true)}
      onSpotlightClose={() => setIsOpen(false)}
      shortcut={['mod + K']}
      clearQueryOnClose
      scrollable
      maxHeight={460}
      size={600}
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
      classNames={{ actionsGroup: classes.group ?? '' }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('shell.search')}
        leftSection={<IconSearch size={17} stroke={1.6} />}
      />
      <Spotlight.ActionsList {...reachable}>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.entries.map(({ id, label, note, icon: EntryIcon, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                description={note}
                leftSection={<EntryIcon size={17} stroke={1.6} />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Nothing typed: what was opened last comes first. Something typed: what begins with it, then records. */
function useGroups(query: string, isOpen: boolean): Group[] {
  const t = useT()
  const [settled] = useDebouncedValue(query, 150)
  const fitting = (label: string, entries: Entry[]): Group => ({
    label,
    entries: entries.filter((entry) => fits(entry, query)),
  })
  const recent = useRecent(isOpen)
  const groups = [
    { label: t('palette.recent'), entries: query.trim() === '' ? recent : [] },
    fitting(t('palette.begin'), useBeginnings()),
    fitting(t('palette.views'), useKeptViews(isOpen)),
    fitting(t('palette.go'), usePages()),
    ...useRecords(settled),
    fitting(t('palette.do'), useDeeds()),
  ]
  return groups.filter((group) => group.entries.length > 0)
}

const fits = (entry: Entry, query: string): boolean =>
  query
    .toLocaleLowerCase('uk')
    .split(/\s+/)
    .every((word) => entry.label.toLocaleLowerCase('uk').includes(word))
