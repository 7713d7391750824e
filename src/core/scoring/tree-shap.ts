import type { Boosted } from './boost.ts'
import type { EncodedColumn } from './feature-table.ts'
import { goesLeft, type Tree } from './tree.ts'

/**
 * The columns asked on the way to a node: share of training rows that take the same way without knowing the column
 * (`zero`), whether the row itself takes it (`one`), and the weights of coalitions by size.
 */
type Path = { column: Int32Array; zero: Float64Array; one: Float64Array; weight: Float64Array }

const emptyPath = (length: number): Path => ({
  column: new Int32Array(length),
  zero: new Float64Array(length),
  one: new Float64Array(length),
  weight: new Float64Array(length),
})

/**
 * Exact Shapley values of rows over a sum of trees (TreeSHAP, Lundberg et al. 2018, algorithm 2; path-dependent):
 * a row's values and `shapBase` add up to its margin.
 * In: columns encoded and ordered as in training; the rows asked about. Out: per row, margin units per column.
 * Cost: O(rows × trees × leaves × depth²).
 */
export function treeShap(model: Boosted, columns: readonly EncodedColumn[], rows: ArrayLike<number>): Float64Array[] {
  const deepest = model.trees.reduce((most, tree) => Math.max(most, depthOf(tree, 0)), 0)
  const paths = Array.from({ length: deepest + 2 }, (_, depth) => emptyPath(depth + 2))
  return Array.from(rows, (row) => {
    const values = new Float64Array(columns.length)
    for (const tree of model.trees) walk({ tree, columns, row, values, paths }, 0, 0, 0, 1, 1, -1)
    return values
  })
}

/** The margin expected before anything is known of a row: each tree's mean over its training rows, by cover. */
export const shapBase = (model: Boosted): number =>
  model.trees.reduce((sum, tree) => sum + meanBelow(tree, 0), model.start)

function meanBelow(tree: Tree, node: number): number {
  if (tree.column[node]! < 0) return tree.value[node]!
  const left = tree.left[node]!
  const right = tree.right[node]!
  const share = leftShare(tree, node)
  return share * meanBelow(tree, left) + (1 - share) * meanBelow(tree, right)
}

function leftShare(tree: Tree, node: number): number {
  const left = tree.cover[tree.left[node]!]!
  return left / (left + tree.cover[tree.right[node]!]!)
}

const depthOf = (tree: Tree, node: number): number =>
  tree.column[node]! < 0 ? 0 : 1 + Math.max(depthOf(tree, tree.left[node]!), depthOf(tree, tree.right[node]!))

type Walk = { tree: Tree; columns: readonly EncodedColumn[]; row: number; values: Float64Array; paths: Path[] }

/** `length` columns stand on the parent's path, which lies at `depth − 1`; this node works on a copy at `depth`. */
function walk(w: Walk, node: number, depth: number, length: number, zero: number, one: number, column: number): void {
  const { tree } = w
  const path = w.paths[depth]!
  if (depth > 0) copyPath(w.paths[depth - 1]!, path, length)
  extend(path, length, zero, one, column)
  let last = length
  if (tree.column[node]! < 0) {
    for (let i = 1; i <= last; i++) {
      const weight = unwoundSum(path, last, i)
      w.values[path.column[i]!]! += weight * (path.one[i]! - path.zero[i]!) * tree.value[node]!
    }
    return
  }
  const asked = tree.column[node]!
  const isLeft = goesLeft(tree, node, w.columns[asked]!.values[w.row]!)
  const earlier = { zero: 1, one: 1 }
  for (let i = 1; i <= last; i++) {
    if (path.column[i] !== asked) continue
    earlier.zero = path.zero[i]!
    earlier.one = path.one[i]!
    unwind(path, last, i)
    last -= 1
    break
  }
  const share = leftShare(tree, node)
  const next = last + 1
  walk(w, tree.left[node]!, depth + 1, next, earlier.zero * share, isLeft ? earlier.one : 0, asked)
  walk(w, tree.right[node]!, depth + 1, next, earlier.zero * (1 - share), isLeft ? 0 : earlier.one, asked)
}

function copyPath(from: Path, to: Path, length: number): void {
  for (let i = 0; i < length; i++) {
    to.column[i] = from.column[i]!
    to.zero[i] = from.zero[i]!
    to.one[i] = from.one[i]!
    to.weight[i] = from.weight[i]!
  }
}

/** Puts a column at place `last`, spreading the weights over coalitions with and without it. */
function extend(path: Path, last: number, zero: number, one: number, column: number): void {
  path.column[last] = column
  path.zero[last] = zero
  path.one[last] = one
  path.weight[last] = last === 0 ? 1 : 0
  for (let i = last - 1; i >= 0; i--) {
    path.weight[i + 1]! += (one * path.weight[i]! * (i + 1)) / (last + 1)
    path.weight[i] = (zero * path.weight[i]! * (last - i)) / (last + 1)
  }
}

/** Takes the column at place `at` out again, as if it had never been put in. */
function unwind(path: Path, last: number, at: number): void {
  const one = path.one[at]!
  const zero = path.zero[at]!
  let carried = path.weight[last]!
  for (let i = last - 1; i >= 0; i--) {
    if (one === 0) {
      path.weight[i] = (path.weight[i]! * (last + 1)) / (zero * (last - i))
      continue
    }
    const before = path.weight[i]!
    path.weight[i] = (carried * (last + 1)) / ((i + 1) * one)
    carried = before - (path.weight[i]! * zero * (last - i)) / (last + 1)
  }
  for (let i = at; i < last; i++) {
    path.column[i] = path.column[i + 1]!
    path.zero[i] = path.zero[i + 1]!
    path.one[i] = path.one[i + 1]!
  }
}

/** The sum of weights there would be with the column at place `at` taken out. */
function unwoundSum(path: Path, last: number, at: number): number {
  const one = path.one[at]!
  const zero = path.zero[at]!
  let carried = path.weight[last]!
  let sum = 0
  for (let i = last - 1; i >= 0; i--) {
    if (one === 0) {
      sum += path.weight[i]! / (zero * (last - i))
      continue
    }
    const part = carried / ((i + 1) * one)
    sum += part
    carried = path.weight[i]! - part * zero * (last - i)
  }
  return sum * (last + 1)
}
