export type NelderMeadSettings = { maxEvaluations: number; tolerance: number }
export type Minimum = { at: Float64Array; value: number; evaluations: number }

/**
 * Local minimum without derivatives (Nelder & Mead 1965; reflection 1, expansion 2, contraction and shrinking ½).
 * In: a function that may answer Infinity outside its domain, a start inside it, the first step along each axis. Stops
 * when the simplex's values lie within `tolerance` of each other, or by the count of evaluations.
 * Cost: one or two evaluations a step, mostly. Deterministic; allocates only the simplex.
 */
export function nelderMead(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  steps: ArrayLike<number>,
  settings: NelderMeadSettings,
): Minimum {
  const d = start.length
  const corners = Array.from({ length: d + 1 }, (_, i) => {
    const corner = Float64Array.from(start)
    if (i > 0) corner[i - 1]! += steps[i - 1]!
    return corner
  })
  const values = Float64Array.from(corners, (corner) => f(corner))
  const centre = new Float64Array(d)
  const trial = new Float64Array(d)
  const further = new Float64Array(d)
  let evaluations = d + 1
  const along = (out: Float64Array, worst: Float64Array, factor: number): number => {
    for (let j = 0; j < d; j++) out[j] = centre[j]! + factor * (worst[j]! - centre[j]!)
    evaluations++
    return f(out)
  }
  while (evaluations < settings.maxEvaluations) {
    const [best, second, worst] = ranks(values)
    if (values[worst]! - values[best]! <= settings.tolerance) break
    centroid(corners, worst, centre)
    const corner = corners[worst]!
    let value = along(trial, corner, -1)
    let taken = trial
    if (value < values[best]!) {
      const expanded = along(further, corner, -2)
      if (expanded < value) [value, taken] = [expanded, further]
    } else if (value >= values[second]!) {
      const contracted = along(further, corner, value < values[worst]! ? -0.5 : 0.5)
      if (contracted < Math.min(value, values[worst]!)) [value, taken] = [contracted, further]
      else if (value >= values[worst]!) {
        shrink(corners, values, best, f)
        evaluations += d
        continue
      }
    }
    corner.set(taken)
    values[worst] = value
  }
  const [best] = ranks(values)
  return { at: corners[best]!, value: values[best]!, evaluations }
}

/** Places of the best, the second worst and the worst value. */
function ranks(values: Float64Array): [number, number, number] {
  let best = 0
  let worst = 0
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < values[best]!) best = i
    if (values[i]! >= values[worst]!) worst = i
  }
  let second = best
  for (let i = 0; i < values.length; i++) if (i !== worst && values[i]! > values[second]!) second = i
  return [best, second, worst]
}

function centroid(corners: readonly Float64Array[], without: number, out: Float64Array): void {
  out.fill(0)
  const d = out.length
  for (let i = 0; i < corners.length; i++) {
    if (i === without) continue
    const corner = corners[i]!
    for (let j = 0; j < d; j++) out[j]! += corner[j]! / d
  }
}

function shrink(
  corners: readonly Float64Array[],
  values: Float64Array,
  best: number,
  f: (x: Float64Array) => number,
): void {
  for (let i = 0; i < corners.length; i++) {
    if (i === best) continue
    const corner = corners[i]!
    for (let j = 0; j < corner.length; j++) corner[j] = (corner[j]! + corners[best]![j]!) / 2
    values[i] = f(corner)
  }
}
