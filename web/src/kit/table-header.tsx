import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useT } from '../i18n.tsx'
import classes from './data-table.module.css'
import type { Selection } from './table-selection.ts'
import { firstDirection, isRightAligned, type DataColumn, type TableSort } from './table-column.ts'
import type { ColumnLayout } from './use-column-layout.ts'

type Props<Row extends object> = {
  layout: ColumnLayout<Row>
  columns: readonly DataColumn<Row>[]
  sort: TableSort | null
  onSort: (sort: TableSort) => void
  selection: Selection | undefined
  loadedIds: () => string[]
}

export function TableHeader<Row extends object>({ layout, columns, sort, onSort, selection, loadedIds }: Props<Row>) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {selection && <SelectAll selection={selection} loadedIds={loadedIds} />}
        {columns.map((column, i) => (
          <HeaderCell
            key={column.id}
            column={column}
            index={i}
            isAfterSelection={selection !== undefined}
            sort={sort}
            onSort={onSort}
            layout={layout}
          />
        ))}
      </div>
    </div>
  )
}

function SelectAll({ selection, loadedIds }: { selection: Selection; loadedIds: () => string[] }) {
  const t = useT()
  const ids = loadedIds()
  const isAll = ids.length > 0 && ids.every((id) => selection.ids.has(id))
  return (
    <div role="columnheader" className={classes.check}>
      <Checkbox
        size="xs"
        aria-label={t('table.select_all')}
        checked={isAll}
        indeterminate={!isAll && selection.ids.size > 0}
        onChange={() => selection.onChange(new Set(isAll ? [] : ids))}
      />
    </div>
  )
}

type CellProps<Row extends object> = Pick<Props<Row>, 'layout' | 'sort' | 'onSort'> & {
  column: DataColumn<Row>
  index: number
  isAfterSelection: boolean
}

const step = 16

function HeaderCell<Row extends object>({ column, index, isAfterSelection, layout, sort, onSort }: CellProps<Row>) {
  const t = useT()
  const isSorted = sort?.column === column.id
  const isSortable = column.isSortable === true || column.sortBy !== undefined
  const header = layout.getFlatHeaders().find((candidate) => candidate.column.id === column.id)
  const resizeBy = (change: number): void =>
    layout.setColumnSizing((sizes) => ({
      ...sizes,
      [column.id]: Math.max(56, (layout.getColumn(column.id)?.getSize() ?? 120) + change),
    }))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.shiftKey || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return
    event.preventDefault()
    resizeBy(event.key === 'ArrowRight' ? step : -step)
  }
  const onClick = (): void => {
    const reversed = sort?.direction === 'asc' ? 'desc' : 'asc'
    onSort({ column: column.id, direction: isSorted ? reversed : firstDirection(column.type) })
  }
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      className={classes.headCell}
      data-right={isRightAligned(column.type) || undefined}
      data-pinned={index === 0 || undefined}
      data-after-check={isAfterSelection || undefined}
    >
      {isSortable ? (
        <button
          type="button"
          className={classes.sort}
          onClick={onClick}
          onKeyDown={onKeyDown}
          title={t('table.sort_hint')}
        >
          <span>{column.label}</span>
          {isSorted && (sort.direction === 'asc' ? <IconArrowUp size={13} /> : <IconArrowDown size={13} />)}
        </button>
      ) : (
        <span className={classes.headLabel}>{column.label}</span>
      )}
      {header && (
        <span
          aria-hidden
          className={classes.resize}
          onMouseDown={header.getResizeHandler()}
          onTouchStart={header.getResizeHandler()}
          onDoubleClick={() => layout.getColumn(column.id)?.resetSize()}
        />
      )}
    </div>
  )
}
