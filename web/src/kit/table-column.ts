import type { ReactNode } from 'react'

/** What a column holds decides how it is aligned and how it sorts at first. */
export type ColumnType = 'text' | 'badge' | 'number' | 'money' | 'ratio' | 'day' | 'instant'

export type DataColumn<Row> = {
  id: string
  label: string
  type: ColumnType
  /** Pixels at first; the reader may change it. */
  width?: number
  cell: (row: Row) => ReactNode
  /** Present when rows are sorted here and not by the server. Nulls come last. */
  sortBy?: (row: Row) => string | number | null
  /** The server can sort by it (the id is the server's field). */
  isSortable?: boolean
  isHiddenAtFirst?: boolean
}

export type TableSort = { column: string; direction: 'asc' | 'desc' }

/** Columns chosen from outside: `ids` those that are seen, in order (null: as the reader has them); `onChange` null: the reader's own are kept here. */
export type ColumnChoice = { ids: readonly string[] | null; onChange: ((ids: string[]) => void) | null }

export type RowPage<Row> = { items: Row[]; next_cursor: string | null }

/** Rows at hand, or pages fetched as the reader scrolls. `key` must hold everything the answer depends on. */
export type RowSource<Row> =
  | { kind: 'rows'; rows: readonly Row[] }
  | {
      kind: 'pages'
      key: readonly unknown[]
      fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<RowPage<Row>>
    }

const widths: Record<ColumnType, number> = {
  text: 200,
  badge: 130,
  number: 110,
  money: 140,
  ratio: 110,
  day: 120,
  instant: 170,
}

export const widthOf = <Row>(column: DataColumn<Row>): number => column.width ?? widths[column.type]

const rightAligned: readonly ColumnType[] = ['number', 'money', 'ratio']
export const isRightAligned = (type: ColumnType): boolean => rightAligned.includes(type)

/** Numbers and days are wanted largest and latest first, names from the first letter. */
export const firstDirection = (type: ColumnType): TableSort['direction'] =>
  type === 'text' || type === 'badge' ? 'asc' : 'desc'

/** Sorts a copy; nulls last in both directions, ties keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  sortBy: (row: Row) => string | number | null,
  direction: TableSort['direction'],
  compareText: (a: string, b: string) => number,
): Row[] {
  const sign = direction === 'asc' ? 1 : -1
  return [...rows].sort((left, right) => {
    const a = sortBy(left)
    const b = sortBy(right)
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b)))
  })
}
