import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconFileText, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './data-table.module.css'
import type { ExportFormat } from './table-export.ts'
import type { Selection } from './table-selection.ts'

type Props = {
  selection: Selection | undefined
  summary: ReactNode
  onExport: ((format: ExportFormat) => void) | undefined
  columnMenu: ReactNode
  children: ReactNode
}

/** Above the rows: what narrows them, how many there are, what can be done with them. */
export function TableToolbar({ selection, summary, onExport, columnMenu, children }: Props) {
  return (
    <div className={classes.toolbar}>
      {selection && selection.ids.size > 0 ? <SelectionBar selection={selection} /> : children}
      <span className={classes.spacer} />
      {summary !== undefined && <span className={classes.summary}>{summary}</span>}
      {columnMenu}
      {onExport && <ExportMenu onExport={onExport} />}
    </div>
  )
}

function ExportMenu({ onExport }: { onExport: (format: ExportFormat) => void }) {
  const t = useT()
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <Tooltip label={t('table.export')}>
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('table.export')}>
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileSpreadsheet size={16} />} onClick={() => onExport('xlsx')}>
          {t('table.export_xlsx')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileText size={16} />} onClick={() => onExport('csv')}>
          {t('table.export_csv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
