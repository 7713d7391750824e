import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table'
import { useEffect, useMemo } from 'react'
import { readJsonSetting, writeSetting } from '../settings.ts'
import { widthOf, type DataColumn } from './table-column.ts'

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

/** New columns take their place from the definition, after those whose order the reader chose. */
function orderOf<Row>(columns: readonly DataColumn<Row>[], stored: readonly string[]): string[] {
  const known = columns.map((column) => column.id)
  const chosen = stored.filter((id) => known.includes(id))
  return [...chosen, ...known.filter((id) => !chosen.includes(id))]
}

/** Which columns are seen, in what order and width: chosen by the reader, remembered by `tableId`. */
export function useColumnLayout<Row extends object>(tableId: string, columns: readonly DataColumn<Row>[]) {
  const stored = useMemo(() => readLayout(tableId), [tableId])
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
    const isShown = (column: DataColumn<Row>): boolean =>
      stored.shown.includes(column.id) || !(stored.hidden.includes(column.id) || column.isHiddenAtFirst === true)
    return {
      columnOrder: orderOf(columns, stored.order),
      columnSizing: stored.widths,
      columnVisibility: Object.fromEntries(columns.map((column) => [column.id, isShown(column)])),
    }
    // Only the first definition counts: afterwards the reader's choice is state.
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

  useEffect(() => {
    const entries = Object.entries(columnVisibility)
    const layout: Layout = {
      order: columnOrder,
      hidden: entries.filter(([, isVisible]) => isVisible === false).map(([id]) => id),
      shown: entries.filter(([, isVisible]) => isVisible).map(([id]) => id),
      widths: columnSizing,
    }
    writeSetting(`table.${tableId}`, JSON.stringify(layout))
  }, [tableId, columnOrder, columnSizing, columnVisibility])

  return table
}

const noRows: object[] = []

export type ColumnLayout<Row extends object> = ReturnType<typeof useColumnLayout<Row>>
