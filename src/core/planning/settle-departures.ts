import type { LinearAnswer, SolveLinear } from '../../base/linear-model.ts'
import { departureModel, type QuotaGround, type Settled } from './quota-model.ts'

/** Departures below this are the solver's rounding. */
const negligible = 1e-7
const mostRounds = 60

/**
 * Departures of the cells from their even parts, the largest made as small as can be, then the next largest, until
 * what is left is none. A cell is settled at the present largest when the price of its row says that no optimum could
 * have it lower (complementary slackness). Rounds: at most two for each cell.
 * Out: sums of the cells in minor units, the largest departure; the solver's reason when it fails.
 * Source: Ogryczak & Śliwiński, "On direct methods for lexicographic min–max optimization" (LNCS 3982, 2006).
 */
export function settleDepartures(
  ground: QuotaGround,
  solve: SolveLinear,
  seconds: number,
): { sums: Float64Array; departure: number } | { failed: string } {
  const { cells, equals, groups } = ground
  const settled: Settled = {
    up: new Float64Array(cells.length).fill(NaN),
    down: new Float64Array(cells.length).fill(NaN),
  }
  const firstRow = 1 + groups.length + 2 * equals.length
  let departure: number | null = null
  for (let round = 1; ; round++) {
    const answer = solve(departureModel(ground, settled), { absoluteGap: 0, seconds })
    if (answer.kind !== 'optimal')
      // A limit settled to the last digit can leave no point for the next round: what was found before holds.
      return { failed: answer.kind === 'failed' ? answer.reason : `departures: ${answer.kind}` }
    const most = answer.values.at(-1)!
    departure ??= most
    const isDone = most <= negligible || round === mostRounds
    if (isDone || !settleSome(settled, answer, { equalCount: equals.length, firstRow, most }))
      return { sums: sumsOf(ground, answer.values), departure }
  }
}

/** Settles what must be at the largest departure. Out: whether anything is still to be settled. */
function settleSome(
  settled: Settled,
  answer: Extract<LinearAnswer, { kind: 'optimal' | 'stopped' }>,
  at: { equalCount: number; firstRow: number; most: number },
): boolean {
  const count = settled.up.length
  // A little room, so that the next round is not infeasible by rounding.
  const limit = at.most * (1 + 1e-9) + 1e-12
  const sides = [settled.up, settled.down].flatMap((limits, s) =>
    Array.from(limits.keys(), (k) => ({
      limits,
      k,
      price: Math.abs(answer.rowPrices[at.firstRow + s * count + k]!),
      departure: answer.values[at.equalCount + s * count + k]!,
    })),
  )
  const free = sides.filter(({ limits, k }) => Number.isNaN(limits[k]!))
  const must = free.filter(({ price }) => price > 1e-9)
  const those = must.length > 0 ? must : free.filter(({ departure }) => departure >= at.most - negligible)
  for (const { limits, k } of those) limits[k] = limit
  return those.length > 0 && free.length > those.length
}

function sumsOf({ total, cells, equals }: QuotaGround, values: Float64Array): Float64Array {
  const people = equals.reduce((sum, same) => sum + same.count, 0)
  const money = Math.max(1, total / Math.max(1, people))
  const sums = new Float64Array(cells.length)
  equals.forEach((same, e) => (sums[same.cell]! += values[e]! * same.count * money))
  return sums
}
