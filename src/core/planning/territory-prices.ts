import { bandHigh, bandLow, type TerritoryProblem } from './territory-problem.ts'

/**
 * A lower bound of what any assignment costs, from a price λ of potential for each seller (−P ≤ λ ≤ P):
 * Σ_i min_j (c_ij − λ_j·v_i) + Σ_j (λ_j·low_j if λ_j > 0, else λ_j·high_j). With the prices of the linear
 * relaxation it is the relaxation's optimum (Lagrangian duality; Fisher, Management Science 27, 1981).
 * `slope`, when given, is filled with its subgradient. Cost: O(accounts · sellers).
 */
export function priceBound(p: TerritoryProblem, prices: Float64Array, slope?: Float64Array): number {
  const m = p.sellerCount
  let bound = 0
  for (let j = 0; j < m; j++) {
    const edge = prices[j]! > 0 ? bandLow(p, j) : prices[j]! < 0 ? bandHigh(p, j) : p.target[j]!
    bound += prices[j]! * edge
    if (slope) slope[j] = edge
  }
  for (let i = 0; i < p.accountCount; i++) {
    const v = p.potential[i]!
    let least = Infinity
    let at = 0
    for (let j = 0; j < m; j++) {
      const cost = p.cost[i * m + j]! - prices[j]! * v
      if (cost < least) [least, at] = [cost, j]
    }
    bound += least
    if (slope) slope[at]! -= v
  }
  return bound
}

/** Prices kept where the bound holds. */
export const clampPrices = (prices: Float64Array, outsidePrice: number): Float64Array =>
  prices.map((price) => Math.max(-outsidePrice, Math.min(outsidePrice, price)))

/**
 * Climbs to good prices by subgradient steps that shrink, each seller's in the unit of cost per potential. Yields the
 * best bound so far, now and then. Out: the prices of the best bound. Cost: `rounds` times that of `priceBound`.
 */
export function* climbPrices(p: TerritoryProblem, rounds: number): Generator<number, Float64Array> {
  const prices = new Float64Array(p.sellerCount)
  const slope = new Float64Array(p.sellerCount)
  let best: Float64Array = prices.slice()
  let bestBound = priceBound(p, prices, slope)
  let scale = firstScale(p)
  let sinceBetter = 0
  for (let round = 0; round < rounds; round++) {
    for (let j = 0; j < p.sellerCount; j++) {
      const step = scale * Math.max(-1, Math.min(1, slope[j]! / p.target[j]!))
      prices[j] = Math.max(-p.outsidePrice, Math.min(p.outsidePrice, prices[j]! + step))
    }
    const bound = priceBound(p, prices, slope)
    if (bound > bestBound) {
      bestBound = bound
      best = prices.slice()
      sinceBetter = 0
    } else if (++sinceBetter === 8) {
      scale /= 2
      prices.set(best)
      priceBound(p, prices, slope)
      sinceBetter = 0
    }
    if (round % 16 === 0) yield bestBound
  }
  return best
}

/** What a typical account costs with its cheapest seller, by potential. */
function firstScale(p: TerritoryProblem): number {
  const total = p.potential.reduce((sum, v) => sum + v, 0)
  const least = priceBound(p, new Float64Array(p.sellerCount))
  return total > 0 && Number.isFinite(least) && least !== 0 ? Math.abs(least) / total : 1
}
