const startCount = 5

/** Level before the first value and slope, by a line through the first five values (Hyndman et al. 2008, §2.6). In: at least two. */
export function startingLine(values: Float64Array): { level: number; slope: number } {
  const n = Math.min(startCount, values.length)
  const middle = (n - 1) / 2
  let mean = 0
  let product = 0
  let squares = 0
  for (let t = 0; t < n; t++) {
    mean += values[t]! / n
    product += (t - middle) * values[t]!
    squares += (t - middle) ** 2
  }
  const slope = product / squares
  return { level: mean - slope * (middle + 1), slope }
}
