/**
 * Solves A·x = b for a symmetric positive definite A that is only known by what it does to a vector (Hestenes & Stiefel
 * 1952), preconditioned by A's diagonal. Stops when the residual is `tolerance` of b, or after `maxSteps`.
 * Cost: one product with A a step. Deterministic.
 */
export function conjugateGradient(
  multiply: (x: Float64Array) => Float64Array,
  diagonal: Float64Array,
  b: Float64Array,
  { tolerance, maxSteps }: { tolerance: number; maxSteps: number },
): Float64Array {
  const x = new Float64Array(b.length)
  const residual = b.slice()
  let direction = residual.map((v, i) => v / diagonal[i]!)
  let energy = dot(residual, direction)
  const enough = energy * tolerance ** 2
  for (let step = 0; step < maxSteps && energy > enough; step++) {
    const product = multiply(direction)
    const curvature = dot(direction, product)
    if (!(curvature > 0)) break
    const length = energy / curvature
    for (let i = 0; i < x.length; i++) {
      x[i]! += length * direction[i]!
      residual[i]! -= length * product[i]!
    }
    const preconditioned = residual.map((v, i) => v / diagonal[i]!)
    const next = dot(residual, preconditioned)
    const turn = next / energy
    direction = preconditioned.map((v, i) => v + turn * direction[i]!)
    energy = next
  }
  return x
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
