import type { DealHistory } from './history.ts'

/**
 * The same deals counted for others: for sellers instead of teams, for products, for accounts. Chances are learnt from all
 * deals as before; only the sums differ.
 * In: the group of each row of versions; `groupCount` ≥ 1. Errors: RangeError for a missing row or a group outside
 * 0 … groupCount − 1. Cost: O(versions); other columns are shared, not copied.
 */
export function regroup(history: DealHistory, groupCount: number, groupOfRow: ArrayLike<number>): DealHistory {
  const group = Int32Array.from(history.group, (_, row) => {
    const given = groupOfRow[row]
    if (given === undefined || !Number.isInteger(given) || given < 0 || given >= groupCount)
      throw new RangeError(`group ${given} of row ${row} is not below ${groupCount}`)
    return given
  })
  return { ...history, groupCount, group }
}
