import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table'
import { useEffect, useMemo, useRef } from 'react'
import { readJsonSetting, writeSetting } from '../settings.ts'
import { widthOf, type ColumnChoice, type DataColumn } from './table-column.ts'

const features = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
})

type Layout = { order: string[]; hidden: string[]; shown: string[]; widths: Record<string, number> }

/** Whatever an older version of the page stored, only what still fits is taken. */
function readLayout(tableId: string): Layout {
  const stored = readJsonSetting(`table.${tableId}`)
  const empty: Layout = { order: [], hidden: [], shown: [], widths: {} }
  if (typeof stored !== 'object' || stored === null) return empty
  const { order, hidden, shown, widths } = stored as Partial<Record<keyof Layout, unknown>>
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
  const sizes = typeof widths === 'object' && widths !== null ? Object.entries(widths) : []
  return {
    order: texts(order),
    hidden: texts(hidden),
    shown: texts(shown),
    widths: Object.fromEntries(sizes.filter((entry): entry is [string, number] => typeof entry[1] === 'number')),
  }
}

/** The columns that the reader sees in a table of this kind, in order; null before the first time. */
export function storedColumns(tableId: string): string[] | null {
  const { order, shown } = readLayout(tableId)
  const ids = order.filter((id) => shown.includes(id))
  return ids.length > 0 ? ids : null
}

/** New columns take their place from the definition, after those whose order the reader chose. */
function orderOf<Row>(columns: readonly DataColumn<Row>[], stored: readonly string[]): string[] {
  const known = columns.map((column) => column.id)
  const chosen = stored.filter((id) => known.includes(id))
  return [...chosen, ...known.filter((id) => !chosen.includes(id))]
}

type Arranged = { columnOrder: string[]; columnVisibility: Record<string, boolean> }

/** Those that were chosen, else as the reader left them, else as defined. */
function arranged<Row>(columns: readonly DataColumn<Row>[], stored: Layout, chosen: ColumnChoice): Arranged {
  const ids = chosen.ids?.filter((id) => columns.some((column) => column.id === id)) ?? []
  const isShown = (column: DataColumn<Row>): boolean =>
    ids.length > 0
      ? ids.includes(column.id)
      : stored.shown.includes(column.id) || !(stored.hidden.includes(column.id) || column.isHiddenAtFirst === true)
  return {
    columnOrder: orderOf(columns, ids.length > 0 ? ids : stored.order),
    columnVisibility: Object.fromEntries(columns.map((column) => [column.id, isShown(column)])),
  }
}

const seenIn = ({ columnOrder, columnVisibility }: Arranged): string[] =>
  columnOrder.filter((id) => columnVisibility[id] !== false)

const readersOwn: ColumnChoice = { ids: null, onChange: null }

/** Which columns are seen, in what order and width: chosen by the reader, remembered by `tableId`, or told by `chosen`. */
export function useColumnLayout<Row extends object>(
  tableId: string,
  columns: readonly DataColumn<Row>[],
  chosen = readersOwn,
) {
  const definitions = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.id,
        header: column.label,
        size: widthOf(column),
        minSize: 56,
        maxSize: 900,
      })),
    [columns],
  )
  const initialState = useMemo(() => {
    const stored = readLayout(tableId)
    return { ...arranged(columns, stored, chosen), columnSizing: stored.widths }
    // Only the first definition counts: what follows is state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tableId])
  const table = useTable({
    features,
    columns: definitions,
    data: noRows as Row[],
    initialState,
    columnResizeMode: 'onChange',
  })
  const { columnOrder, columnSizing, columnVisibility } = table.state
  const told = useRef(seenIn(initialState).join())

  // Another view, or columns that are known only now (custom fields), arrange the table anew.
  const asked = [chosen.ids?.join() ?? '', ...columns.map(({ id }) => id)].join(';')
  const done = useRef(asked)
  useEffect(() => {
    if (done.current === asked) return
    done.current = asked
    const next = arranged(columns, readLayout(tableId), chosen)
    told.current = seenIn(next).join()
    table.setColumnOrder(next.columnOrder)
    table.setColumnVisibility(next.columnVisibility)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, tableId])

  useEffect(() => {
    const own = readLayout(tableId)
    const seen = seenIn({ columnOrder, columnVisibility })
    if (chosen.onChange !== null) {
      writeSetting(`table.${tableId}`, JSON.stringify({ ...own, widths: columnSizing }))
      if (seen.join() !== told.current) chosen.onChange(seen)
    } else {
      const entries = Object.entries(columnVisibility)
      const layout: Layout = {
        order: columnOrder,
        hidden: entries.filter(([, isVisible]) => isVisible === false).map(([id]) => id),
        shown: entries.filter(([, isVisible]) => isVisible).map(([id]) => id),
        widths: columnSizing,
      }
      writeSetting(`table.${tableId}`, JSON.stringify(layout))
    }
    told.current = seen.join()
    // A change of the table is told, not a change of who is told.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tableId, columnOrder, columnSizing, columnVisibility])

  return table
}

const noRows: object[] = []

export type ColumnLayout<Row extends object> = ReturnType<typeof useColumnLayout<Row>>
