/** Days in stage are grouped finely while young and coarsely when old, as deals age. */
const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 21, 28, 35, 49, 63, 77, 91, 119, 182, 364]
export const bucketCount = edges.length + 1

/** Index of the bucket that holds `days` (≥ 0) in a stage; the last one is open-ended. */
export function bucketOf(days: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (days < edges[middle]!) high = middle
    else low = middle + 1
  }
  return low
}
