import { quantileOfSorted } from '../stats/quantile.ts'
import type { FeatureColumn } from './feature-table.ts'

/**
 * Population stability index Σ(q − p)·ln(q/p) of a column between two times: p by tenths of the earlier rows (or by
 * level), missing values apart; half a row is added to each place so that an empty one is not infinite
 * (Siddiqi 2006; Yurdakul 2018). Under 0.1 little moved, above 0.25 much.
 * In: the same column at both times, levels by name. Out: ≥ 0; null where either has no rows. Cost: O(n log n).
 */
export function populationStability(earlier: FeatureColumn, later: FeatureColumn): number | null {
  const placeOf = placesOf(earlier)
  const before = countsOf(earlier, placeOf)
  const after = countsOf(later, placeOf)
  const places = new Set([...before.keys(), ...after.keys()])
  const beforeRows = sum(before)
  const afterRows = sum(after)
  if (beforeRows === 0 || afterRows === 0) return null
  let index = 0
  for (const place of places) {
    const p = ((before.get(place) ?? 0) + 0.5) / (beforeRows + 0.5 * places.size)
    const q = ((after.get(place) ?? 0) + 0.5) / (afterRows + 0.5 * places.size)
    index += (q - p) * Math.log(q / p)
  }
  return index
}

type PlaceOf = (column: FeatureColumn, row: number) => string | number

function placesOf(earlier: FeatureColumn): PlaceOf {
  const sorted = earlier.kind === 'number' ? earlier.values.filter(Number.isFinite).sort() : new Float64Array()
  const tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((tenth) => quantileOfSorted(sorted, tenth / 10) ?? [])
  return (column, row) => {
    if (column.kind === 'category') return column.codes[row]! < 0 ? -1 : column.levels[column.codes[row]!]!
    const value = column.values[row]!
    return Number.isFinite(value) ? tenths.filter((edge) => edge < value).length : -1
  }
}

function countsOf(column: FeatureColumn, placeOf: PlaceOf): Map<string | number, number> {
  const counts = new Map<string | number, number>()
  const rowCount = column.kind === 'number' ? column.values.length : column.codes.length
  for (let row = 0; row < rowCount; row++) {
    const place = placeOf(column, row)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return counts
}

const sum = (counts: Map<string | number, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)
