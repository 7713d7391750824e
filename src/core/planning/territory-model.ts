import type { LinearModel } from '../../base/linear-model.ts'
import { bandHigh, bandLow, type TerritoryProblem } from './territory-problem.ts'

/** Some of the pairs of account and seller, those of an account together: the columns of a model. */
export type Pairs = { account: Int32Array; seller: Int32Array }

/**
 * The model of the given accounts over the given pairs: min Σ c·x + P·Σ(o + u); a row for each account (Σ x = 1) and
 * then for each seller (low ≤ already + Σ v·x + u − o ≤ high). Columns: pairs, then u, then o of each seller.
 * @param accounts the accounts of the model, in the order of their rows
 * @param already potential that each seller has whatever the model says
 * @param kind whole: an account goes to one seller; relaxed: it may be split
 */
export function territoryModel(
  p: TerritoryProblem,
  accounts: Int32Array,
  pairs: Pairs,
  already: Float64Array,
  kind: 'relaxed' | 'whole',
): LinearModel {
  const m = p.sellerCount
  const n = accounts.length
  const size = pairs.account.length
  const rowOf = new Int32Array(p.accountCount).fill(-1)
  accounts.forEach((account, row) => (rowOf[account] = row))
  const model = emptyModel(size + 2 * m, n + m, 2 * size + 2 * m)
  for (let c = 0; c < size; c++) {
    const [i, j] = [pairs.account[c]!, pairs.seller[c]!]
    model.cost[c] = p.cost[i * m + j]!
    model.rows.set([rowOf[i]!, n + j], 2 * c)
    model.values.set([1, p.potential[i]!], 2 * c)
    model.starts[c + 1] = 2 * c + 2
  }
  for (let k = 0; k < 2 * m; k++) {
    model.cost[size + k] = p.outsidePrice
    model.rows[2 * size + k] = n + (k % m)
    model.values[2 * size + k] = k < m ? 1 : -1
    model.starts[size + k + 1] = 2 * size + k + 1
  }
  model.rowLower.fill(1, 0, n)
  model.rowUpper.fill(1, 0, n)
  for (let j = 0; j < m; j++) {
    model.rowLower[n + j] = bandLow(p, j) - already[j]!
    model.rowUpper[n + j] = bandHigh(p, j) - already[j]!
  }
  return kind === 'whole' ? { ...model, isWhole: new Int32Array(size + 2 * m).fill(1, 0, size) } : model
}

function emptyModel(columnCount: number, rowCount: number, entryCount: number): LinearModel {
  return {
    cost: new Float64Array(columnCount),
    columnLower: new Float64Array(columnCount),
    columnUpper: new Float64Array(columnCount).fill(Infinity),
    rowLower: new Float64Array(rowCount),
    rowUpper: new Float64Array(rowCount),
    starts: new Int32Array(columnCount + 1),
    rows: new Int32Array(entryCount),
    values: new Float64Array(entryCount),
  }
}

/** Every pair that is allowed of the given accounts. */
export function allPairs(p: TerritoryProblem, accounts: Int32Array): Pairs {
  const account: number[] = []
  const seller: number[] = []
  for (const i of accounts)
    for (let j = 0; j < p.sellerCount; j++)
      if (p.cost[i * p.sellerCount + j]! < Infinity) {
        account.push(i)
        seller.push(j)
      }
  return { account: Int32Array.from(account), seller: Int32Array.from(seller) }
}
