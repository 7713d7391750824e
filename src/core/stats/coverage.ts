export type Interval = { low: number; high: number }

/** Share of actuals inside their interval, ends included. Intervals that are null are left out; null when all are. */
export function coverage(intervals: readonly (Interval | null)[], actuals: ArrayLike<number>): number | null {
  let inside = 0
  let counted = 0
  intervals.forEach((interval, i) => {
    if (interval === null) return
    counted++
    if (actuals[i]! >= interval.low && actuals[i]! <= interval.high) inside++
  })
  return counted > 0 ? inside / counted : null
}
