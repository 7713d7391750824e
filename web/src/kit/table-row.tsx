import { Checkbox } from '@mantine/core'
import type { MouseEvent } from 'react'
import { useT } from '../i18n.tsx'
import classes from './data-table.module.css'
import { isRightAligned, type DataColumn } from './table-column.ts'

type Props<Row> = {
  row: Row
  gridId: string
  index: number
  top: number
  columns: readonly DataColumn<Row>[]
  activeColumn: number | null
  /** null: rows of this table cannot be selected. */
  isSelected: boolean | null
  onToggle: (() => void) | undefined
  onOpen: ((row: Row) => void) | undefined
  onPoint: (column: number) => void
}

/** A link or a control inside a cell keeps its own click; a text selection is no click at all. */
function isOwnClick(event: MouseEvent<HTMLElement>): boolean {
  const target = event.target as HTMLElement
  return target.closest('a,button,input,label') === null && getSelection()?.isCollapsed !== false
}

export function TableRow<Row>(props: Props<Row>) {
  const { row, gridId, index, columns, activeColumn, isSelected, onToggle, onOpen, onPoint } = props
  const t = useT()
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected ?? undefined}
      className={classes.row}
      data-active={activeColumn !== null || undefined}
      data-opens={onOpen !== undefined || undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={(event) => isOwnClick(event) && onOpen?.(row)}
    >
      {isSelected !== null && (
        <div role="gridcell" className={classes.check}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t('table.select_row')}
            checked={isSelected}
            onChange={onToggle}
          />
        </div>
      )}
      {columns.map((column, i) => (
        <div
          key={column.id}
          id={`${gridId}-${index}-${i}`}
          role="gridcell"
          aria-colindex={i + 1}
          className={classes.cell}
          data-right={isRightAligned(column.type) || undefined}
          data-pinned={i === 0 || undefined}
          data-after-check={isSelected !== null || undefined}
          data-current={activeColumn === i || undefined}
          onMouseDown={() => onPoint(i)}
        >
          <span className={classes.value}>{column.cell(row)}</span>
        </div>
      ))}
    </div>
  )
}

type SkeletonProps<Row> = { top: number; columns: readonly DataColumn<Row>[]; isSelectable: boolean }

/** Stands where a row will be, at the row's own height: nothing moves when the rows arrive. */
export function SkeletonRow<Row>({ top, columns, isSelectable }: SkeletonProps<Row>) {
  return (
    <div role="row" aria-hidden className={classes.row} style={{ transform: `translateY(${top}px)` }}>
      {isSelectable && <div role="gridcell" className={classes.check} />}
      {columns.map((column, i) => (
        <div
          key={column.id}
          role="gridcell"
          className={classes.cell}
          data-right={isRightAligned(column.type) || undefined}
          data-pinned={i === 0 || undefined}
        >
          <span className={classes.bone} style={{ width: `${40 + ((top + i * 37) % 45)}%` }} />
        </div>
      ))}
    </div>
  )
}
