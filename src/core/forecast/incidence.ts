/**
 * Daily counts from which the chance to win within k days is read (Aalen–Johansen with two ends, win and loss).
 * A deal seen at a moment is one entry; it leaves on day k ≥ 1 by a win, by a loss, or unseen (its k-th day had
 * not passed when we looked). So windows that are not over yet teach as far as they go.
 */
export type Incidence = { entries: number; won: Float64Array; lost: Float64Array; unseen: Float64Array }

export const emptyIncidence = (days: number): Incidence => ({
  entries: 0,
  won: new Float64Array(days + 1),
  lost: new Float64Array(days + 1),
  unseen: new Float64Array(days + 1),
})

/** Win and loss hazard of each day 1 … K (index 0 unused). */
export type Hazards = { win: Float64Array; loss: Float64Array }

/**
 * Hazards of a cell, drawn towards a prior by `strength` imagined deals that live the prior's life. Without unseen
 * entries the chance to win by day k comes out as exactly (wins + strength·m) / (n + strength), m the prior's.
 * `scale` turns entries into deals (one deal is seen on many days; only distinct deals are evidence).
 */
export function shrunkHazards(cell: Incidence, scale: number, prior: Hazards | null, strength: number): Hazards {
  const days = cell.won.length - 1
  const hazards: Hazards = { win: new Float64Array(days + 1), loss: new Float64Array(days + 1) }
  let atRisk = cell.entries * scale
  let imagined = prior === null ? 0 : strength
  for (let k = 1; k <= days; k++) {
    const priorWin = prior?.win[k] ?? 0
    const priorLoss = prior?.loss[k] ?? 0
    const total = atRisk + imagined
    if (total > 1e-9) {
      hazards.win[k] = (cell.won[k]! * scale + imagined * priorWin) / total
      hazards.loss[k] = (cell.lost[k]! * scale + imagined * priorLoss) / total
    }
    atRisk = Math.max(0, atRisk - (cell.won[k]! + cell.lost[k]! + cell.unseen[k]!) * scale)
    imagined *= Math.max(0, 1 - priorWin - priorLoss)
  }
  return hazards
}

/** Multiplies a day's win hazard by its place in the calendar; index k as in the hazards. */
export type DailyFactor = Float64Array | null

/** Chance to have won by the end of each day 0 … K under the hazards. Out: non-decreasing, 0–1. */
export function winCurve(hazards: Hazards, factor: DailyFactor): Float64Array {
  const days = hazards.win.length - 1
  const curve = new Float64Array(days + 1)
  let surviving = 1
  for (let k = 1; k <= days; k++) {
    const win = Math.min(1, hazards.win[k]! * (factor?.[k] ?? 1))
    const loss = Math.min(1 - win, hazards.loss[k]!)
    curve[k] = curve[k - 1]! + surviving * win
    surviving *= 1 - win - loss
  }
  return curve
}
