import { readDate } from '../../base/date-text.ts'
import type { Evidence } from '../../base/file-shape.ts'
import { readNumber } from '../../base/number-text.ts'
import type { FileRow } from './rows.ts'

export type HeaderGuess = { headerRow: number | null; columnCount: number; names: string[]; evidence: Evidence[] }

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length

function usualWidth(rows: readonly FileRow[]): number {
  const times = new Map<number, number>()
  for (const { cells } of rows) times.set(cells.length, (times.get(cells.length) ?? 0) + 1)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

const isValue = (cell: string): boolean =>
  readNumber(cell, '.') !== null ||
  readNumber(cell, ',') !== null ||
  readDate(cell, 'dmy') !== null ||
  readDate(cell, 'mdy') !== null

/** A first row whose own words stand again below it in the same column is data. */
const recurringCell = (first: FileRow, others: readonly FileRow[]): number =>
  first.cells.findIndex((cell, i) => cell.trim() !== '' && others.some(({ cells }) => cells[i]?.trim() === cell.trim()))

function whyNoHeader(first: FileRow, others: readonly FileRow[]): Evidence | null {
  const value = first.cells.findIndex((cell) => isValue(cell))
  if (value >= 0)
    return { code: 'no_header_value_in_first_row', params: { column: value + 1, value: first.cells[value] ?? '' } }
  const recurring = recurringCell(first, others)
  if (recurring < 0) return null
  return { code: 'no_header_first_row_recurs', params: { column: recurring + 1, value: first.cells[recurring] ?? '' } }
}

/** Every column gets a name of its own: an empty one is column_3, a second "Date" is "Date (2)". */
function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Set<string>()
  return cells.map((cell, i) => {
    const wanted = cell.trim() || `column_${i + 1}`
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`
    taken.add(name)
    return name
  })
}

/** Titles above a report's table fill a cell or two of many. */
const isTitle = (row: FileRow, width: number): boolean => width > 2 && filled(row.cells) <= Math.max(1, width / 4)

/**
 * Which row names the columns, if any, and how many columns there are.
 * @param rows first rows of the file that are not blank, at least one, in order
 */
export function findHeader(rows: readonly FileRow[]): HeaderGuess {
  const width = usualWidth(rows)
  const start = Math.max(
    0,
    rows.findIndex((row) => !isTitle(row, width)),
  )
  const first = rows[start] ?? { row: 1, cells: [], problem: null }
  const evidence: Evidence[] = start > 0 ? [{ code: 'rows_above_header', params: { row_count: start } }] : []
  const others = rows.slice(start + 1)
  const reason = whyNoHeader(first, others)
  if (reason) {
    // Titles without a header below them are bad rows of the table, not something to skip unsaid.
    return {
      headerRow: null,
      columnCount: width,
      names: uniqueNames(Array.from({ length: width }, () => '')),
      evidence: [reason],
    }
  }
  const isTrailing = first.cells.length > width && filled(first.cells.slice(width)) === 0
  const cells = isTrailing ? first.cells.slice(0, width) : first.cells
  evidence.push({ code: 'header_found', params: { row: first.row } })
  return { headerRow: first.row, columnCount: cells.length, names: uniqueNames(cells), evidence }
}

/** Names for a header row that the reader chose: 1-based row, null for none. */
export function headerAt(rows: readonly FileRow[], headerRow: number | null): HeaderGuess {
  const chosen = rows.find(({ row }) => row === headerRow)
  const columnCount = chosen?.cells.length ?? usualWidth(rows)
  const names = uniqueNames(chosen?.cells ?? Array.from({ length: columnCount }, () => ''))
  return {
    headerRow: chosen ? headerRow : null,
    columnCount,
    names,
    evidence: [{ code: 'header_chosen', params: { row: headerRow } }],
  }
}
