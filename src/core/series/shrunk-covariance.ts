/**
 * Covariance of one-step errors, λ·D + (1 − λ)·E′E/T, kept as its parts: n variances and the n × T errors themselves, so
 * that 5,000 series need no 5,000 × 5,000 matrix.
 */
export type ShrunkCovariance = {
  variances: Float64Array
  /** One row a series, `stepCount` columns. */
  errors: Float64Array
  stepCount: number
  /** λ: 1 uses the variances alone. */
  shrinkage: number
}

/**
 * Shrinks correlations to none by the share of them that sampling noise explains (Schäfer & Strimmer 2005), as MinT does.
 * In: one-step errors of each series, all of one length; missing ones (NaN) count as 0. Out: λ in 0–1, 1 below three
 * steps. Series that never erred get a millionth of a millionth of the usual variance. Cost: O(n·T²), from T × T sums.
 */
export function shrunkCovariance(residuals: readonly ArrayLike<number>[]): ShrunkCovariance {
  const n = residuals.length
  const stepCount = residuals.reduce((least, r) => Math.min(least, r.length), residuals[0]?.length ?? 0)
  const errors = new Float64Array(n * stepCount)
  const variances = new Float64Array(n)
  for (let i = 0; i < n; i++)
    for (let t = 0; t < stepCount; t++) {
      const error = residuals[i]![t]!
      errors[i * stepCount + t] = Number.isFinite(error) ? error : 0
      variances[i]! += errors[i * stepCount + t]! ** 2 / stepCount
    }
  const usual = variances.reduce((a, b) => a + b, 0) / Math.max(1, n)
  const floor = usual > 0 ? usual * 1e-12 : 1
  const floored = variances.map((v) => Math.max(v, floor))
  return { variances: floored, errors, stepCount, shrinkage: intensity(errors, floored, stepCount) }
}

/** Σ Var(r) / Σ r² over pairs of different series, through the T × T products of standardised errors. */
function intensity(errors: Float64Array, variances: Float64Array, stepCount: number): number {
  if (stepCount < 3) return 1
  const n = variances.length
  const products = new Float64Array(stepCount * stepCount)
  const squares = new Float64Array(stepCount)
  const z = new Float64Array(stepCount)
  let ownSquares = 0
  let ownProducts = 0
  for (let i = 0; i < n; i++) {
    const scale = 1 / Math.sqrt(variances[i]!)
    let length = 0
    for (let t = 0; t < stepCount; t++) {
      z[t] = errors[i * stepCount + t]! * scale
      squares[t]! += z[t]! ** 2
      length += z[t]! ** 2
      ownSquares += z[t]! ** 4
    }
    ownProducts += length ** 2
    for (let t = 0; t < stepCount; t++) for (let u = 0; u <= t; u++) products[t * stepCount + u]! += z[t]! * z[u]!
  }
  // Σ over all pairs of (z_i·z_j)² is the squared size of the T × T matrix; pairs of a series with itself are taken off.
  let allProducts = 0
  for (let t = 0; t < stepCount; t++)
    for (let u = 0; u <= t; u++) allProducts += (u === t ? 1 : 2) * products[t * stepCount + u]! ** 2
  const crossProducts = allProducts - ownProducts
  const crossSquares = squares.reduce((sum, v) => sum + v ** 2, 0) - ownSquares
  const noise = (crossSquares - crossProducts / stepCount) / (stepCount * (stepCount - 1))
  const correlation = crossProducts / stepCount ** 2
  return correlation > 0 ? Math.min(1, Math.max(0, noise / correlation)) : 1
}
