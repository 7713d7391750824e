import { useState, type KeyboardEvent } from 'react'

export type ActiveCell = { row: number; column: number }

type Moves = {
  rowCount: number
  columnCount: number
  /** Rows that one Page Down passes. */
  pageRows: number
  scrollTo: (cell: ActiveCell) => void
  onOpen?: ((row: number) => void) | undefined
  onToggle?: ((row: number) => void) | undefined
}

/**
 * Where the keyboard stands in a grid. The grid itself holds the focus and points at the cell (aria-activedescendant),
 * because the row under a roving tabindex disappears when it is scrolled out of a virtual list.
 */
export function useGridKeys({ rowCount, columnCount, pageRows, scrollTo, onOpen, onToggle }: Moves) {
  const [active, setActive] = useState<ActiveCell | null>(null)

  const moveTo = (row: number, column: number): void => {
    const cell = { row: clamp(row, rowCount), column: clamp(column, columnCount) }
    setActive(cell)
    scrollTo(cell)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Keys pressed inside a control of the grid (a header button, a checkbox) belong to that control.
    if (event.target !== event.currentTarget || rowCount === 0) return
    const { row, column } = active ?? { row: 0, column: 0 }
    const first = active === null
    const moves: Record<string, () => void> = {
      ArrowDown: () => moveTo(first ? 0 : row + 1, column),
      ArrowUp: () => moveTo(row - 1, column),
      ArrowRight: () => moveTo(row, column + 1),
      ArrowLeft: () => moveTo(row, column - 1),
      PageDown: () => moveTo(row + pageRows, column),
      PageUp: () => moveTo(row - pageRows, column),
      Home: () => moveTo(event.ctrlKey ? 0 : row, event.ctrlKey ? column : 0),
      End: () => moveTo(event.ctrlKey ? rowCount - 1 : row, event.ctrlKey ? column : columnCount - 1),
      Enter: () => onOpen?.(row),
      ' ': () => onToggle?.(row),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }

  return { active, setActive, onKeyDown }
}

const clamp = (value: number, count: number): number => Math.max(0, Math.min(value, count - 1))
