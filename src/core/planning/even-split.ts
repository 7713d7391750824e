import type { Bounds } from '../stats/whole-parts.ts'

/** Weights below this share of the largest count as this share, so that the level stays a number. */
const leastWeight = 1e-12

/**
 * A total in proportion to weights, within bounds: part i = clamp(λ·w_i, lowest_i, highest_i) at the one level λ where
 * the parts add up. No other split keeps the ratios part/weight nearer together, the worst first (lexicographic
 * min–max: Luss, Operations Research 47, 1999); equals get equal parts, and no part falls when the total rises.
 * In: weights > 0. Out: parts that add up to the total but for rounding; the nearest to it when the bounds do not let it
 * be reached. Cost: O(parts), some 200 times.
 */
export function evenSplit(total: number, weights: Float64Array, bounds: Bounds): Float64Array {
  const heaviest = weights.reduce((a, b) => Math.max(a, b), 0)
  const relative = weights.map((w) => Math.max(leastWeight, heaviest > 0 ? w / heaviest : 1))
  const parts = new Float64Array(weights.length)
  const fill = (level: number): number => {
    let sum = 0
    for (let i = 0; i < parts.length; i++) {
      parts[i] = Math.max(bounds.lowest[i]!, Math.min(bounds.highest[i]!, level * relative[i]!))
      sum += parts[i]!
    }
    return sum
  }
  let low = 0
  let high = bounds.highest.reduce((most, b, i) => Math.max(most, b / relative[i]!), 0)
  for (let round = 0; round < 200; round++) {
    const level = (low + high) / 2
    if (level <= low || level >= high) break
    if (fill(level) < total) low = level
    else high = level
  }
  fill(high)
  return parts
}
