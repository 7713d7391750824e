import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { useT } from '../i18n.tsx'
import { areas, existing, settings, type Place } from './areas.ts'
import classes from './navigation.module.css'
import { useSession } from './session.tsx'
import { WorkspaceMenu } from './workspace-menu.tsx'

type Props = { view: 'words' | 'icons'; onFold?: () => void }

export function Navigation({ view, onFold }: Props) {
  const t = useT()
  const router = useRouter()
  const knows = (path: string): boolean => Object.hasOwn(router.routesByPath, path)
  const foldLabel = view === 'icons' ? t('nav.unfold') : t('nav.fold')
  return (
    <nav className={classes.nav} aria-label={t('nav.label')} data-view={view}>
      <WorkspaceMenu view={view} />
      <div className={classes.areas}>
        {existing(areas, knows).map((area) => (
          <div key={area.label ?? 'home'} className={classes.area}>
            {area.label !== null && view === 'words' && <p className={classes.areaLabel}>{t(area.label)}</p>}
            <ul>
              {area.places.map((place) => (
                <PlaceLink key={place.to} place={place} view={view} />
              ))}
            </ul>
          </div>
        ))}
      </div>
      <ul className={classes.foot}>
        {knows(settings.to) && <PlaceLink place={settings} view={view} />}
        {onFold && (
          <li>
            <Tooltip label={foldLabel} position="right">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={foldLabel}
                onClick={onFold}
                className={classes.fold}
              >
                {view === 'icons' ? (
                  <IconLayoutSidebarLeftExpand size={17} />
                ) : (
                  <IconLayoutSidebarLeftCollapse size={17} />
                )}
              </ActionIcon>
            </Tooltip>
          </li>
        )}
      </ul>
    </nav>
  )
}

function PlaceLink({ place, view }: { place: Place; view: Props['view'] }) {
  const t = useT()
  const { workspace } = useSession()
  const { icon: PlaceIcon } = place
  const label = t(place.label)
  const isHome = place.to.endsWith('$workspace')
  return (
    <li>
      <Tooltip label={label} position="right" disabled={view === 'words'}>
        <Link
          to={place.to}
          params={{ workspace: workspace.slug } as never}
          className={classes.link ?? ''}
          activeOptions={{ exact: isHome, includeSearch: false }}
          aria-label={label}
        >
          <PlaceIcon size={17} stroke={1.6} aria-hidden />
          {view === 'words' && <span>{label}</span>}
        </Link>
      </Tooltip>
    </li>
  )
}
