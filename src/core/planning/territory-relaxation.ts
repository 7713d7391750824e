import type { SolveLinear } from '../../base/linear-model.ts'
import { territoryModel, type Pairs } from './territory-model.ts'
import { climbPrices, clampPrices, priceBound } from './territory-prices.ts'
import type { TerritoryProblem } from './territory-problem.ts'

export type Relaxation = {
  /** A lower bound of the cost of any assignment, by duality; the relaxation's optimum but for rounding. */
  bound: number
  /** Of each account, the seller who has all of it, or −1 where it is split. */
  whole: Int32Array
}

const climbRounds = 400
const mostPricings = 40
const startColumns = 3
/** A reduced cost below this share of the mean cost of an account is rounding. */
const pricingTolerance = 1e-7
/** Columns are enough when none that is missing could save more than this share. */
const closeEnough = 1e-5

/**
 * The linear relaxation over all pairs by column generation (Dantzig & Wolfe 1960; Desrosiers & Lübbecke 2005): prices
 * found by subgradient choose the first columns, the solver's prices ask for those that are missing, until none is. So
 * no candidate is left out, yet the solver sees a few columns for each account. Yields the bound.
 * Out: null with the solver's reason when it fails.
 */
export function* solveRelaxation(
  p: TerritoryProblem,
  solve: SolveLinear,
  seconds: number,
): Generator<number, Relaxation | { failed: string }> {
  let prices = yield* climbPrices(p, climbRounds)
  let bound = priceBound(p, prices)
  const tolerance = (pricingTolerance * Math.abs(bound)) / Math.max(1, p.accountCount)
  const accounts = Int32Array.from({ length: p.accountCount }, (_, i) => i)
  const isIn = new Uint8Array(p.cost.length)
  addCheapest(p, prices, isIn)
  for (let round = 1; ; round++) {
    const pairs = pairsIn(p, isIn)
    const model = territoryModel(p, accounts, pairs, new Float64Array(p.sellerCount), 'relaxed')
    const answer = solve(model, { absoluteGap: 0, seconds })
    if (answer.kind !== 'optimal')
      return { failed: answer.kind === 'failed' ? answer.reason : `the relaxation: ${answer.kind}` }
    prices = clampPrices(answer.rowPrices.slice(p.accountCount), p.outsidePrice)
    bound = Math.max(bound, priceBound(p, prices))
    yield bound
    const missing = addMissing(p, prices, answer.rowPrices, isIn, tolerance)
    const cost = answer.values.reduce((sum, x, c) => sum + x * model.cost[c]!, 0)
    if (missing === 0 || cost - bound <= closeEnough * Math.abs(bound) || round === mostPricings)
      return { bound, whole: wholeAccounts(p, pairs, answer.values) }
  }
}

/** The cheapest sellers of each account at these prices. */
function addCheapest(p: TerritoryProblem, prices: Float64Array, isIn: Uint8Array): void {
  const m = p.sellerCount
  for (let i = 0; i < p.accountCount; i++)
    for (let k = 0; k < Math.min(startColumns, m); k++) {
      let at = -1
      let least = Infinity
      for (let j = 0; j < m; j++) {
        const cost = p.cost[i * m + j]! - prices[j]! * p.potential[i]!
        if (!isIn[i * m + j] && cost < least) [least, at] = [cost, j]
      }
      if (at >= 0) isIn[i * m + at] = 1
    }
}

/** Columns whose reduced cost c − λ·v − π is negative. Out: how many there were. */
function addMissing(
  p: TerritoryProblem,
  prices: Float64Array,
  rowPrices: Float64Array,
  isIn: Uint8Array,
  tolerance: number,
): number {
  const m = p.sellerCount
  let count = 0
  for (let i = 0; i < p.accountCount; i++)
    for (let j = 0; j < m; j++) {
      if (isIn[i * m + j] || !(p.cost[i * m + j]! - prices[j]! * p.potential[i]! < rowPrices[i]! - tolerance)) continue
      isIn[i * m + j] = 1
      count++
    }
  return count
}

function pairsIn(p: TerritoryProblem, isIn: Uint8Array): Pairs {
  const size = isIn.reduce((sum, is) => sum + is, 0)
  const pairs = { account: new Int32Array(size), seller: new Int32Array(size) }
  let c = 0
  for (let at = 0; at < isIn.length; at++) {
    if (!isIn[at]) continue
    pairs.account[c] = Math.floor(at / p.sellerCount)
    pairs.seller[c++] = at % p.sellerCount
  }
  return pairs
}

function wholeAccounts(p: TerritoryProblem, pairs: Pairs, values: Float64Array): Int32Array {
  const whole = new Int32Array(p.accountCount).fill(-1)
  for (let c = 0; c < pairs.account.length; c++) if (values[c]! > 1 - 1e-6) whole[pairs.account[c]!] = pairs.seller[c]!
  return whole
}
