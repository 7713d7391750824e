import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import { useIsCompact } from '../density.tsx'
import { ColumnMenu } from './column-menu.tsx'
import { ErrorState } from './error-state.tsx'
import { TableHeader } from './table-header.tsx'
import { SkeletonRow, TableRow } from './table-row.tsx'
import type { TakeHome } from './table-export.ts'
import { TableToolbar } from './table-toolbar.tsx'
import { widthOf, type ColumnChoice, type DataColumn, type RowSource, type TableSort } from './table-column.ts'
import classes from './data-table.module.css'
import type { Selection } from './table-selection.ts'
import { useColumnLayout } from './use-column-layout.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useRows } from './use-rows.ts'

export type DataTableProps<Row extends object> = {
  /** Remembers the layout; one per kind of list. */
  id: string
  /** What the rows are, for those who hear the page. */
  label: string
  columns: readonly DataColumn<Row>[]
  /** Which of them are seen, where a view or an address says so. */
  chosen?: ColumnChoice
  source: RowSource<Row>
  rowId: (row: Row) => string
  sort?: TableSort | null
  onSort?: (sort: TableSort) => void
  onOpen?: (row: Row) => void
  selection?: Selection
  /** Filter chips and search, left of the table's own buttons. */
  toolbar?: ReactNode
  /** How many rows there are in all, in words. */
  summary?: ReactNode
  empty: ReactNode
  onExport?: TakeHome
  /** `fill` takes the height left on the screen; `content` grows with few rows and scrolls after a dozen. */
  height?: 'fill' | 'content'
}

const rowHeights = { comfortable: 40, compact: 30 }
const skeletonCount = 12
/** How far before the end of what is loaded the next page is asked for. */
const lookAhead = 30

/** The one table: virtual rows, keyset pages, columns chosen by the reader, everything by keyboard. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, source, rowId, onOpen, selection } = props
  const t = useT()
  const gridId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [ownSort, setOwnSort] = useState<TableSort | null>(null)
  const sort = props.sort === undefined ? ownSort : props.sort
  const layout = useColumnLayout(props.id, columns, props.chosen)
  const { rows, isLoading, hasMore, loadMore, error, retry } = useRows(source, columns, sort)
  const rowHeight = useIsCompact() ? rowHeights.compact : rowHeights.comfortable

  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const shown = layout.getVisibleLeafColumns().flatMap((column) => byId.get(column.id) ?? [])
  const sizes = shown.map((column) => layout.getColumn(column.id)?.getSize() ?? widthOf(column))
  const count = isLoading ? skeletonCount : rows.length + (hasMore ? skeletonCount / 4 : 0)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1)
      if (last && hasMore && last.index >= rows.length - lookAhead) loadMore()
    },
  })
  const keys = useGridKeys({
    rowCount: rows.length,
    columnCount: shown.length,
    pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    scrollTo: (cell) => {
      virtualizer.scrollToIndex(cell.row)
      scrollToColumn(scroller.current, cell.column)
    },
    onOpen: onOpen && ((row) => withRow(rows, row, onOpen)),
    onToggle: selection && ((row) => withRow(rows, row, (item) => toggle(selection, rowId(item)))),
  })

  const isActiveDrawn = virtualizer.getVirtualItems().some((item) => item.index === keys.active?.row && !isLoading)

  const changeSort = (next: TableSort): void => {
    setOwnSort(next)
    props.onSort?.(next)
    virtualizer.scrollToOffset(0)
  }
  const isEmpty = !isLoading && error === null && rows.length === 0
  // A short list with nothing to choose has no bar above it.
  const isBare = !props.toolbar && !props.onExport && !selection && (isEmpty || columns.length < 5)
  return (
    <section className={classes.frame} data-height={props.height ?? 'content'} aria-label={props.label}>
      {!isBare && (
        <TableToolbar
          selection={selection}
          summary={props.summary}
          onExport={
            props.onExport &&
            ((format) =>
              props.onExport?.(
                shown.map((column) => column.id),
                format,
              ))
          }
          columnMenu={<ColumnMenu layout={layout} columns={byId} />}
        >
          {props.toolbar}
        </TableToolbar>
      )}
      {error !== null && rows.length === 0 && <ErrorState error={error} onRetry={retry} />}
      {isEmpty && props.empty}
      {!isEmpty && (error === null || rows.length > 0) && (
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          className={classes.grid}
          aria-label={props.label}
          aria-rowcount={hasMore ? -1 : rows.length + 1}
          aria-colcount={shown.length}
          aria-busy={isLoading}
          aria-multiselectable={selection ? true : undefined}
          aria-activedescendant={isActiveDrawn ? `${gridId}-${keys.active?.row}-${keys.active?.column}` : undefined}
          onKeyDown={keys.onKeyDown}
          style={gridStyle(sizes, selection !== undefined, rowHeight)}
        >
          <TableHeader
            layout={layout}
            columns={shown}
            sort={sort}
            onSort={changeSort}
            selection={selection}
            loadedIds={() => rows.map(rowId)}
          />
          <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map((item) => {
              const row = isLoading ? undefined : rows[item.index]
              if (row === undefined) {
                return <SkeletonRow key={item.key} top={item.start} columns={shown} isSelectable={Boolean(selection)} />
              }
              const id = rowId(row)
              return (
                <TableRow
                  key={id}
                  row={row}
                  gridId={gridId}
                  index={item.index}
                  top={item.start}
                  columns={shown}
                  activeColumn={keys.active?.row === item.index ? keys.active.column : null}
                  isSelected={selection ? selection.ids.has(id) : null}
                  onToggle={selection && (() => toggle(selection, id))}
                  onOpen={onOpen}
                  onPoint={(column) => keys.setActive({ row: item.index, column })}
                />
              )
            })}
          </div>
        </div>
      )}
      <span className={classes.status} role="status">
        {isLoading ? t('table.loading') : ''}
      </span>
    </section>
  )
}

const checkWidth = 40

/** The first column takes the room that is left, so that a wide screen has no empty edge; on a phone it leaves half. */
function gridStyle(sizes: readonly number[], isSelectable: boolean, rowHeight: number): CSSProperties {
  const [first = 0, ...others] = sizes
  const check = isSelectable ? checkWidth : 0
  const columns = [
    ...(isSelectable ? [`${check}px`] : []),
    'minmax(var(--first), 1fr)',
    ...others.map((size) => `${size}px`),
  ]
  const rest = others.reduce((sum, size) => sum + size, check)
  return {
    '--first': `min(${first}px, 46vw)`,
    '--cols': columns.join(' '),
    '--total': `calc(var(--first) + ${rest}px)`,
    '--k-row': `${rowHeight}px`,
  } as CSSProperties
}

function toggle(selection: Selection, id: string): void {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  selection.onChange(ids)
}

function withRow<Row>(rows: readonly Row[], index: number, act: (row: Row) => void): void {
  const row = rows[index]
  if (row !== undefined) act(row)
}

/** Brings a column into view beside the first one, which stays. */
function scrollToColumn(scroller: HTMLDivElement | null, column: number): void {
  const header = scroller?.querySelector<HTMLElement>(`[role="columnheader"][aria-colindex="${column + 1}"]`)
  header?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
