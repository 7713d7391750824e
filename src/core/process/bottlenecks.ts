import { compareShares, type Comparison, type Successes } from '../stats/compare.ts'
import type { Interval } from '../stats/coverage.ts'
import { kaplanMeier, survivalQuantile } from '../stats/kaplan-meier.ts'

/** How a deal ended; `open`: it has not yet. */
export const fates = { open: 0, won: 1, lost: 2 } as const

/**
 * One row for each deal in each stage it was in, stays in the same stage added up. `hours` by any clock; `isWaiting` 1: it is
 * still there; `value` in minor units of one currency, NaN where unknown; `fate` as in `fates`.
 */
export type StageWaits = {
  readonly stage: ArrayLike<number>
  readonly hours: ArrayLike<number>
  readonly isWaiting: ArrayLike<number>
  readonly value: ArrayLike<number>
  readonly fate: ArrayLike<number>
}

export type Bottleneck = {
  readonly stage: number
  /** Median wait, those still waiting counted as not yet ended; null when fewer than half have gone on. */
  readonly usualHours: number | null
  readonly waitingCount: number
  /** Sum over those waiting whose value is known. */
  readonly waitingValue: number
  /** Of them, those that wait longer than usual. */
  readonly lateCount: number
  readonly lateValue: number
  /** Of the deals that have ended: won among those that waited up to the usual time, and among those that waited longer. */
  readonly quick: Successes
  readonly slow: Successes
  /** `before` the win rate of the slow, `after` of the quick. */
  readonly winRateGain: Comparison | null
  /** What the late are likely to lose by waiting: their value × the gain, never below 0; null where no gain is known. */
  readonly stake: { readonly value: number; readonly interval: Interval } | null
}

/**
 * Stages ranked by the money that waiting there puts at stake: late deals × their value × how much more often quick deals
 * are won, with Newcombe's interval of that difference; ties and stages without a stake by waiting count × usual wait, the queue of
 * van der Aalst, Process Mining (2016), ch. 9. It tells what goes along with waiting, not what waiting causes.
 * In: stages 0 … stageCount − 1; rows with hours that are not finite or below 0 are left out. Cost: O(n log n).
 */
export function rankBottlenecks(waits: StageWaits, stageCount: number, level = 0.95): Bottleneck[] {
  const rowsOf: number[][] = Array.from({ length: stageCount }, () => [])
  for (let row = 0; row < waits.stage.length; row++) {
    const hours = waits.hours[row]!
    if (Number.isFinite(hours) && hours >= 0) rowsOf[waits.stage[row]!]?.push(row)
  }
  return rowsOf
    .map((rows, stage) => bottleneckOf(waits, rows, stage, level))
    .sort((a, b) => (b.stake?.value ?? 0) - (a.stake?.value ?? 0) || queueOf(b) - queueOf(a) || a.stage - b.stage)
}

const queueOf = ({ waitingCount, usualHours }: Bottleneck): number => waitingCount * (usualHours ?? 0)

function bottleneckOf(waits: StageWaits, rows: readonly number[], stage: number, level: number): Bottleneck {
  const usualHours = usualWait(waits, rows)
  const isLate = (row: number): boolean => usualHours !== null && waits.hours[row]! > usualHours
  const waiting = rows.filter((row) => waits.isWaiting[row] === 1)
  const late = waiting.filter(isLate)
  const ended = rows.filter((row) => waits.isWaiting[row] !== 1 && waits.fate[row] !== fates.open)
  const quick = wonOf(waits, usualHours === null ? [] : ended.filter((row) => !isLate(row)))
  const slow = wonOf(waits, ended.filter(isLate))
  const winRateGain = compareShares(slow, quick, level)
  const lateValue = valueOf(waits, late)
  return {
    stage,
    usualHours,
    waitingCount: waiting.length,
    waitingValue: valueOf(waits, waiting),
    lateCount: late.length,
    lateValue,
    quick,
    slow,
    winRateGain,
    stake: winRateGain && stakeOf(lateValue, winRateGain),
  }
}

function usualWait(waits: StageWaits, rows: readonly number[]): number | null {
  const hours = Float64Array.from(rows, (row) => waits.hours[row]!)
  const hasGone = Uint8Array.from(rows, (row) => (waits.isWaiting[row] === 1 ? 0 : 1))
  return survivalQuantile(kaplanMeier(hours, hasGone), 0.5).value
}

const wonOf = (waits: StageWaits, rows: readonly number[]): Successes => ({
  successes: rows.filter((row) => waits.fate[row] === fates.won).length,
  trials: rows.length,
})

function valueOf(waits: StageWaits, rows: readonly number[]): number {
  const most = Number.MAX_VALUE
  let sum = 0
  for (const row of rows)
    if (Number.isFinite(waits.value[row])) sum = Math.min(most, Math.max(-most, sum + waits.value[row]!))
  return sum
}

/** A quicker stage never takes money away: where the gain, or its lower end, is below 0 nothing is at stake. */
function stakeOf(value: number, { difference, interval }: Comparison): NonNullable<Bottleneck['stake']> {
  const at = (gain: number): number => Math.max(0, value) * Math.max(0, gain)
  return { value: at(difference), interval: { low: at(interval.low), high: at(interval.high) } }
}
