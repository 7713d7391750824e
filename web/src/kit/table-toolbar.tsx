import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconDownload, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './data-table.module.css'
import type { Selection } from './table-selection.ts'

type Props = {
  selection: Selection | undefined
  summary: ReactNode
  onExport: (() => void) | undefined
  columnMenu: ReactNode
  children: ReactNode
}

/** Above the rows: what narrows them, how many there are, what can be done with them. */
export function TableToolbar({ selection, summary, onExport, columnMenu, children }: Props) {
  const t = useT()
  return (
    <div className={classes.toolbar}>
      {selection && selection.ids.size > 0 ? <SelectionBar selection={selection} /> : children}
      <span className={classes.spacer} />
      {summary !== undefined && <span className={classes.summary}>{summary}</span>}
      {columnMenu}
      {onExport && (
        <Tooltip label={t('table.export')}>
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('table.export')} onClick={onExport}>
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}

function SelectionBar({ selection }: { selection: Selection }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className={classes.selection}>
      <Button
        variant="subtle"
        size="compact-sm"
        rightSection={<IconX size={13} />}
        onClick={() => selection.onChange(new Set())}
      >
        {t('table.selected', { count: selection.ids.size, shown: format.number(selection.ids.size) })}
      </Button>
      {selection.actions}
    </div>
  )
}
