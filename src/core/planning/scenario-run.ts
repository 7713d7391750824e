import { assumptionAt } from './assumption.ts'
import { rampShare } from './ramp.ts'
import {
  assumptionEnds,
  assumptionNames,
  type AssumptionName,
  type Scenario,
  type ScenarioSellers,
} from './scenario.ts'
import { seededRandom } from '../stats/random.ts'

/** The uniform numbers of one run of the plan: every variant of the run uses the same (common random numbers). */
export type RunChances = { assumptions: Float64Array; deals: Float64Array; people: Float64Array }

/** What the assumptions came to in a run. */
export type RunValues = Record<AssumptionName, number>

/**
 * Chances of run after run. Assumptions, deals and people have a stream each: two scenarios with the same seed and the
 * same deals meet the same luck with them, however many sellers each has.
 */
export function runChances(p: Scenario, seed: number): () => RunChances {
  const count = p.sellers.reduce((sum, sellers) => sum + sellers.count, 0)
  const streams = [1, 2, 3].map((k) => seededRandom(Math.imul(seed | 0, 0x9e3779b1) + k * 0x51ed270b))
  const run: RunChances = {
    assumptions: new Float64Array(assumptionNames.length),
    deals: new Float64Array(p.deals.chanceRatio.length),
    people: new Float64Array(count),
  }
  const parts = [run.assumptions, run.deals, run.people]
  return () => {
    parts.forEach((part, s) => {
      for (let i = 0; i < part.length; i++) part[i] = streams[s]!()
    })
    return run
  }
}

/** The value of an assumption at a chance, within its ends. */
export function valueAt(p: Scenario, name: AssumptionName, u: number): number {
  const [least, most] = assumptionEnds[name]
  return Math.max(least, Math.min(most, assumptionAt(p.assumptions[name], u)))
}

/** Σ amounts of the open deals that are won at this factor on the odds. Cost: O(deals). */
export function wonAmount(p: Scenario, run: RunChances, winOdds: number): number {
  const { chanceRatio, amountMinor } = p.deals
  let won = 0
  for (let i = 0; i < chanceRatio.length; i++) {
    const odds = winOdds * chanceRatio[i]!
    // Certain stays certain: 1 in 1, and 0 in 0.
    const chance = odds === 0 ? 0 : odds / (1 - chanceRatio[i]! + odds)
    if (run.deals[i]! < chance) won += amountMinor[i]!
  }
  return won
}

/** What the sellers win from deals that are not there yet, at a productivity of 1. Cost: O(cohorts · months + people). */
export function createdAmount(p: Scenario, run: RunChances, values: RunValues): number {
  let created = 0
  let person = 0
  const stay = Math.log1p(-values.attritionRatio)
  for (const sellers of p.sellers) {
    const ramped = rampedMonths(p, sellers, values)
    for (let k = 0; k < sellers.count; k++) {
      // Months worked: one, and another for every month at whose end the seller did not leave (geometric).
      const stayed = stay === 0 ? Infinity : Math.floor(Math.log1p(-run.people[person++]!) / stay)
      created += ramped[Math.min(ramped.length - 1, 1 + stayed)]! * sellers.monthlyMinor
    }
    if (stay === 0) person += sellers.count
  }
  return created
}

/** Σ of ramp over the first 0, 1, 2 … months of work within the plan. */
function rampedMonths(p: Scenario, sellers: ScenarioSellers, values: RunValues): Float64Array {
  const isHere = sellers.startMonth < 0
  const start = isHere ? sellers.startMonth : sellers.startMonth + Math.round(values.hireDelayMonths)
  const first = Math.max(0, start)
  const ramped = new Float64Array(Math.max(0, p.monthCount - first) + 1)
  for (let worked = 1; worked < ramped.length; worked++) {
    const tenure = first + worked - start
    ramped[worked] = ramped[worked - 1]! + rampShare(sellers.ramp, Math.ceil(tenure / values.rampStretch - 1e-9))
  }
  return ramped
}
