import type { Hierarchy } from '../series/hierarchy.ts'
import { reconcile } from '../series/reconcile.ts'
import { wholeParts } from '../stats/whole-parts.ts'
import type { OriginResult } from './backtest.ts'
import { levelForecast, type Level, type LevelForecast } from './level-forecast.ts'
import type { Forecast } from './method.ts'
import { rollUpCovariance } from './roll-up-covariance.ts'

/** One member's share of the headline, integer minor units; over all members of a level they add up to it exactly. */
export type MemberForecast = { wonMinor: number; openMinor: number; newMinor: number }

export type RolledUpLevel = {
  members: readonly MemberForecast[]
  /** What the pipeline counted for at this level beside each member's own history, 0–1. */
  pipelineShare: number
}

/**
 * The company's headline handed down: what of it is expected from each seller, team, product or account. Every level is
 * forecast from its own deals and from each member's own past sales, in the mix that served that level best; then MinT
 * makes them add up, moving most where past errors were largest, while the headline stays the number it is. Parts
 * already won do not move.
 * In: levels of one tree, the lowest first (each higher one says whose members its own are), all rolled over the same origins
 * and none with a later window than the headline's; the headline at the last of these origins. Out: levels in the same order,
 * in whole minor units; a member's remainder is split in open and new deals as the pipeline's is.
 * Errors: RangeError when the origins of the levels differ. Cost: O(members × past origins) a step of MinT.
 * Source: Wickramasuriya, Athanasopoulos & Hyndman 2019.
 */
export function rollUp(levels: readonly Level[], headline: Forecast): RolledUpLevel[] {
  requireSameOrigins(levels.map((level) => level.results))
  const forecasts = levels.map(levelForecast)
  const lowest = forecasts[0]!
  const remainingMinor = Math.max(0, Math.round(headline.valueMinor - headline.parts.wonMinor))
  const hierarchy = hierarchyOf(levels)
  const base = [...forecasts.flatMap((f) => [...f.remainders]), remainingMinor]
  const fitted = reconcile(hierarchy, base, rollUpCovariance(forecasts, base))
  const remainders = addingUpTo(remainingMinor, fitted.subarray(0, levels[0]!.count))
  const members = Array.from(remainders, (remainder, i) => memberOf(lowest, i, remainder))
  return levels.map((level, i) => ({ members: sumsOf(level, members), pipelineShare: forecasts[i]!.pipelineShare }))
}

/** Lowest members first, then those of each higher level, then the company. */
function hierarchyOf(levels: readonly Level[]): Hierarchy {
  const bottomCount = levels[0]!.count
  const everyone = Int32Array.from({ length: bottomCount }, (_, i) => i)
  const aggregates = levels.slice(1).flatMap((level) => {
    const below = Array.from({ length: level.count }, (): number[] => [])
    level.memberOf.forEach((member, i) => below[member]!.push(i))
    return below.map((own) => Int32Array.from(own))
  })
  return { bottomCount, aggregates: [...aggregates, everyone] }
}

/** Whole shares of a whole sum, in proportion; alike where nothing tells them apart. */
function addingUpTo(total: number, shares: Float64Array): Float64Array {
  const sum = shares.reduce((a, b) => a + b, 0)
  const parts = shares.map((share) => (sum > 0 ? (share / sum) * total : total / shares.length))
  const bounds = { lowest: new Float64Array(parts.length), highest: new Float64Array(parts.length).fill(Infinity) }
  return wholeParts(
    total,
    parts,
    bounds,
    Array.from(parts, (_, i) => i),
  )
}

function memberOf(level: LevelForecast, member: number, remainderMinor: number): MemberForecast {
  const openMinor = Math.round(remainderMinor * level.openShares[member]!)
  return { wonMinor: level.wonMinor[member]!, openMinor, newMinor: remainderMinor - openMinor }
}

function sumsOf(level: Level, lowest: readonly MemberForecast[]): MemberForecast[] {
  const sums = Array.from({ length: level.count }, () => ({ wonMinor: 0, openMinor: 0, newMinor: 0 }))
  lowest.forEach((part, i) => {
    const sum = sums[level.memberOf[i]!]!
    sum.wonMinor += part.wonMinor
    sum.openMinor += part.openMinor
    sum.newMinor += part.newMinor
  })
  return sums
}

function requireSameOrigins(levels: readonly (readonly OriginResult[])[]): void {
  const keyOf = (results: readonly OriginResult[]): string =>
    results.map(({ origin }) => `${origin.originDay}/${origin.startDay}/${origin.endDay}`).join(' ')
  const first = levels[0] === undefined ? '' : keyOf(levels[0])
  if (first === '' || levels.some((results) => keyOf(results) !== first))
    throw new RangeError('a level at least, and the same origins in each')
}
