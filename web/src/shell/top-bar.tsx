import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { useT } from '../i18n.tsx'
import { AsOfControl } from '../kit/as-of-control.tsx'
import { PersonMenu } from './person-menu.tsx'
import { RunningJobs } from './running-jobs.tsx'
import { useSession } from './session.tsx'
import classes from './top-bar.module.css'
import { useAsOf } from './use-as-of.ts'

const paletteKeys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

export function TopBar({ onMenu }: { onMenu: (() => void) | undefined }) {
  const t = useT()
  const { today } = useSession()
  const { asOf, setAsOf } = useAsOf()
  return (
    <header className={classes.bar}>
      {onMenu && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('nav.open')} onClick={onMenu}>
          <IconMenu2 size={19} />
        </ActionIcon>
      )}
      <UnstyledButton className={classes.search} aria-label={t('shell.search')} onClick={() => spotlight.open()}>
        <IconSearch size={15} aria-hidden />
        <span className={classes.searchText}>{t('shell.search_short')}</span>
        <Kbd className={classes.keys}>{paletteKeys}</Kbd>
      </UnstyledButton>
      <span className={classes.spacer} />
      <AsOfControl value={asOf} today={today} onChange={setAsOf} />
      <RunningJobs />
      <PersonMenu />
    </header>
  )
}
