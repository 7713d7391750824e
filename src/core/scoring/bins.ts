import type { EncodedColumn } from './feature-table.ts'

/** Bin 0 holds missing values; values take bins 1 … 255, in ascending order. */
export const missingBin = 0
const mostValueBins = 255

/** How columns are cut. `edges[c]` ascends; bin b + 1 holds what lies above edge b − 1 and not above edge b. */
export type BinEdges = readonly Float64Array[]

/**
 * Bins as bytes, four columns to a word: column c is byte c % 4 of words[⌊c / 4⌋][row]. One load then brings four bins,
 * and the sums of four columns do not wait for each other. `binCounts` counts bin 0 too.
 */
export type BinnedTable = { rowCount: number; words: readonly Int32Array[]; binCounts: readonly number[] }

/** A bin is (wordsOf(table, column)[row] >>> shiftOf(column)) & 255. */
export const shiftOf = (column: number): number => (column & 3) << 3
export const wordsOf = (table: BinnedTable, column: number): Int32Array => table.words[column >> 2]!

/**
 * Cuts each column at its quantiles into at most 255 bins (Ke et al. 2017, LightGBM); columns with fewer distinct
 * values get an edge midway between neighbours. In: NaN and infinities are missing. Cost: O(columns × n log n).
 */
export const binEdges = (columns: readonly EncodedColumn[]): BinEdges => columns.map((c) => columnEdges(c.values))

function columnEdges(values: Float64Array): Float64Array {
  const sorted = finiteOf(values).sort()
  const distinct = new Float64Array(mostValueBins)
  let count = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue
    if (count === mostValueBins) return quantileEdges(sorted)
    distinct[count++] = sorted[i]!
  }
  return midpoints(distinct.subarray(0, count))
}

function finiteOf(values: Float64Array): Float64Array {
  const finite = new Float64Array(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) finite[count++] = values[i]!
  return finite.subarray(0, count)
}

function quantileEdges(sorted: Float64Array): Float64Array {
  const edges: number[] = []
  for (let b = 1; b < mostValueBins; b++) {
    const at = Math.floor((b * sorted.length) / mostValueBins)
    const edge = midway(sorted[at - 1]!, sorted[at]!)
    if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge)
  }
  return Float64Array.from(edges)
}

/** Halved first, so that the sum of two huge numbers does not overflow; never above the upper one. */
const midway = (low: number, high: number): number => low + (high / 2 - low / 2)

const midpoints = (distinct: Float64Array): Float64Array =>
  Float64Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) => midway(distinct[i]!, distinct[i + 1]!))

/** Puts columns into their bins. In: columns in the order the edges were made from. Cost: O(columns × n log bins). */
export function toBins(columns: readonly EncodedColumn[], edges: BinEdges, rowCount: number): BinnedTable {
  const words = Array.from({ length: Math.ceil(columns.length / 4) }, () => new Int32Array(rowCount))
  columns.forEach(({ values }, c) => {
    const into = words[c >> 2]!
    const shift = shiftOf(c)
    for (let row = 0; row < rowCount; row++) into[row]! |= binOf(values[row]!, edges[c]!) << shift
  })
  return { rowCount, words, binCounts: edges.map((e) => e.length + 2) }
}

function binOf(value: number, edges: Float64Array): number {
  if (!Number.isFinite(value)) return missingBin
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= edges[middle]!) high = middle
    else low = middle + 1
  }
  return low + 1
}
