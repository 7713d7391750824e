/**
 * Means per position of the season, drawn towards their common mean by the share of their spread that noise alone would
 * give (James–Stein): W = (s − 3)/(s − 1) · error of a mean / spread of the means, at most 1.
 * In: what was seen at each position (ratios or differences), and what stands for a position never seen. Out: one index
 * a position. Few years and much noise give a flat season. Source: Miller & Williams 2003. Cost: O(n).
 */
export function shrinkIndices(parts: readonly (readonly number[])[], neutral: number): Float64Array {
  const season = parts.length
  const means = Float64Array.from(parts, (seen) =>
    seen.length > 0 ? seen.reduce((a, b) => a + b, 0) / seen.length : neutral,
  )
  const overall = means.reduce((a, b) => a + b, 0) / season
  let noise = 0
  let count = 0
  parts.forEach((seen, i) => {
    for (const v of seen) noise += (v - means[i]!) ** 2
    count += seen.length
  })
  const freedom = count - season
  if (freedom <= 0) return means
  const errorOfMean = (noise / freedom) * (season / count)
  const spread = means.reduce((sum, v) => sum + (v - overall) ** 2, 0) / Math.max(1, season - 1)
  const weight = spread > 0 ? Math.min(1, (Math.max(0, season - 3) / (season - 1)) * (errorOfMean / spread)) : 1
  return means.map((v) => v + weight * (overall - v))
}
