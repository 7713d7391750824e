import type { RoutingProblem } from '../../src/core/planning/routing-problem.ts'
import { seededRandom } from '../../src/core/stats/random.ts'

/** Unequal leads, sellers of unequal skill in four kinds of leads, a third of the pairs forbidden, places for four of five. */
export function routingGround(leadCount: number, sellerCount: number, seed: number): RoutingProblem {
  const random = seededRandom(seed)
  const kind = Array.from({ length: leadCount }, () => Math.floor(random() * 4))
  const skill = Array.from({ length: sellerCount }, () => Array.from({ length: 4 }, () => 0.3 * random()))
  const pairs = Array.from({ length: leadCount * sellerCount }, (_, at) => at)
  return {
    leadCount,
    sellerCount,
    valueMinor: Float64Array.from(kind, () => Math.round(1_000_000 * Math.exp(2 * random()))),
    upliftRatio: Float64Array.from(
      pairs,
      (at) => skill[at % sellerCount]![kind[Math.floor(at / sellerCount)]!]! + 0.02 * (random() - 0.5),
    ),
    barrier: Uint8Array.from(pairs, () => (random() < 0.33 ? 1 : 0)),
    capacity: new Int32Array(sellerCount).fill(Math.floor((0.8 * leadCount) / sellerCount)),
    given: new Int32Array(sellerCount),
  }
}
