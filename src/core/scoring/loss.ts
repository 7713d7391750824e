import type { Derivatives } from './histogram.ts'

/** What is to be learnt, per row; weights ≥ 0. */
export type Targets = { targets: Float64Array; weights: Float64Array }

/**
 * What boosting minimises, seen through its first and second derivative by the margin. The trainer knows nothing
 * else of the question, so probabilities and amounts are grown by the same code.
 */
export type Loss = {
  /** The best constant margin. In: targets of at least one row. */
  start: (rows: Targets) => number
  /** Writes first and second derivative of every row times its weight. */
  derivatives: (margins: Float64Array, rows: Targets, into: Derivatives) => void
  /** Mean loss by weight. */
  mean: (margins: Float64Array, rows: Targets) => number
  /** From margin to the unit of the target. */
  answer: (margin: number) => number
}

export const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin))
export const logit = (chance: number): number => Math.log(chance / (1 - chance))

/** ln(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

function weightedMean({ targets, weights }: Targets): number {
  let sum = 0
  let weight = 0
  for (let i = 0; i < targets.length; i++) {
    sum += weights[i]! * targets[i]!
    weight += weights[i]!
  }
  return weight > 0 ? sum / weight : 0
}

/** Log loss of a chance, for targets 0–1 (shares are allowed); the margin is the log-odds. */
export const logisticLoss: Loss = {
  start: (rows) => logit(Math.min(1 - 1e-6, Math.max(1e-6, weightedMean(rows)))),
  derivatives: (margins, { targets, weights }, { gradients, hessians }) => {
    for (let i = 0; i < margins.length; i++) {
      const p = 1 / (1 + Math.exp(-margins[i]!))
      gradients[i] = weights[i]! * (p - targets[i]!)
      hessians[i] = weights[i]! * Math.max(p * (1 - p), 1e-16)
    }
  },
  mean: (margins, { targets, weights }) =>
    weightedMean({ targets: targets.map((y, i) => softplus(margins[i]!) - y * margins[i]!), weights }),
  answer: sigmoid,
}

/** Half the squared error, for amounts; the margin is the expected value itself. */
export const squaredLoss: Loss = {
  start: weightedMean,
  derivatives: (margins, { targets, weights }, { gradients, hessians }) => {
    for (let i = 0; i < margins.length; i++) gradients[i] = weights[i]! * (margins[i]! - targets[i]!)
    hessians.set(weights)
  },
  mean: (margins, { targets, weights }) =>
    weightedMean({ targets: targets.map((y, i) => (margins[i]! - y) ** 2 / 2), weights }),
  answer: (margin) => margin,
}
