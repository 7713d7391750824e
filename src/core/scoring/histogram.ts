import type { BinnedTable } from './bins.ts'

/** Sums of derivatives per column and bin: gradient at 2·(offset + bin), second derivative right after it. */
export type Histogram = Float64Array

/** Where each column's bins begin. The last entry is the count of all. */
export function binOffsets(table: BinnedTable): Int32Array {
  const offsets = new Int32Array(table.binCounts.length + 1)
  for (let c = 0; c < table.binCounts.length; c++) offsets[c + 1] = offsets[c]! + table.binCounts[c]!
  return offsets
}

/** First and second derivative of each row of the table, weighted. */
export type Derivatives = { gradients: Float64Array; hessians: Float64Array }
export type NodeRows = {
  rows: Int32Array
  from: number
  to: number
  words: readonly number[]
  derivatives: Derivatives
}

/** So many rows are summed at a time: their derivatives stay in the nearest cache while the columns pass. */
const blockRows = 512

/** Makes histograms of one table. An empty one has room for the bins of all columns and a pair nobody reads. */
export type HistogramMaker = { empty: () => Histogram; fill: (into: Histogram, node: NodeRows) => void }

/**
 * Sums the derivatives of rows[from … to) into histograms, for the words that hold the given columns.
 * Cost per histogram: O(rows × columns), the hot loop of training.
 */
export function histogramMaker(table: BinnedTable, offsets: Int32Array): HistogramMaker {
  const block = { gradients: new Float64Array(blockRows), hessians: new Float64Array(blockRows), from: 0, count: 0 }
  return {
    empty: () => new Float64Array(2 * (offsets.at(-1)! + 1)),
    fill: (into, node) => {
      into.fill(0)
      for (block.from = node.from; block.from < node.to; block.from += blockRows) {
        block.count = Math.min(blockRows, node.to - block.from)
        readBlock(block, node)
        for (const word of node.words) addWord(into, table.words[word]!, offsets, word, node.rows, block)
      }
    },
  }
}

/** The words that hold the columns, each once. */
export const wordsHolding = (columns: Int32Array): number[] => [...new Set(Array.from(columns, (c) => c >> 2))]

type Block = Derivatives & { from: number; count: number }

function readBlock(block: Block, node: NodeRows): void {
  const { rows, derivatives } = node
  for (let i = 0; i < block.count; i++) {
    const row = rows[block.from + i]!
    block.gradients[i] = derivatives.gradients[row]!
    block.hessians[i] = derivatives.hessians[row]!
  }
}

function addWord(
  into: Histogram,
  words: Int32Array,
  offsets: Int32Array,
  word: number,
  rows: Int32Array,
  block: Block,
): void {
  const { gradients, hessians, from, count } = block
  const unread = offsets.length - 1
  const first = 2 * offsets[Math.min(unread, 4 * word)]!
  const second = 2 * offsets[Math.min(unread, 4 * word + 1)]!
  const third = 2 * offsets[Math.min(unread, 4 * word + 2)]!
  const fourth = 2 * offsets[Math.min(unread, 4 * word + 3)]!
  for (let i = 0; i < count; i++) {
    const bins = words[rows[from + i]!]!
    const gradient = gradients[i]!
    const hessian = hessians[i]!
    const a = first + ((bins & 255) << 1)
    const b = second + ((bins >>> 7) & 510)
    const c = third + ((bins >>> 15) & 510)
    const d = fourth + ((bins >>> 23) & 510)
    into[a]! += gradient
    into[a + 1]! += hessian
    into[b]! += gradient
    into[b + 1]! += hessian
    into[c]! += gradient
    into[c + 1]! += hessian
    into[d]! += gradient
    into[d + 1]! += hessian
  }
}

/** The larger child from its parent and its sibling, in the parent's place: sums need not be made twice. */
export function subtractHistogram(parent: Histogram, sibling: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= sibling[i]!
}
