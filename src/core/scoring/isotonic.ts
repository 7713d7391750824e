/** Points of a rising curve: at `scores[i]` (ascending) the chance is `chances[i]`; between them it is drawn straight. */
export type IsotonicCurve = { scores: Float64Array; chances: Float64Array }

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955): the rising curve nearest to the outcomes in
 * squares. Both ends of every pooled block are kept. Chances keep half a row's distance from 0 and 1: no number of
 * rows shows that something cannot happen.
 * In: scores without NaN, outcomes 0–1, same order, at least one. Cost: O(n log n).
 */
export function fitIsotonic(scores: ArrayLike<number>, outcomes: ArrayLike<number>): IsotonicCurve {
  const blocks: Block[] = []
  for (const tie of ties(scores, outcomes)) {
    blocks.push(tie)
    for (let last = blocks.length - 1; last > 0 && mean(blocks[last - 1]!) >= mean(blocks[last]!); last--) {
      const upper = blocks.pop()!
      const lower = blocks[last - 1]!
      lower.to = upper.to
      lower.total += upper.total
      lower.count += upper.count
    }
  }
  const nearest = 0.5 / (scores.length + 1)
  const held = (block: Block): number => Math.min(1 - nearest, Math.max(nearest, mean(block)))
  return {
    scores: Float64Array.from(blocks.flatMap((b) => (b.from === b.to ? [b.from] : [b.from, b.to]))),
    chances: Float64Array.from(blocks.flatMap((b) => (b.from === b.to ? [held(b)] : [held(b), held(b)]))),
  }
}

type Block = { from: number; to: number; total: number; count: number }

const mean = (block: Block): number => block.total / block.count

/** Rows of equal score make one block from the start, for they must get one chance. */
function ties(scores: ArrayLike<number>, outcomes: ArrayLike<number>): Block[] {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!)
  const blocks: Block[] = []
  for (const i of order) {
    const last = blocks.at(-1)
    if (last !== undefined && last.from === scores[i]) {
      last.total += outcomes[i]!
      last.count += 1
    } else blocks.push({ from: scores[i]!, to: scores[i]!, total: outcomes[i]!, count: 1 })
  }
  return blocks
}

/** The curve at a score; beyond its ends it is level. Cost: O(log points). */
export function isotonicAt(curve: IsotonicCurve, score: number): number {
  const { scores, chances } = curve
  let low = 0
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (scores[middle]! < score) low = middle + 1
    else high = middle
  }
  if (low === 0) return chances[0]!
  if (low === scores.length) return chances[low - 1]!
  const width = scores[low]! - scores[low - 1]!
  const share = width > 0 ? (score - scores[low - 1]!) / width : 1
  return chances[low - 1]! + share * (chances[low]! - chances[low - 1]!)
}
