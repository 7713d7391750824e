import type { Bounds } from '../stats/whole-parts.ts'
import type { QuotaProblem } from './quota-problem.ts'

/** People who count for exactly the same groups: what is moved between groups is spread evenly within a cell. */
export type Cell = { groups: readonly string[]; people: number[] }

/** People of one cell whose even part and bounds are the same: one variable of the model stands for all of them. */
export type Equals = { cell: number; count: number; even: number; lowest: number; highest: number }

/** Cells in the order of their first person. Cost: O(people). */
export function quotaCells(p: QuotaProblem): Cell[] {
  const cells = new Map<string, Cell>()
  p.people.forEach((person, at) => {
    const groups = [...new Set(person.groups)].sort()
    const key = JSON.stringify(groups)
    const cell = cells.get(key)
    if (cell) cell.people.push(at)
    else cells.set(key, { groups, people: [at] })
  })
  return [...cells.values()]
}

/** Equals in the order of their first person. Cost: O(people). */
export function quotaEquals(cells: readonly Cell[], even: Float64Array, bounds: Bounds): Equals[] {
  const equals = new Map<string, Equals>()
  cells.forEach(({ people }, cell) =>
    people.forEach((at) => {
      const [part, lowest, highest] = [even[at]!, bounds.lowest[at]!, bounds.highest[at]!]
      const key = `${cell} ${part} ${lowest} ${highest}`
      const known = equals.get(key)
      if (known) known.count++
      else equals.set(key, { cell, count: 1, even: part, lowest, highest })
    }),
  )
  return [...equals.values()]
}
