import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  IconArrowRight,
  IconBaselineDensityMedium,
  IconBookmark,
  IconBuilding,
  IconCoins,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSun,
  IconUser,
  type Icon,
} from '@tabler/icons-react'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { read } from '../api.ts'
import { useDensity } from '../density.tsx'
import { useLanguage, useT } from '../i18n.tsx'
import { areas, existing, settings } from './areas.ts'
import { useKeepLanguage } from './keep-language.ts'
import { recentRecords, type RecentNoun } from './recent-records.ts'
import { useSession } from './session.tsx'
import { useAsOf } from './use-as-of.ts'
import { useFoundRecords } from './use-found-records.ts'

export type Entry = { id: string; label: string; note?: string | undefined; icon: Icon; run: () => void }
export type Group = { label: string; entries: Entry[] }

function useOpen(): (path: string, search?: Record<string, unknown>) => void {
  const navigate = useNavigate()
  const { workspace } = useSession()
  return (path, search = {}) =>
    void navigate({ to: `/w/$workspace${path}`, params: { workspace: workspace.slug }, search } as never)
}

/** Every page that the reader may open, the tabs of settings among them. */
export function usePages(): Entry[] {
  const t = useT()
  const router = useRouter()
  const open = useOpen()
  const { role } = useSession()
  const inWorkspace = '/w/$workspace'
  const places = existing([...areas, { label: null, places: [settings] }], (path) =>
    Object.hasOwn(router.routesByPath, path),
  ).flatMap((area) =>
    area.places.map(({ to, label, icon }) => ({
      id: to,
      label: t(label),
      icon,
      run: () => open(to.slice(inWorkspace.length)),
    })),
  )
  const tabs = (['members', 'keys', 'pipelines', 'products', 'rates', 'audit'] as const).filter(
    (tab) =>
      (tab !== 'members' || role === 'administrator') &&
      (tab !== 'audit' || role === 'administrator' || role === 'operations'),
  )
  return [
    ...places,
    ...tabs.map((tab) => ({
      id: `settings.${tab}`,
      label: t('palette.settings', { tab: t(`settings.tab.${tab}`) }),
      icon: settings.icon,
      run: () => open('/settings', { tab }),
    })),
    { id: 'profile', label: t('shell.profile'), icon: IconUser, run: () => open('/profile') },
  ]
}

/** The forms that begin something; nothing is begun in the past, nor by those who only look. */
export function useBeginnings(): Entry[] {
  const t = useT()
  const open = useOpen()
  const { role } = useSession()
  const { asOf } = useAsOf()
  if (asOf !== null || role === 'viewer') return []
  const made = [
    { id: 'new.deal', label: t('deals.new'), path: '/deals' },
    { id: 'new.account', label: t('accounts.new'), path: '/accounts' },
    { id: 'new.contact', label: t('accounts.new_contact'), path: '/contacts' },
    { id: 'new.activity', label: t('activities.log'), path: '/activities' },
  ]
  return made.map(({ id, label, path }) => ({ id, label, icon: IconPlus, run: () => open(path, { new: true }) }))
}

/** How things look, and the way out. */
export function useDeeds(): Entry[] {
  const t = useT()
  const { signOut } = useSession()
  const { language, setLanguage } = useLanguage()
  const keepLanguage = useKeepLanguage()
  const { setColorScheme } = useMantineColorScheme()
  const { density, setDensity } = useDensity()
  const isDark = useComputedColorScheme('light') === 'dark'
  const otherDensity = density === 'compact' ? 'comfortable' : 'compact'
  return [
    {
      id: 'scheme',
      label: isDark ? t('palette.light') : t('palette.dark'),
      icon: isDark ? IconSun : IconMoon,
      run: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
    {
      id: 'density',
      label: t(`palette.density.${otherDensity}`),
      icon: IconBaselineDensityMedium,
      run: () => setDensity(otherDensity),
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
    { id: 'sign_out', label: t('shell.sign_out'), icon: IconLogout, run: signOut },
  ]
}

/** Saved views of every list, one's own and those shared; asked for once the palette is open. */
export function useKeptViews(isOpen: boolean): Entry[] {
  const t = useT()
  const open = useOpen()
  const { workspace } = useSession()
  const { data } = useQuery({
    queryKey: [workspace.slug, 'views.list', {}],
    queryFn: ({ signal }) => read(workspace.slug, 'views.list', {}, signal),
    enabled: isOpen,
    retry: false,
  })
  return (data?.items ?? []).map(({ id, name, page, state }) => ({
    id,
    label: name,
    note: t(`nav.${page}`),
    icon: IconBookmark,
    run: () => open(`/${page}`, { ...state, saved: id }),
  }))
}

const icons: Record<RecentNoun, Icon> = { deals: IconCoins, accounts: IconBuilding, people: IconUser }

/** What was opened last in this tab. */
export function useRecent(isOpen: boolean): Entry[] {
  const t = useT()
  const open = useOpen()
  const { workspace, user } = useSession()
  const items = isOpen ? recentRecords(workspace.slug, user.email) : []
  return items.map(({ noun, id, name }) => ({
    id: `recent.${id}`,
    label: name,
    note: t(`palette.${noun}`),
    icon: icons[noun],
    run: () => open(`/${noun}/${id}`),
  }))
}

/** Records whose names hold the words, by kind; below the first few, the whole list with these words. */
export function useRecords(query: string): Group[] {
  const t = useT()
  const open = useOpen()
  const { workspace } = useSession()
  return useFoundRecords(workspace.slug, query).map(({ noun, items }) => ({
    label: t(`palette.${noun}`),
    entries: [
      ...items.map(({ id, name, note }) => ({
        id,
        label: name,
        note,
        icon: icons[noun],
        run: () => open(`/${noun}/${id}`),
      })),
      ...(noun === 'people'
        ? []
        : [
            {
              id: `all.${noun}`,
              label: t('palette.all_found', { words: query.trim() }),
              icon: IconArrowRight,
              run: () => open(`/${noun}`, { q: query.trim() }),
            },
          ]),
    ],
  }))
}
