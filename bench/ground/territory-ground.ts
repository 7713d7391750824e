import { assignmentCosts } from '../../src/core/planning/assignment-costs.ts'
import type { TerritoryProblem } from '../../src/core/planning/territory-problem.ts'
import { seededRandom } from '../../src/core/stats/random.ts'

/**
 * Accounts around 40 towns of a country, potentials very unequal (log-normal), sellers living in the larger towns, and
 * owners as they come to be: mostly somebody near, often not. The same seed gives the same problem everywhere.
 */
export function territoryGround(accountCount: number, sellerCount: number, seed: number) {
  const random = seededRandom(seed)
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const towns = Array.from({ length: 40 }, (_, rank) => ({
    latitude: 46 + 6 * random(),
    longitude: 23 + 16 * random(),
    share: 1 / (rank + 3),
  }))
  const shares = towns.reduce((sum, t) => sum + t.share, 0)
  const someTown = (): (typeof towns)[number] => {
    let left = random() * shares
    return towns.find((t) => (left -= t.share) < 0) ?? towns[0]!
  }
  const places = (count: number, spread: number) => {
    const at = Array.from({ length: count }, () => {
      const town = someTown()
      return [town.latitude + spread * gauss(), town.longitude + spread * gauss()] as const
    })
    return { latitude: Float64Array.from(at, (p) => p[0]), longitude: Float64Array.from(at, (p) => p[1]) }
  }
  const accountAt = places(accountCount, 0.5)
  const sellerAt = places(sellerCount, 0.15)
  const potential = Float64Array.from({ length: accountCount }, () => Math.round(10_000 * Math.exp(gauss())))
  const visits = potential.map((v) => 1 + Math.min(11, Math.floor(v / 10_000)))
  const unowned = new Int32Array(accountCount).fill(-1)
  const travel = assignmentCosts({ ...accountAt, visits, owner: unowned }, sellerAt, 0)
  const owner = unowned.map((_, i) => {
    if (random() < 0.4) return Math.floor(random() * sellerCount)
    const row = travel.subarray(i * sellerCount, (i + 1) * sellerCount)
    return row.indexOf(row.reduce((a, b) => Math.min(a, b)))
  })
  const total = potential.reduce((sum, v) => sum + v, 0)
  const problem: TerritoryProblem = {
    accountCount,
    sellerCount,
    potential,
    target: new Float64Array(sellerCount).fill(total / sellerCount),
    bandRatio: 0.05,
    cost: assignmentCosts({ ...accountAt, visits, owner }, sellerAt, 100),
    outsidePrice: 10,
  }
  return { problem, owner }
}
