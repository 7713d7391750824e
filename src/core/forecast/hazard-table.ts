import { bucketCount } from './duration-bucket.ts'
import { emptyIncidence, shrunkHazards, winCurve, type DailyFactor, type Hazards, type Incidence } from './incidence.ts'
import type { Observations } from './observe.ts'

export type HazardTable = {
  /** Hazards of a stage and duration bucket; of all deals when the stage was never seen. */
  hazardsOf: (stage: number, bucket: number) => Hazards
  /** Chance to win within `left` days, given the calendar: a lookup by stage and bucket. */
  chances: (factor: DailyFactor, left: number) => (stage: number, bucket: number) => number
}

function addTo(sum: Incidence, part: Incidence): void {
  sum.entries += part.entries
  for (let k = 0; k < sum.won.length; k++) {
    sum.won[k]! += part.won[k]!
    sum.lost[k]! += part.lost[k]!
    sum.unseen[k]! += part.unseen[k]!
  }
}

/** A curve read at a day that need not be whole. */
export function curveAt(curve: Float64Array, day: number): number {
  if (day <= 0) return 0
  const whole = Math.min(curve.length - 1, Math.floor(day))
  const next = Math.min(curve.length - 1, whole + 1)
  return curve[whole]! + (curve[next]! - curve[whole]!) * (day - whole)
}

/** Turns observations into hazards: all deals → stage → stage and duration, each shrunk to the one before. */
export function hazardTable(seen: Observations, priorDeals: number): HazardTable {
  const all = emptyIncidence(seen.days)
  let allDeals = 0
  const stages = [...seen.cells.entries()].sort((a, b) => a[0] - b[0])
  const pooled = stages.map(([stage, cells]) => {
    const incidence = emptyIncidence(seen.days)
    let deals = 0
    for (const cell of cells) {
      addTo(incidence, cell.incidence)
      deals += cell.deals
    }
    addTo(all, incidence)
    allDeals += deals
    return { stage, cells, incidence, deals }
  })
  const scaleOf = (incidence: Incidence, deals: number): number =>
    incidence.entries > 0 ? deals / incidence.entries : 0
  const overall = shrunkHazards(all, scaleOf(all, allDeals), null, 0)
  const table = new Map<number, Hazards[]>()
  for (const { stage, cells, incidence, deals } of pooled) {
    const prior = shrunkHazards(incidence, scaleOf(incidence, deals), overall, priorDeals)
    table.set(
      stage,
      cells.map((cell) => shrunkHazards(cell.incidence, scaleOf(cell.incidence, cell.deals), prior, priorDeals)),
    )
  }
  const hazardsOf = (stage: number, bucket: number): Hazards => table.get(stage)?.[bucket] ?? overall
  return {
    hazardsOf,
    chances: (factor, left) => {
      const known = new Map<number, number>()
      return (stage, bucket) => {
        const key = stage * bucketCount + bucket
        const before = known.get(key)
        if (before !== undefined) return before
        const chance = curveAt(winCurve(hazardsOf(stage, bucket), factor), left)
        known.set(key, chance)
        return chance
      }
    },
  }
}
