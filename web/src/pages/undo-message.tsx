import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import classes from './pages.module.css'

/** What was done, and a button that takes it back. */
export function UndoMessage({ onUndo, children }: { onUndo: () => void; children: ReactNode }) {
  const t = useT()
  return (
    <span className={classes.row}>
      {children}
      <Button size="compact-sm" variant="default" onClick={onUndo}>
        {t('record.undo')}
      </Button>
    </span>
  )
}
