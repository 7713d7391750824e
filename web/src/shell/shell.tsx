import { Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useState, type ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import { AsOfBand } from '../kit/as-of-control.tsx'
import { PageSkeleton } from '../kit/page-skeleton.tsx'
import { readSetting, writeSetting } from '../settings.ts'
import { CommandPalette } from './command-palette.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useAsOf } from './use-as-of.ts'

/** Menu on the left, bar on top, the page between; a yellow band above all when the past is looked at. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useT()
  const { asOf, setAsOf } = useAsOf()
  const isPhone = useMediaQuery('(max-width: 800px)') ?? false
  const [isDrawerOpen, drawer] = useDisclosure(false)
  const [isFolded, setIsFolded] = useState(() => readSetting('menu') === 'folded')
  const { pathname } = useLocation()
  const { close } = drawer
  useEffect(close, [pathname, close])
  const fold = (next: boolean): void => {
    writeSetting('menu', next ? 'folded' : 'open')
    setIsFolded(next)
  }
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('shell.skip')}
      </a>
      {asOf !== null && <AsOfBand day={asOf} onBack={() => setAsOf(null)} />}
      <div className={classes.columns}>
        {!isPhone && (
          <aside className={classes.side} data-folded={isFolded || undefined}>
            <Navigation view={isFolded ? 'icons' : 'words'} onFold={() => fold(!isFolded)} />
          </aside>
        )}
        <div className={classes.main}>
          <TopBar onMenu={isPhone ? drawer.open : undefined} />
          <main id="content" tabIndex={-1} className={classes.content}>
            <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
          </main>
        </div>
      </div>
      <Drawer
        opened={isPhone && isDrawerOpen}
        onClose={drawer.close}
        size={280}
        padding={0}
        title={<span className={classes.drawerTitle}>Kurs</span>}
        closeButtonProps={{ 'aria-label': t('nav.close') }}
      >
        <Navigation view="words" />
      </Drawer>
      <CommandPalette />
    </div>
  )
}
