import { missingBin } from './bins.ts'
import type { Histogram } from './histogram.ts'

/** What a tree may do. Column names and directions are resolved by the caller. */
export type TreeSettings = {
  maxLeaves: number
  maxDepth: number
  /** Least sum of second derivatives in a leaf; with squared loss this counts rows. */
  minLeafHessian: number
  /** L2 penalty on leaf values, λ of Chen & Guestrin 2016. */
  ridge: number
  minGain: number
  /** Per column: 1 rises, −1 falls, 0 free. Short lists leave the rest free. */
  monotone: readonly number[]
}

/** Sums over a node, and the bounds that monotone splits above have left to its value. */
export type NodeSums = { gradient: number; hessian: number; low: number; high: number }

export type Split = {
  gain: number
  column: number
  /** Value bins up to this one go left. */
  bin: number
  missingLeft: boolean
  left: NodeSums
  right: NodeSums
}

/** The value −G/(H + λ) that minimises the second-order loss, held within the node's bounds. */
export const bestValue = (node: NodeSums, ridge: number): number =>
  Math.min(node.high, Math.max(node.low, -node.gradient / (node.hessian + ridge)))

/** How much the second-order loss falls by the best value: −(G·w + ½(H + λ)·w²). */
function fall(gradient: number, hessian: number, value: number, ridge: number): number {
  return -(gradient * value + 0.5 * (hessian + ridge) * value * value)
}

/**
 * The split with the largest gain (Chen & Guestrin 2016, eq. 7), trying missing values on both sides, or null where
 * none is allowed. Monotone columns split only in their direction; values below stay on their side of the middle.
 * Cost: O(bins of the columns).
 */
export function bestSplit(
  histogram: Histogram,
  offsets: Int32Array,
  columns: Int32Array,
  node: NodeSums,
  settings: TreeSettings,
): Split | null {
  const found = { gain: settings.minGain, column: -1, bin: 0, missingLeft: false, gradient: 0, hessian: 0 }
  for (const column of columns) scanColumn(histogram, offsets, column, node, settings, found)
  return found.column < 0 ? null : splitOf(found, node, settings)
}

type Found = { gain: number; column: number; bin: number; missingLeft: boolean; gradient: number; hessian: number }

function scanColumn(
  histogram: Histogram,
  offsets: Int32Array,
  column: number,
  node: NodeSums,
  settings: TreeSettings,
  found: Found,
): void {
  const first = 2 * (offsets[column]! + missingBin)
  const bins = offsets[column + 1]! - offsets[column]!
  const missing = { gradient: histogram[first]!, hessian: histogram[first + 1]! }
  const hasMissing = missing.hessian > 1e-9
  const direction = settings.monotone[column] ?? 0
  const parentFall = fall(node.gradient, node.hessian, bestValue(node, settings.ridge), settings.ridge)
  let gradient = 0
  let hessian = 0
  const attempt = (bin: number, leftGradient: number, leftHessian: number, missingLeft: boolean): void => {
    const rightHessian = node.hessian - leftHessian
    if (leftHessian < settings.minLeafHessian || rightHessian < settings.minLeafHessian) return
    const gain = gainOf(leftGradient, leftHessian, node, direction, settings.ridge) - parentFall
    if (gain <= found.gain) return
    Object.assign(found, { gain, column, bin, missingLeft, gradient: leftGradient, hessian: leftHessian })
  }
  for (let bin = 1; bin < bins; bin++) {
    const inBin = histogram[first + 2 * bin + 1]!
    gradient += histogram[first + 2 * bin]!
    hessian += inBin
    const isLast = bin === bins - 1
    // Behind an empty bin lies the same cut as before it. What subtraction leaves over is not quite 0.
    if (inBin < 1e-12 && !isLast) continue
    if (isLast && !hasMissing) break
    attempt(bin, gradient, hessian, !hasMissing && hessian > node.hessian / 2)
    if (hasMissing && !isLast) attempt(bin, gradient + missing.gradient, hessian + missing.hessian, true)
  }
}

function gainOf(gradient: number, hessian: number, node: NodeSums, direction: number, ridge: number): number {
  const rightGradient = node.gradient - gradient
  const rightHessian = node.hessian - hessian
  if (direction === 0 && node.low === -Infinity && node.high === Infinity)
    return (gradient ** 2 / (hessian + ridge) + rightGradient ** 2 / (rightHessian + ridge)) / 2
  const left = Math.min(node.high, Math.max(node.low, -gradient / (hessian + ridge)))
  const right = Math.min(node.high, Math.max(node.low, -rightGradient / (rightHessian + ridge)))
  if (direction * (right - left) < 0) return -Infinity
  return fall(gradient, hessian, left, ridge) + fall(rightGradient, rightHessian, right, ridge)
}

function splitOf(found: Found, node: NodeSums, settings: TreeSettings): Split {
  const { low, high } = node
  const left = { gradient: found.gradient, hessian: found.hessian, low, high }
  const right = { gradient: node.gradient - found.gradient, hessian: node.hessian - found.hessian, low, high }
  const direction = settings.monotone[found.column] ?? 0
  if (direction !== 0) {
    const middle = (bestValue(left, settings.ridge) + bestValue(right, settings.ridge)) / 2
    left[direction > 0 ? 'high' : 'low'] = middle
    right[direction > 0 ? 'low' : 'high'] = middle
  }
  return { gain: found.gain, column: found.column, bin: found.bin, missingLeft: found.missingLeft, left, right }
}
