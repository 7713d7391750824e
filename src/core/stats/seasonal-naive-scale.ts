/**
 * What errors are divided by to be compared between series: the mean absolute change over one season within the training
 * part, mean|y_t − y_{t−s}| (the scale of MASE, Hyndman & Koehler 2006).
 * In: training values, season in steps (1: none). Out: in the values' unit; null when there is no such change to see
 * (not more than a season of values, or it never changed).
 */
export function seasonalNaiveScale(training: ArrayLike<number>, season: number): number | null {
  const count = training.length - season
  if (count <= 0) return null
  let sum = 0
  for (let t = season; t < training.length; t++) sum += Math.abs(training[t]! - training[t - season]!) / count
  return sum > 0 && Number.isFinite(sum) ? sum : null
}
