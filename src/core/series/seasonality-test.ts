/**
 * One-sided 60 %: rather a season than not. The published procedure asks for 90 % (1.645), because a false season costs it
 * dear; ours is shrunk to what it is worth (`shrinkIndices`), so missing a true one is what costs.
 */
const z = 0.2533471031357997

/**
 * Is there a season of this length? Autocorrelation at the season against Bartlett's limit
 * z·√((1 + 2Σr²)/n) over the shorter lags (Assimakopoulos & Nikolopoulos 2000; Fiorucci et al. 2016).
 * In: values without gaps, season in steps. Out: false under two whole seasons and a step, or for a constant.
 * Cost: O(n × season).
 */
export function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length
  if (season < 2 || n <= 2 * season) return false
  let mean = 0
  for (let t = 0; t < n; t++) mean += values[t]! / n
  const centred = values.map((v) => v - mean)
  const product = (lag: number): number => {
    let sum = 0
    for (let t = lag; t < n; t++) sum += centred[t]! * centred[t - lag]!
    return sum
  }
  const variance = product(0)
  if (!(variance > 0)) return false
  let squares = 0
  for (let lag = 1; lag < season; lag++) squares += (product(lag) / variance) ** 2
  return product(season) / variance > z * Math.sqrt((1 + 2 * squares) / n)
}
