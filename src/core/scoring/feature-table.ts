/** Numbers as they are; NaN and infinities mean missing. */
export type NumberColumn = { kind: 'number'; name: string; values: Float64Array }
/** Indices into `levels`; −1 means missing. */
export type CategoryColumn = { kind: 'category'; name: string; levels: readonly string[]; codes: Int32Array }
export type FeatureColumn = NumberColumn | CategoryColumn

/** Columns of one length: what was known of each row at the moment it is scored. */
export type FeatureTable = { rowCount: number; columns: readonly FeatureColumn[] }

/** A column as the learners see it: numbers, NaN where missing. */
export type EncodedColumn = { name: string; values: Float64Array }

/** The table's rows at the indices, in that order. Cost: O(rows × columns). */
export function takeRows(table: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  return {
    rowCount: rows.length,
    columns: table.columns.map((column) =>
      column.kind === 'number'
        ? { ...column, values: take(column.values, rows) }
        : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
    ),
  }
}

/** The values at the indices, in that order. */
export const take = (values: ArrayLike<number>, rows: ArrayLike<number>): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!)

/** A category column from texts; null and '' are missing. Levels stand in order of first appearance. */
export function categoryColumn(name: string, texts: readonly (string | null)[]): CategoryColumn {
  const levels = new Map<string, number>()
  const codes = Int32Array.from(texts, (text) => {
    if (text === null || text === '') return -1
    const known = levels.get(text)
    if (known !== undefined) return known
    levels.set(text, levels.size)
    return levels.size - 1
  })
  return { kind: 'category', name, levels: [...levels.keys()], codes }
}
