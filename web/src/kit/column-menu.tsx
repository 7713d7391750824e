import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconColumns3 } from '@tabler/icons-react'
import { useT } from '../i18n.tsx'
import classes from './data-table.module.css'
import type { DataColumn } from './table-column.ts'
import type { ColumnLayout } from './use-column-layout.ts'

type Props<Row extends object> = { layout: ColumnLayout<Row>; columns: ReadonlyMap<string, DataColumn<Row>> }

/** Which columns, in which order. The first stays: it names the row. */
export function ColumnMenu<Row extends object>({ layout, columns }: Props<Row>) {
  const t = useT()
  const ordered = layout.getAllLeafColumns()
  const move = (id: string, by: number): void =>
    layout.setColumnOrder(() => {
      const ids = ordered.map((column) => column.id)
      const from = ids.indexOf(id)
      ids.splice(from, 1)
      ids.splice(from + by, 0, id)
      return ids
    })
  const reset = (): void => {
    layout.setColumnOrder([...columns.keys()])
    layout.setColumnVisibility(
      Object.fromEntries([...columns.values()].map((column) => [column.id, column.isHiddenAtFirst !== true])),
    )
    layout.setColumnSizing({})
  }
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('table.columns')}>
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={t('table.columns')}>
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t('table.columns')}>
        <ul className={classes.columnList}>
          {ordered.map((column, i) => (
            <li key={column.id}>
              <Checkbox
                size="xs"
                label={columns.get(column.id)?.label}
                checked={column.getIsVisible()}
                disabled={i === 0}
                onChange={(event) => column.toggleVisibility(event.currentTarget.checked)}
              />
              <span className={classes.spacer} />
              <MoveButton label={t('table.move_left')} isDisabled={i < 2} onClick={() => move(column.id, -1)}>
                <IconChevronUp size={14} />
              </MoveButton>
              <MoveButton
                label={t('table.move_right')}
                isDisabled={i === 0 || i === ordered.length - 1}
                onClick={() => move(column.id, 1)}
              >
                <IconChevronDown size={14} />
              </MoveButton>
            </li>
          ))}
        </ul>
        <Button variant="subtle" color="gray" size="compact-sm" fullWidth onClick={reset}>
          {t('table.reset_columns')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

type MoveProps = { label: string; isDisabled: boolean; onClick: () => void; children: React.ReactNode }

function MoveButton({ label, isDisabled, onClick, children }: MoveProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} disabled={isDisabled} onClick={onClick}>
      {children}
    </ActionIcon>
  )
}
