import { missingBin, shiftOf, type BinnedTable } from './bins.ts'
import type { EncodedColumn } from './feature-table.ts'

/**
 * A regression tree in arrays; node 0 is the root and children stand after their parent. A row goes left where its
 * value is missing and `missingLeft`, or is ≤ `threshold` (in bins: ≤ `splitBin`).
 */
export type Tree = {
  /** Index of the column asked; −1 for a leaf. */
  column: Int32Array
  threshold: Float64Array
  splitBin: Uint8Array
  missingLeft: Uint8Array
  left: Int32Array
  right: Int32Array
  /** What a leaf adds to the margin, learning rate included; 0 inside. */
  value: Float64Array
  /** Weight of the training rows that came through (sum of second derivatives). */
  cover: Float64Array
}

/** The leaf a row of raw values falls into. Cost: O(depth). */
export function leafOf(tree: Tree, columns: readonly EncodedColumn[], row: number): number {
  let node = 0
  for (let column = tree.column[0]!; column >= 0; column = tree.column[node]!)
    node = goesLeft(tree, node, columns[column]!.values[row]!) ? tree.left[node]! : tree.right[node]!
  return node
}

/** Whether a raw value goes left at an inner node. */
export const goesLeft = (tree: Tree, node: number, value: number): boolean =>
  Number.isFinite(value) ? value <= tree.threshold[node]! : tree.missingLeft[node] === 1

/** Adds the tree's answer to the margins of every row of a binned table. Cost: O(rows × depth). */
export function addBinned(tree: Tree, table: BinnedTable, margins: Float64Array): void {
  const { column, splitBin, missingLeft, left, right, value } = tree
  for (let row = 0; row < table.rowCount; row++) {
    let node = 0
    for (let c = column[0]!; c >= 0; c = column[node]!) {
      const bin = (table.words[c >> 2]![row]! >>> shiftOf(c)) & 255
      const isLeft = bin === missingBin ? missingLeft[node] === 1 : bin <= splitBin[node]!
      node = isLeft ? left[node]! : right[node]!
    }
    margins[row]! += value[node]!
  }
}
