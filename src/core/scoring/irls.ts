import { solvePositiveDefinite } from './cholesky.ts'
import { sigmoid } from './loss.ts'

/** Rows of `width` numbers one after another. */
export type DesignMatrix = { values: Float64Array; width: number; rowCount: number }
export type LinearFit = { intercept: number; coefficients: Float64Array }

const mostIterations = 50
const smallestStep = 1e-8

/**
 * Logistic regression with a ridge penalty ½λ·Σβ² (not on the intercept), by iteratively reweighted least squares
 * with step halving (McCullagh & Nelder 1989; le Cessie & van Houwelingen 1992).
 * In: no NaN; targets 0–1, shares allowed; at least one row; ridge > 0 keeps separated data finite.
 * Out: always finite. Cost: O(iterations × rows × width²).
 */
export function fitLogistic(x: DesignMatrix, targets: Float64Array, ridge: number): LinearFit {
  const mean = targets.reduce((a, b) => a + b, 0) / targets.length
  const held = Math.min(1 - 1e-6, Math.max(1e-6, mean))
  let beta = new Float64Array(x.width + 1)
  beta[0] = Math.log(held / (1 - held))
  let loss = penalisedLoss(x, targets, ridge, beta)
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const step = newtonStep(x, targets, ridge, beta)
    if (step === null) break
    let share = 1
    let next = beta
    let nextLoss = Infinity
    for (; share > 1e-4; share /= 2) {
      next = beta.map((b, j) => b - share * step[j]!)
      nextLoss = penalisedLoss(x, targets, ridge, next)
      if (nextLoss <= loss) break
    }
    if (!(nextLoss <= loss)) break
    const fell = loss - nextLoss
    beta = next
    loss = nextLoss
    if (fell <= smallestStep * (Math.abs(loss) + smallestStep)) break
  }
  return { intercept: beta[0]!, coefficients: beta.slice(1) }
}

/** Intercept and Σβx of a row. */
function marginOf(x: DesignMatrix, beta: Float64Array, row: number): number {
  let margin = beta[0]!
  const from = row * x.width
  for (let j = 0; j < x.width; j++) margin += beta[j + 1]! * x.values[from + j]!
  return margin
}

function penalisedLoss(x: DesignMatrix, targets: Float64Array, ridge: number, beta: Float64Array): number {
  let loss = 0
  for (let row = 0; row < x.rowCount; row++) {
    const margin = marginOf(x, beta, row)
    loss += Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - targets[row]! * margin
  }
  for (let j = 1; j < beta.length; j++) loss += (ridge * beta[j]! ** 2) / 2
  return loss
}

/** H⁻¹·gradient; a trace of ridge on the intercept keeps H invertible where every chance is near 0 or 1. */
function newtonStep(x: DesignMatrix, targets: Float64Array, ridge: number, beta: Float64Array): Float64Array | null {
  const size = x.width + 1
  const gradient = beta.map((b, j) => (j === 0 ? 0 : ridge * b))
  const hessian = new Float64Array(size * size)
  for (let j = 0; j < size; j++) hessian[j * size + j] = j === 0 ? 1e-9 : ridge
  const values = new Float64Array(size)
  values[0] = 1
  for (let row = 0; row < x.rowCount; row++) {
    const p = sigmoid(marginOf(x, beta, row))
    const weight = p * (1 - p)
    values.set(x.values.subarray(row * x.width, (row + 1) * x.width), 1)
    for (let i = 0; i < size; i++) {
      const value = values[i]!
      if (value === 0) continue
      gradient[i]! += (p - targets[row]!) * value
      const weighted = weight * value
      for (let j = 0; j <= i; j++) hessian[i * size + j]! += weighted * values[j]!
    }
  }
  return solvePositiveDefinite(hessian, gradient)
}
