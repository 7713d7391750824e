/**
 * Area under the ROC curve: the share of pairs (one that came true, one that did not) in which the first has the
 * higher score; a tie counts half (Mann & Whitney 1947, with mid-ranks).
 * In: scores in any unit, no NaN; outcomes 0 or 1, same order. Out: 0–1, 0.5 is chance; null unless both outcomes
 * occur. Cost: O(n log n).
 */
export function auc(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number | null {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!)
  let positives = 0
  let rankSum = 0
  for (let from = 0; from < order.length;) {
    let to = from
    let inTie = 0
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) inTie += outcomes[order[to++]!]!
    positives += inTie
    rankSum += inTie * ((from + 1 + to) / 2)
    from = to
  }
  const negatives = order.length - positives
  if (positives === 0 || negatives === 0) return null
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}
