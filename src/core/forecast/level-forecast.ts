import type { OriginForecast, OriginResult } from './backtest.ts'
import type { ForecastParts } from './method.ts'

/** One way of counting deals (by seller, by team, by product, by account) and its rolling origins, oldest first. */
export type Level = {
  count: number
  /** Which member of this level each member of the lowest level belongs to; in the lowest level each to itself. */
  memberOf: Int32Array
  results: readonly OriginResult[]
}

export type LevelForecast = {
  /** What the pipeline counts for beside each member's own history, 0–1. */
  pipelineShare: number
  wonMinor: Float64Array
  /** Still to come at the last origin, minor units, a number a member. */
  remainders: Float64Array
  /** Share of it that comes from deals now open, 0–1. */
  openShares: Float64Array
  /** Forecast − actual of the remainders of each member at past origins, oldest first. */
  errors: readonly Float64Array[]
}

const shareSteps = 20

/**
 * The remainders of one level at its last origin: its pipeline's and each member's own history in the mix that would have
 * erred least, over all members, at past origins whose window was over by the last one (by halves until there are any).
 */
export function levelForecast({ count, results }: Level): LevelForecast {
  const now = results.at(-1)!
  const past = results.filter((r) => r.origin.endDay <= now.origin.originDay)
  const pipelineShare = bestShare(past, count)
  const pipeline = answerOf(now, 'stage_hazard')
  return {
    pipelineShare,
    wonMinor: Float64Array.from(now.wonByGroup),
    remainders: mixAt(now, count, pipelineShare),
    openShares: Float64Array.from({ length: count }, (_, m) => openShareOf(pipeline?.byGroup[m])),
    errors: past.map((result) => mixAt(result, count, pipelineShare).map((v, m) => v - actualRemainder(result, m))),
  }
}

function bestShare(past: readonly OriginResult[], count: number): number {
  const judged = past.filter((r) => answerOf(r, 'stage_hazard') !== null && answerOf(r, 'own_history') !== null)
  let best = { share: 0.5, error: Infinity }
  for (let step = 0; step <= shareSteps && judged.length > 0; step++) {
    const share = step / shareSteps
    const error = judged.reduce((sum, result) => sum + absoluteError(result, mixAt(result, count, share)), 0)
    if (error < best.error) best = { share, error }
  }
  return best.share
}

/** Where one of the two has no answer the other speaks alone. */
function mixAt(result: OriginResult, count: number, pipelineShare: number): Float64Array {
  const pipeline = answerOf(result, 'stage_hazard')
  const own = answerOf(result, 'own_history')
  const share = pipeline === null ? 0 : own === null ? 1 : pipelineShare
  const part = (answer: OriginForecast | null, weight: number, m: number): number =>
    answer === null || weight === 0 ? 0 : weight * remainderOf(answer, m)
  return Float64Array.from({ length: count }, (_, m) => part(pipeline, share, m) + part(own, 1 - share, m))
}

const absoluteError = (result: OriginResult, remainders: Float64Array): number =>
  remainders.reduce((sum, value, m) => sum + Math.abs(value - actualRemainder(result, m)), 0)

function answerOf(result: OriginResult, id: string): OriginForecast | null {
  const answer = result.forecasts[id]
  return answer?.kind === 'forecast' ? answer : null
}

function remainderOf(answer: OriginForecast, member: number): number {
  const { openMinor, newMinor, unsplitMinor } = answer.byGroup[member]!
  return Math.max(0, openMinor + newMinor + unsplitMinor)
}

const actualRemainder = (result: OriginResult, member: number): number =>
  result.actualByGroup[member]! - result.wonByGroup[member]!

function openShareOf(parts: ForecastParts | undefined): number {
  if (parts === undefined) return 0
  const sum = parts.openMinor + parts.newMinor
  return sum > 0 ? Math.min(1, Math.max(0, parts.openMinor / sum)) : 0
}
