import { isCertain } from './assumption.ts'
import { firstBad, type BadNumber } from './bad-number.ts'
import { assumptionNames, scenarioFaults, type AssumptionName, type Scenario, type ScenarioFault } from './scenario.ts'
import { createdAmount, runChances, valueAt, wonAmount, type RunChances, type RunValues } from './scenario-run.ts'
import { RunningMean } from './running-mean.ts'
import { quantilesOf, type OutcomeQuantile } from './outcome-quantiles.ts'
import type { Interval } from '../stats/coverage.ts'
import { wilson } from '../stats/wilson.ts'

export type SimulationSettings = {
  seed: number
  /** Runs before it may stop, and at most. */
  leastRuns: number
  mostRuns: number
  /** It has converged when the 95 % half-width of the mean is within this share of it. */
  toleranceRatio: number
}

export const usualSimulationSettings: SimulationSettings = {
  seed: 1,
  leastRuns: 1_000,
  mostRuns: 20_000,
  toleranceRatio: 0.005,
}

export type SimulationStep = { runCount: number; meanMinor: number; halfWidthMinor: number }

/** What an assumption does to the mean when it stands at its own 10 % and 90 % points and all else is as it falls. */
export type Sensitivity = {
  assumption: AssumptionName
  lowMinor: number
  highMinor: number
  /** high − low, and its 95 % half-width; from the same luck on both sides, so small differences show. */
  swingMinor: number
  halfWidthMinor: number
  chanceAtLow: number
  chanceAtHigh: number
}

export type ScenarioOutcome = {
  kind: 'outcome'
  runCount: number
  isConverged: boolean
  meanMinor: number
  halfWidthMinor: number
  /** The mean's parts: from open deals, and from deals that are not there yet. */
  openMinor: number
  createdMinor: number
  quantiles: OutcomeQuantile[]
  /** Share of runs that reach the target, and its 95 % interval (Wilson). */
  targetChance: number
  targetChanceInterval: Interval
  /** Uncertain assumptions, the one that moves the mean most first. */
  sensitivities: Sensitivity[]
}

export type SimulationResult = ScenarioOutcome | ScenarioFault | BadNumber<'leastRuns' | 'mostRuns' | 'toleranceRatio'>

const batch = 250
const [lowPoint, highPoint] = [0.1, 0.9]
const mostRunsEver = 1_000_000

/**
 * The distribution of what a plan brings, by Monte Carlo simulation: runs until the mean is known closely enough or runs
 * are used up, which is said. Each run draws the assumptions once for all, then deals and people; deals alone, as if
 * independent, would give a band far too narrow. Sensitivity by common random numbers (Law, Simulation Modeling and
 * Analysis, 5th ed. 2015, §11.2): the same run again with one assumption at its 10 % and 90 % points.
 * Yields after every batch. Out: deterministic by the seed. Errors: none thrown.
 * Cost: O(runs · (deals + people)), some microseconds a run for a hundred deals.
 */
export function* simulateScenario(
  p: Scenario,
  settings: SimulationSettings = usualSimulationSettings,
): Generator<SimulationStep, SimulationResult> {
  const isRuns = (v: number): boolean => Number.isSafeInteger(v) && v >= 100 && v <= mostRunsEver
  const [fault] = [
    ...scenarioFaults(p),
    ...firstBad('leastRuns', [settings.leastRuns], isRuns),
    ...firstBad('mostRuns', [settings.mostRuns], (v) => isRuns(v) && v >= settings.leastRuns),
    ...firstBad('toleranceRatio', [settings.toleranceRatio], (v) => v >= 0),
  ]
  if (fault) return fault
  const tally = new Tally(p)
  const next = runChances(p, settings.seed)
  for (;;) {
    const until = Math.min(settings.mostRuns, tally.total.count + batch)
    while (tally.total.count < until) tally.add(next())
    const { count: runCount, mean: meanMinor, halfWidth: halfWidthMinor } = tally.total
    yield { runCount, meanMinor, halfWidthMinor }
    const isConverged = halfWidthMinor <= settings.toleranceRatio * meanMinor
    if (runCount >= settings.mostRuns || (isConverged && runCount >= settings.leastRuns))
      return tally.outcome(isConverged)
  }
}

type Side = { mean: RunningMean; reachedCount: number }

class Tally {
  readonly total = new RunningMean()
  readonly #p: Scenario
  readonly #open = new RunningMean()
  readonly #created = new RunningMean()
  readonly #outcomes: number[] = []
  readonly #sides: { name: AssumptionName; at: [number, number]; low: Side; high: Side; swing: RunningMean }[]

  constructor(p: Scenario) {
    this.#p = p
    const side = (): Side => ({ mean: new RunningMean(), reachedCount: 0 })
    this.#sides = assumptionNames
      .filter((name) => !isCertain(p.assumptions[name]))
      .map((name) => ({
        name,
        at: [valueAt(p, name, lowPoint), valueAt(p, name, highPoint)],
        low: side(),
        high: side(),
        swing: new RunningMean(),
      }))
  }

  add(run: RunChances): void {
    const p = this.#p
    const values = Object.fromEntries(
      assumptionNames.map((name, k) => [name, valueAt(p, name, run.assumptions[k]!)]),
    ) as RunValues
    const won = wonAmount(p, run, values.winOdds)
    const created = createdAmount(p, run, values)
    const outcome = Math.round(values.amountRatio * won + values.productivity * created)
    this.#open.add(values.amountRatio * won)
    this.#created.add(values.productivity * created)
    this.total.add(outcome)
    this.#outcomes.push(outcome)
    for (const { name, at, low, high, swing } of this.#sides) {
      const [below, above] = at.map((value) => {
        const changed = { ...values, [name]: value }
        const wonNow = name === 'winOdds' ? wonAmount(p, run, value) : won
        const isOfPeople = name === 'attritionRatio' || name === 'hireDelayMonths' || name === 'rampStretch'
        const createdNow = isOfPeople ? createdAmount(p, run, changed) : created
        return changed.amountRatio * wonNow + changed.productivity * createdNow
      }) as [number, number]
      this.#note(low, below)
      this.#note(high, above)
      swing.add(above - below)
    }
  }

  #note(side: Side, outcome: number): void {
    side.mean.add(outcome)
    if (Math.round(outcome) >= this.#p.targetMinor) side.reachedCount++
  }

  outcome(isConverged: boolean): ScenarioOutcome {
    const count = this.total.count
    const reached = this.#outcomes.filter((outcome) => outcome >= this.#p.targetMinor).length
    return {
      kind: 'outcome',
      runCount: count,
      isConverged,
      meanMinor: Math.round(this.total.mean),
      halfWidthMinor: Math.round(this.total.halfWidth),
      openMinor: Math.round(this.#open.mean),
      createdMinor: Math.round(this.#created.mean),
      quantiles: quantilesOf(Float64Array.from(this.#outcomes)),
      targetChance: reached / count,
      targetChanceInterval: wilson(reached, count) ?? { low: 0, high: 1 },
      sensitivities: this.#sides
        .map(({ name, low, high, swing }) => ({
          assumption: name,
          lowMinor: Math.round(low.mean.mean),
          highMinor: Math.round(high.mean.mean),
          swingMinor: Math.round(swing.mean),
          halfWidthMinor: Math.round(swing.halfWidth),
          chanceAtLow: low.reachedCount / count,
          chanceAtHigh: high.reachedCount / count,
        }))
        .sort((a, b) => Math.abs(b.swingMinor) - Math.abs(a.swingMinor)),
    }
  }
}
