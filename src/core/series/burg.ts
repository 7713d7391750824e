export type Autoregression = { coefficients: Float64Array; variance: number }

/**
 * Autoregressions of order 0 … `highest`, whose reflection coefficients make forward and backward errors least; always
 * stationary. In: values about zero. Out: per order, coefficients (nearest first) and variance of what is left.
 * Source: Burg 1975; Kay & Marple 1981. Cost: O(n × highest).
 */
export function burg(values: Float64Array, highest: number): Autoregression[] {
  const forward = values.slice()
  const backward = values.slice()
  let variance = values.reduce((sum, v) => sum + v * v, 0) / Math.max(1, values.length)
  let coefficients = new Float64Array(0)
  const found: Autoregression[] = [{ coefficients, variance }]
  for (let order = 1; order <= highest; order++) {
    const reflection = reflect(forward, backward, order)
    const longer = new Float64Array(order)
    for (let i = 0; i < order - 1; i++) longer[i] = coefficients[i]! - reflection * coefficients[order - 2 - i]!
    longer[order - 1] = reflection
    coefficients = longer
    variance *= 1 - reflection * reflection
    found.push({ coefficients, variance })
  }
  return found
}

/** One step of the lattice, in place; out: its reflection coefficient, within ±1. */
function reflect(forward: Float64Array, backward: Float64Array, order: number): number {
  let product = 0
  let squares = 0
  for (let t = order; t < forward.length; t++) {
    product += forward[t]! * backward[t - 1]!
    squares += forward[t]! ** 2 + backward[t - 1]! ** 2
  }
  const reflection = squares > 0 ? (2 * product) / squares : 0
  for (let t = forward.length - 1; t >= order; t--) {
    const ahead = forward[t]!
    const behind = backward[t - 1]!
    forward[t] = ahead - reflection * behind
    backward[t] = behind - reflection * ahead
  }
  return reflection
}
