import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finish } from '../../base/finish.ts'
import { seededRandom } from '../stats/random.ts'
import { binEdges, toBins } from './bins.ts'
import { boost, boostedMargins, defaultBoostSettings, type Boosted, type BoostSettings } from './boost.ts'
import type { EncodedColumn } from './feature-table.ts'
import { logisticLoss, squaredLoss, type Loss } from './loss.ts'
import { shapBase, treeShap } from './tree-shap.ts'
import { addBinned, goesLeft, type Tree } from './tree.ts'

const columnsOf = (...values: number[][]): EncodedColumn[] =>
  values.map((v, c) => ({ name: `c${c}`, values: Float64Array.from(v) }))

function train(columns: EncodedColumn[], targets: number[], loss: Loss, settings: Partial<BoostSettings>): Boosted {
  const edges = binEdges(columns)
  const rows = {
    table: toBins(columns, edges, targets.length),
    targets: Float64Array.from(targets),
    weights: new Float64Array(targets.length).fill(1),
  }
  return finish(boost(rows, edges, loss, { ...defaultBoostSettings, ...settings }))
}

/** Columns with few values, gaps among them, and a target that hangs on all of them. */
const hostile = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 60 }), fc.integer())
  .map(([width, rowCount, seed]) => {
    const random = seededRandom(seed)
    const value = (): number =>
      random() < 0.2 ? Number.NaN : Math.floor(random() * 6) * 10 ** Math.floor(random() * 3)
    const columns = columnsOf(...Array.from({ length: width }, () => Array.from({ length: rowCount }, value)))
    const targets = Array.from({ length: rowCount }, (_, row) =>
      columns.some((c) => (c.values[row] ?? 0) > 20) !== random() < 0.1 ? 1 : 0,
    )
    return { columns, targets }
  })

describe('boosted trees', () => {
  test('one tree without penalty: values 1, 2, 3, 10 cut between 3 and 10 give means 2 and 10', () => {
    const columns = columnsOf([1, 2, 3, 4])
    const model = train(columns, [1, 2, 3, 10], squaredLoss, { rounds: 1, learningRate: 1, maxLeaves: 2, ridge: 0 })
    expect(model.start).toBe(4)
    expect(Array.from(boostedMargins(model, columns, 4))).toEqual([2, 2, 2, 10])
    expect(model.trees[0]!.threshold[0]).toBe(3.5)
  })
  test('ridge 1 draws a leaf of two rows from mean 3 (start 0) to 6/3 = 2', () => {
    const columns = columnsOf([1, 1, 2, 2])
    const model = train(columns, [-3, -3, 3, 3], squaredLoss, { rounds: 1, learningRate: 1, maxLeaves: 2, ridge: 1 })
    expect(Array.from(boostedMargins(model, columns, 4))).toEqual([-2, -2, 2, 2])
  })
  test('what is missing may be what tells: NaN against values is a split', () => {
    const columns = columnsOf([Number.NaN, 5, Number.NaN, 5])
    const model = train(columns, [1, 0, 1, 0], squaredLoss, { rounds: 1, learningRate: 1, ridge: 0 })
    expect(Array.from(boostedMargins(model, columns, 4))).toEqual([1, 0, 1, 0])
    expect(Array.from(boostedMargins(model, columnsOf([Infinity, 1e300]), 2))).toEqual([1, 0])
  })
  test('a column without spread grows no leaf; a single row answers itself', () => {
    expect(train(columnsOf([7, 7]), [0, 1], squaredLoss, { rounds: 1 }).trees[0]!.column).toEqual(Int32Array.of(-1))
    expect(Array.from(boostedMargins(train(columnsOf([7]), [3], squaredLoss, {}), columnsOf([9]), 1))).toEqual([3])
  })
  test('a monotone column never falls, though the data do', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(1, -1), (seed, direction) => {
        const random = seededRandom(seed)
        const rowCount = 80
        const draw = (): number[] => Array.from({ length: rowCount }, () => Math.floor(random() * 12))
        const columns = columnsOf(draw(), draw())
        const targets = Array.from({ length: rowCount }, () => random() * 10)
        const model = train(columns, targets, squaredLoss, { rounds: 15, learningRate: 0.5, monotone: [direction] })
        for (let other = 0; other < 12; other++) {
          const ramp = columnsOf(
            Array.from({ length: 12 }, (_, i) => i),
            Array.from({ length: 12 }, () => other),
          )
          const along = boostedMargins(model, ramp, 12)
          for (let i = 1; i < 12; i++) expect(direction * (along[i]! - along[i - 1]!)).toBeGreaterThanOrEqual(-1e-9)
        }
      }),
      { numRuns: 30 },
    )
  })
  test('bins and raw values go the same way; margins are finite; the training loss falls', () => {
    fc.assert(
      fc.property(hostile, ({ columns, targets }) => {
        const model = train(columns, targets, logisticLoss, { rounds: 8, minLeafHessian: 0.1 })
        const raw = boostedMargins(model, columns, targets.length)
        const binned = new Float64Array(targets.length).fill(model.start)
        for (const tree of model.trees) addBinned(tree, toBins(columns, binEdges(columns), targets.length), binned)
        raw.forEach((margin, i) => expect(margin).toBeCloseTo(binned[i]!, 9))
        const rows = { targets: Float64Array.from(targets), weights: new Float64Array(targets.length).fill(1) }
        const before = logisticLoss.mean(new Float64Array(targets.length).fill(model.start), rows)
        expect(logisticLoss.mean(raw, rows)).toBeLessThanOrEqual(before + 1e-9)
      }),
    )
  })
  test('a row counted twice is a row of weight 2', () => {
    const columns = columnsOf([1, 2, 3, 4, 5])
    const edges = binEdges(columns)
    const settings = { ...defaultBoostSettings, rounds: 5 }
    const targets = Float64Array.of(0, 1, 0, 1, 1)
    const weighted = { table: toBins(columns, edges, 5), targets, weights: Float64Array.of(1, 2, 1, 1, 1) }
    const twice = columnsOf([1, 2, 2, 3, 4, 5])
    const doubled = {
      table: toBins(twice, edges, 6),
      targets: Float64Array.of(0, 1, 1, 0, 1, 1),
      weights: new Float64Array(6).fill(1),
    }
    const [a, b] = [weighted, doubled].map((rows) => {
      const steps = boost(rows, edges, logisticLoss, settings)
      let step = steps.next()
      while (step.done !== true) step = steps.next()
      return boostedMargins(step.value, columns, 5)
    })
    a!.forEach((margin, i) => expect(margin).toBeCloseTo(b![i]!, 9))
  })
  test('stops when the last slice gets no better, and keeps the rounds up to its best', () => {
    const random = seededRandom(3)
    const noise = (): number[] => Array.from({ length: 200 }, random)
    const columns = columnsOf(noise(), noise())
    const edges = binEdges(columns)
    const rows = {
      table: toBins(columns, edges, 200),
      targets: Float64Array.from({ length: 200 }, () => (random() < 0.5 ? 1 : 0)),
      weights: new Float64Array(200).fill(1),
    }
    const late = { ...rows, targets: rows.targets.map((y) => 1 - y) }
    const steps = boost(rows, edges, logisticLoss, { ...defaultBoostSettings, patience: 4 }, late)
    let rounds = 0
    let step = steps.next()
    for (; step.done !== true; step = steps.next()) rounds = step.value.round
    expect(rounds).toBeLessThanOrEqual(5)
    expect(step.value.trees.length).toBe(rounds - 4)
  })
})

/** What a tree is expected to say of a row of which only some columns are known. */
function expected(tree: Tree, columns: EncodedColumn[], row: number, known: ReadonlySet<number>, node = 0): number {
  const column = tree.column[node]!
  if (column < 0) return tree.value[node]!
  const left = tree.left[node]!
  const right = tree.right[node]!
  if (known.has(column)) {
    const next = goesLeft(tree, node, columns[column]!.values[row]!) ? left : right
    return expected(tree, columns, row, known, next)
  }
  const cover = tree.cover[left]! + tree.cover[right]!
  return (
    (tree.cover[left]! * expected(tree, columns, row, known, left) +
      tree.cover[right]! * expected(tree, columns, row, known, right)) /
    cover
  )
}

/** Shapley values by their definition: the mean gain over every order in which columns become known. */
function shapleyByOrders(model: Boosted, columns: EncodedColumn[], row: number): number[] {
  const orders = (rest: number[]): number[][] =>
    rest.length === 0 ? [[]] : rest.flatMap((c) => orders(rest.filter((o) => o !== c)).map((order) => [c, ...order]))
  const all = orders(columns.map((_, c) => c))
  const worth = (known: ReadonlySet<number>): number =>
    model.trees.reduce((sum, tree) => sum + expected(tree, columns, row, known), 0)
  const values = columns.map(() => 0)
  for (const order of all)
    order.forEach((column, at) => {
      const before = new Set(order.slice(0, at))
      values[column]! += (worth(new Set([...before, column])) - worth(before)) / all.length
    })
  return values
}

describe('TreeSHAP', () => {
  const settings = { rounds: 3, learningRate: 0.7, minLeafHessian: 0.05, maxDepth: 6, ridge: 0.1 }
  test('contributions and base add up to the margin', () => {
    fc.assert(
      fc.property(hostile, ({ columns, targets }) => {
        const model = train(columns, targets, logisticLoss, settings)
        const margins = boostedMargins(model, columns, targets.length)
        for (let row = 0; row < Math.min(5, targets.length); row++) {
          const sum = treeShap(model, columns, [row])[0]!.reduce((a, b) => a + b, shapBase(model))
          expect(sum).toBeCloseTo(margins[row]!, 9)
        }
      }),
    )
  })
  test('are the Shapley values of their definition, over every order of columns', () => {
    fc.assert(
      fc.property(hostile, ({ columns, targets }) => {
        const model = train(columns, targets, logisticLoss, settings)
        const found = treeShap(model, columns, [0])[0]!
        shapleyByOrders(model, columns, 0).forEach((value, c) => expect(found[c]).toBeCloseTo(value, 9))
      }),
      { numRuns: 40 },
    )
  })
})
