import { quantile } from './quantile.ts'

/** 1 / Φ⁻¹(¾): makes the median absolute deviation estimate σ of normal values. */
const toSigma = 1.482602218505602

/**
 * Spread that half the values cannot spoil: the median absolute deviation from the median, scaled to be the standard
 * deviation of normal values (Hampel 1974).
 * In: values in any order (those not finite are left out). Out: 0 when more than half are equal; null for no values or a spread beyond all
 * numbers. Cost: O(n log n).
 */
export function robustScale(values: ArrayLike<number>): number | null {
  const finite = Float64Array.from(values).filter(Number.isFinite)
  const median = quantile(finite, 0.5)
  if (median === null) return null
  const deviation = quantile(
    finite.map((value) => Math.abs(value - median)),
    0.5,
  )
  const scale = toSigma * (deviation ?? Infinity)
  return Number.isFinite(scale) ? scale : null
}
