import { conjugateGradient } from './conjugate-gradient.ts'
import { addUp, incoherence, seriesCount, spread, type Hierarchy } from './hierarchy.ts'
import type { ShrunkCovariance } from './shrunk-covariance.ts'

/**
 * MinT reconciliation: of all forecasts that add up, the one with the least expected squared error given the covariance
 * W of base forecast errors. ỹ = ŷ − W·C′(C·W·C′)⁻¹·C·ŷ, which equals S(S′W⁻¹S)⁻¹S′W⁻¹ŷ and needs one equation an aggregate.
 * In: base forecasts of one step, bottom series first, then aggregates; W of the same order. Out: forecasts that add up
 * to the last digit. Base forecasts that are all 0 or more give none below 0 (what falls below is set to 0 and summed).
 * Errors: RangeError when the lengths do not fit. Cost: O(memberships + aggregates × T) a step of the solver.
 * Source: Wickramasuriya, Athanasopoulos & Hyndman 2019.
 */
export function reconcile(
  hierarchy: Hierarchy,
  forecasts: ArrayLike<number>,
  covariance: ShrunkCovariance,
): Float64Array {
  const n = seriesCount(hierarchy)
  if (forecasts.length !== n || covariance.variances.length !== n)
    throw new RangeError('one forecast and one error a series')
  const base = Float64Array.from(forecasts)
  // Sizes are brought to about 1, so that neither a tiny nor a huge unit troubles the solver.
  const scale = Math.sqrt(covariance.variances.reduce((largest, v) => Math.max(largest, v), 0)) || 1
  const scaled = scaledErrors(covariance, scale)
  const gaps = incoherence(hierarchy, base).map((v) => v / scale)
  const system = systemOf(hierarchy, scaled)
  const settings = { tolerance: 1e-10, maxSteps: 4 * gaps.length + 100 }
  const multipliers = conjugateGradient(system.multiply, system.diagonal, gaps, settings)
  const correction = weigh(scaled, spread(hierarchy, multipliers))
  const isNeverNegative = base.every((v) => v >= 0)
  for (let i = 0; i < hierarchy.bottomCount; i++) {
    const value = base[i]! - correction[i]! * scale
    base[i] = isNeverNegative ? Math.max(0, value) : value
  }
  return addUp(hierarchy, base)
}

function scaledErrors(covariance: ShrunkCovariance, scale: number): ShrunkCovariance {
  return {
    ...covariance,
    variances: covariance.variances.map((v) => v / scale / scale),
    errors: covariance.errors.map((v) => v / scale),
  }
}

/** W·x without W. */
function weigh({ variances, errors, stepCount, shrinkage }: ShrunkCovariance, x: Float64Array): Float64Array {
  const out = x.map((v, i) => shrinkage * variances[i]! * v)
  if (shrinkage < 1) addLowRank(out, errors, stepCount, (1 - shrinkage) / stepCount, x)
  return out
}

/** Adds share · E·(E′·x) to `out`; E has a row for each of x. */
function addLowRank(out: Float64Array, e: Float64Array, stepCount: number, share: number, x: Float64Array): void {
  const sums = new Float64Array(stepCount)
  for (let i = 0; i < x.length; i++) for (let t = 0; t < stepCount; t++) sums[t]! += e[i * stepCount + t]! * x[i]!
  for (let i = 0; i < x.length; i++) {
    let sum = 0
    for (let t = 0; t < stepCount; t++) sum += e[i * stepCount + t]! * sums[t]!
    out[i]! += share * sum
  }
}

/** C·W·C′ as a product and its diagonal; the errors' part is brought down to the aggregates once. */
function systemOf(
  hierarchy: Hierarchy,
  covariance: ShrunkCovariance,
): { multiply: (x: Float64Array) => Float64Array; diagonal: Float64Array } {
  const { variances, errors, stepCount, shrinkage } = covariance
  const { aggregates, bottomCount } = hierarchy
  const gaps = new Float64Array(aggregates.length * stepCount)
  const diagonal = new Float64Array(aggregates.length)
  const share = shrinkage < 1 ? (1 - shrinkage) / stepCount : 0
  aggregates.forEach((members, a) => {
    diagonal[a] = shrinkage * variances[bottomCount + a]!
    for (const b of members) diagonal[a] += shrinkage * variances[b]!
    for (let t = 0; t < stepCount; t++) {
      let gap = errors[(bottomCount + a) * stepCount + t]!
      for (const b of members) gap -= errors[b * stepCount + t]!
      gaps[a * stepCount + t] = gap
      diagonal[a] += share * gap * gap
    }
  })
  const multiply = (x: Float64Array): Float64Array => {
    const weighed = spread(hierarchy, x).map((v, i) => shrinkage * variances[i]! * v)
    const out = incoherence(hierarchy, weighed)
    if (share > 0) addLowRank(out, gaps, stepCount, share, x)
    return out
  }
  return { multiply, diagonal }
}
