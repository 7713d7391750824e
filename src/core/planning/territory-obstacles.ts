import { bandHigh, bandLow, type TerritoryProblem } from './territory-problem.ts'

/** A constraint that cannot hold, whoever gets what. */
export type Obstacle =
  | { kind: 'bad_number'; field: 'potential' | 'target' | 'cost' | 'bandRatio' | 'outsidePrice'; at: number }
  | { kind: 'account_without_seller'; account: number }
  | { kind: 'account_above_every_band'; account: number; potential: number; highest: number }
  | { kind: 'total_below_bands'; total: number; needed: number }
  | { kind: 'total_above_bands'; total: number; room: number }
  | { kind: 'seller_below_band'; seller: number; reachable: number; needed: number }

/**
 * What can be seen of a problem without solving it: constraints that cannot hold, each by name and figures. None found
 * does not prove that the bands can be met; what the solver then leaves outside is in its answer.
 * Cost: O(accounts · sellers).
 */
export function territoryObstacles(p: TerritoryProblem): Obstacle[] {
  const bad = badNumbers(p)
  return bad.length > 0 ? bad : [...totalObstacles(p), ...accountObstacles(p), ...sellerObstacles(p)]
}

function badNumbers(p: TerritoryProblem): Obstacle[] {
  const found: Obstacle[] = []
  const look = (field: 'potential' | 'target' | 'cost', values: Float64Array, isGood: (v: number) => boolean): void => {
    const at = values.findIndex((v) => !isGood(v))
    if (at >= 0) found.push({ kind: 'bad_number', field, at })
  }
  look('potential', p.potential, (v) => v >= 0 && v < Infinity)
  look('target', p.target, (v) => v > 0 && v < Infinity)
  look('cost', p.cost, (v) => v > -Infinity)
  if (!(p.bandRatio >= 0 && p.bandRatio < 1)) found.push({ kind: 'bad_number', field: 'bandRatio', at: 0 })
  if (!(p.outsidePrice > 0 && p.outsidePrice < Infinity))
    found.push({ kind: 'bad_number', field: 'outsidePrice', at: 0 })
  return found
}

function totalObstacles(p: TerritoryProblem): Obstacle[] {
  const total = p.potential.reduce((sum, v) => sum + v, 0)
  const target = p.target.reduce((sum, v) => sum + v, 0)
  const slack = 1e-9 * target
  const [needed, room] = [(1 - p.bandRatio) * target, (1 + p.bandRatio) * target]
  if (total < needed - slack) return [{ kind: 'total_below_bands', total, needed }]
  return total > room + slack ? [{ kind: 'total_above_bands', total, room }] : []
}

function accountObstacles(p: TerritoryProblem): Obstacle[] {
  const found: Obstacle[] = []
  for (let i = 0; i < p.accountCount; i++) {
    let highest = -Infinity
    for (let j = 0; j < p.sellerCount; j++)
      if (p.cost[i * p.sellerCount + j]! < Infinity) highest = Math.max(highest, bandHigh(p, j))
    const potential = p.potential[i]!
    if (highest === -Infinity) found.push({ kind: 'account_without_seller', account: i })
    else if (potential > highest * (1 + 1e-9))
      found.push({ kind: 'account_above_every_band', account: i, potential, highest })
  }
  return found
}

function sellerObstacles(p: TerritoryProblem): Obstacle[] {
  const found: Obstacle[] = []
  for (let j = 0; j < p.sellerCount; j++) {
    let reachable = 0
    for (let i = 0; i < p.accountCount; i++) if (p.cost[i * p.sellerCount + j]! < Infinity) reachable += p.potential[i]!
    const needed = bandLow(p, j)
    if (reachable < needed * (1 - 1e-9)) found.push({ kind: 'seller_below_band', seller: j, reachable, needed })
  }
  return found
}
