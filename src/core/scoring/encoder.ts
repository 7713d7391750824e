import type { EncodedColumn, FeatureTable } from './feature-table.ts'
import {
  applyTargetEncoding,
  encodeOutOfFold,
  fitTargetEncoding,
  type TargetEncoding,
  type TargetEncodingSettings,
} from './target-encoding.ts'

/** Turns a table into numbers, one column for each of its columns; learnt once, used for every later table. */
export type Encoder = { columns: readonly { name: string; encoding: TargetEncoding | null }[] }

/** Learns the encodings of a table's categories. In: outcomes 0 or 1 per row. Cost: O(rows × columns). */
export const fitEncoder = (table: FeatureTable, outcomes: Float64Array, settings: TargetEncodingSettings): Encoder => ({
  columns: table.columns.map((column) => ({
    name: column.name,
    encoding: column.kind === 'category' ? fitTargetEncoding(column, outcomes, settings) : null,
  })),
})

/** The training rows as learners see them: categories out of fold. Cost: O(rows × columns). */
export const encodeTraining = (
  table: FeatureTable,
  outcomes: Float64Array,
  settings: TargetEncodingSettings,
): EncodedColumn[] =>
  table.columns.map((column) => ({
    name: column.name,
    values: column.kind === 'category' ? encodeOutOfFold(column, outcomes, settings) : column.values,
  }))

/**
 * New rows as learners see them, columns found by name and put in the encoder's order. A column that is not there,
 * or is of another kind, counts as missing. Cost: O(rows × columns).
 */
export function encode(table: FeatureTable, encoder: Encoder): EncodedColumn[] {
  return encoder.columns.map(({ name, encoding }) => {
    const column = table.columns.find((c) => c.name === name)
    if (column?.kind === 'category' && encoding !== null) return { name, values: applyTargetEncoding(column, encoding) }
    if (column?.kind === 'number' && encoding === null) return { name, values: column.values }
    return { name, values: new Float64Array(table.rowCount).fill(Number.NaN) }
  })
}
