import { seededRandom } from '../stats/random.ts'
import type { TreeSettings } from './best-split.ts'
import type { BinEdges, BinnedTable } from './bins.ts'
import type { EncodedColumn } from './feature-table.ts'
import { treeGrower } from './grow-tree.ts'
import type { Loss, Targets } from './loss.ts'
import { addBinned, leafOf, type Tree } from './tree.ts'

export type BoostSettings = TreeSettings & {
  rounds: number
  learningRate: number
  /** Share of the rows and columns each tree may see, 0–1. */
  rowShare: number
  columnShare: number
  /** Rounds without a better loss on the watched rows before training stops. */
  patience: number
  seed: number
}

export const defaultBoostSettings: BoostSettings = {
  rounds: 150,
  learningRate: 0.05,
  maxLeaves: 32,
  maxDepth: 5,
  minLeafHessian: 1,
  ridge: 1,
  minGain: 0,
  monotone: [],
  rowShare: 1,
  columnShare: 1,
  patience: 30,
  seed: 1,
}

/** Rows to learn from or to watch: binned with the same edges; weights ≥ 0. */
export type LabelledRows = Targets & { table: BinnedTable }

export type Boosted = { start: number; trees: readonly Tree[] }
/** After each round: its number from 1 and, where rows are watched, their mean loss. */
export type BoostStep = { round: number; watchedLoss: number | null }

/**
 * Gradient-boosted trees on histograms (Friedman 2001; second-order as Chen & Guestrin 2016). Yields after every
 * round, so that the caller can show progress and stop. With watched rows (the last time slice) training stops when
 * their loss no longer falls, and the trees after the best round are dropped.
 * In: at least one row; the loss decides what the margins mean. Deterministic for a seed.
 * Cost: O(rounds × rows × columns × depth).
 */
export function* boost(
  train: LabelledRows,
  edges: BinEdges,
  loss: Loss,
  settings: BoostSettings,
  watched?: LabelledRows,
): Generator<BoostStep, Boosted> {
  const { table } = train
  const random = seededRandom(settings.seed)
  const start = loss.start(train)
  const margins = new Float64Array(table.rowCount).fill(start)
  const watchedMargins = new Float64Array(watched?.table.rowCount ?? 0).fill(start)
  const derivatives = { gradients: new Float64Array(table.rowCount), hessians: new Float64Array(table.rowCount) }
  const grower = treeGrower(table, edges, settings, settings.learningRate)
  const rows = sampler(table.rowCount, settings.rowShare, random)
  const columns = sampler(edges.length, settings.columnShare, random)
  const trees: Tree[] = []
  const best = { loss: watched ? loss.mean(watchedMargins, watched) : Infinity, count: 0 }
  for (let round = 1; round <= settings.rounds; round++) {
    loss.derivatives(margins, train, derivatives)
    const tree = growOn(grower, table, derivatives, rows(), columns(), margins)
    trees.push(tree)
    let watchedLoss: number | null = null
    if (watched !== undefined) {
      addBinned(tree, watched.table, watchedMargins)
      watchedLoss = loss.mean(watchedMargins, watched)
      if (watchedLoss < best.loss) Object.assign(best, { loss: watchedLoss, count: round })
    }
    yield { round, watchedLoss }
    if (watched !== undefined && round - best.count >= settings.patience) break
  }
  return { start, trees: watched === undefined ? trees : trees.slice(0, best.count) }
}

/** Rows that the tree did not see move too: the next one must know where they stand. */
function growOn(
  grower: ReturnType<typeof treeGrower>,
  table: BinnedTable,
  derivatives: Parameters<typeof grower.grow>[0],
  rows: Int32Array,
  columns: Int32Array,
  margins: Float64Array,
): Tree {
  if (rows.length === table.rowCount) return grower.grow(derivatives, rows, columns, margins)
  const tree = grower.grow(derivatives, rows, columns, new Float64Array(table.rowCount))
  addBinned(tree, table, margins)
  return tree
}

/** Draws a share of 0 … count − 1 without replacement, at least one, in ascending order; each time into the same place. */
function sampler(count: number, share: number, random: () => number): () => Int32Array {
  const all = Int32Array.from({ length: count }, (_, i) => i)
  const chosen = new Int32Array(count)
  return () => {
    if (share >= 1) {
      chosen.set(all)
      return chosen
    }
    let drawn = 0
    for (let i = 0; i < count; i++) if (random() < share) chosen[drawn++] = i
    return chosen.subarray(0, Math.max(1, drawn))
  }
}

/** Margins of every row. In: columns in the order of training, encoded alike. Cost: O(rows × trees × depth). */
export function boostedMargins(model: Boosted, columns: readonly EncodedColumn[], rowCount: number): Float64Array {
  const margins = new Float64Array(rowCount).fill(model.start)
  for (const tree of model.trees)
    for (let row = 0; row < rowCount; row++) margins[row]! += tree.value[leafOf(tree, columns, row)]!
  return margins
}
