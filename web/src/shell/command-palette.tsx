import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import {
  IconArrowRight,
  IconBuilding,
  IconCoins,
  IconLanguage,
  IconMoon,
  IconSearch,
  IconSun,
  IconUser,
  type Icon,
} from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useLanguage, useT } from '../i18n.tsx'
import classes from './command-palette.module.css'
import { areas, existing, settings } from './areas.ts'
import { useKeepLanguage } from './keep-language.ts'
import { useSession } from './session.tsx'
import { useFoundRecords } from './use-found-records.ts'

type Entry = { id: string; label: string; note?: string | undefined; icon: Icon; run: () => void }
type Group = { label: string; entries: Entry[] }

/** Ctrl or ⌘ K: go to any page or record, do anything that needs no form. */
export function CommandPalette() {
  const t = useT()
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query, 150)
  const pages = usePages()
  const deeds = useDeeds()
  const records = useRecords(settled)
  const groups = [
    { label: t('palette.go'), entries: pages.filter((entry) => fits(entry, query)) },
    ...records,
    { label: t('palette.do'), entries: deeds.filter((entry) => fits(entry, query)) },
  ].filter((group) => group.entries.length > 0)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      clearQueryOnClose
      scrollable
      maxHeight={420}
      size={600}
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
      classNames={{ actionsGroup: classes.group ?? '' }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('shell.search')}
        leftSection={<IconSearch size={17} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
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

const fits = (entry: Entry, query: string): boolean =>
  query
    .toLocaleLowerCase('uk')
    .split(/\s+/)
    .every((word) => entry.label.toLocaleLowerCase('uk').includes(word))

function usePages(): Entry[] {
  const t = useT()
  const router = useRouter()
  const navigate = useNavigate()
  const { workspace } = useSession()
  const all = [...areas, { label: null, places: [settings] }]
  return existing(all, (path) => Object.hasOwn(router.routesByPath, path)).flatMap((area) =>
    area.places.map((place) => ({
      id: place.to,
      label: t(place.label),
      icon: IconArrowRight,
      run: () => void navigate({ to: place.to, params: { workspace: workspace.slug } } as never),
    })),
  )
}

function useDeeds(): Entry[] {
  const t = useT()
  const { language, setLanguage } = useLanguage()
  const keepLanguage = useKeepLanguage()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  return [
    {
      id: 'scheme',
      label: isDark ? t('palette.light') : t('palette.dark'),
      icon: isDark ? IconSun : IconMoon,
      run: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
    {
      id: 'language',
      label: t('palette.language'),
      icon: IconLanguage,
      run: () => {
        const chosen = language === 'uk' ? 'en' : 'uk'
        setLanguage(chosen)
        keepLanguage(chosen)
      },
    },
  ]
}

const icons: Record<'deals' | 'accounts' | 'people', Icon> = {
  deals: IconCoins,
  accounts: IconBuilding,
  people: IconUser,
}

function useRecords(query: string): Group[] {
  const t = useT()
  const navigate = useNavigate()
  const { workspace } = useSession()
  return useFoundRecords(workspace.slug, query).map(({ noun, items }) => ({
    label: t(`palette.${noun}`),
    entries: items.map((item) => ({
      id: item.id,
      label: item.name,
      note: item.note,
      icon: icons[noun],
      run: () =>
        void navigate({ to: `/w/$workspace/${noun}/$id`, params: { workspace: workspace.slug, id: item.id } } as never),
    })),
  }))
}
