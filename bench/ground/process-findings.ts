import { fates, rankBottlenecks } from '../../src/core/process/bottlenecks.ts'
import { compareCohorts } from '../../src/core/process/compare-cohorts.ts'
import type { EventLog } from '../../src/core/process/event-log.ts'

/** The loan log as a process of stages: what was decided, and what is waited for. */
const decided = new Map([
  ['A_APPROVED', fates.won],
  ['A_DECLINED', fates.lost],
  ['A_CANCELLED', fates.lost],
])
const fateOf = (log: EventLog, c: number): number => {
  const kinds = log.activities.map((name) => decided.get(name) ?? fates.open)
  for (let i = log.starts[c]!; i < log.starts[c + 1]!; i++)
    if (kinds[log.activity[i]!] !== fates.open) return kinds[log.activity[i]!]!
  return fates.open
}
const fatesOf = (log: EventLog): Uint8Array => Uint8Array.from(log.caseIds, (_, c) => fateOf(log, c))

/** Cases whose place in the log is wanted, as a log of their own. */
function only(log: EventLog, wanted: (c: number) => boolean): EventLog {
  const cases = log.caseIds.flatMap((_, c) => (wanted(c) ? [c] : []))
  const rows = cases.flatMap((c) =>
    Array.from({ length: log.starts[c + 1]! - log.starts[c]! }, (_, i) => log.starts[c]! + i),
  )
  const starts = new Uint32Array(cases.length + 1)
  cases.forEach((c, i) => (starts[i + 1] = starts[i]! + log.starts[c + 1]! - log.starts[c]!))
  return {
    caseIds: cases.map((c) => log.caseIds[c]!),
    activities: log.activities,
    starts,
    activity: Uint32Array.from(rows, (row) => log.activity[row]!),
    at: Float64Array.from(rows, (row) => log.at[row]!),
  }
}

/**
 * What stands where on a day within the log, and what waiting there goes along with; then cases begun in the first half
 * of the time against those of the second. Prints both, with the time each takes.
 */
export function tellFindings(log: EventLog, hours: Float64Array, amounts: ReadonlyMap<string, number>): void {
  const ends = log.caseIds.map((_, c) => log.at[log.starts[c + 1]! - 1]!)
  const day = Math.max(...ends.slice(0, 10_000)) - 60 * 86_400_000
  tellBottlenecks(log, hours, amounts, day)
  const first = Float64Array.from(log.caseIds, (_, c) => log.at[log.starts[c]!]!)
  const middle = first.toSorted()[first.length >> 1]!
  const cohort = (wanted: (c: number) => boolean) => {
    const part = only(log, wanted)
    return { log: part, hours: part.at.map((at) => at / 3_600_000), fate: fatesOf(part) }
  }
  const [before, after] = [cohort((c) => first[c]! < middle), cohort((c) => first[c]! >= middle)]
  const began = performance.now()
  const found = compareCohorts(before, after, { level: 0.95, resamples: 100, seed: 1 })
  const seconds = (performance.now() - began) / 1000
  const { winRate, duration, arcs } = found
  const range = ({ low, high }: { low: number; high: number }): string => `${low.toFixed(3)} … ${high.toFixed(3)}`
  console.log(`\n  begun in the second half of the time against the first, ${seconds.toFixed(2)} s`)
  console.log(
    `    approved ${winRate!.before.toFixed(3)} → ${winRate!.after.toFixed(3)}, change ${range(winRate!.interval)}`,
  )
  console.log(
    `    median days ${duration!.before.toFixed(2)} → ${duration!.after.toFixed(2)}, change ${range(duration!.interval)}`,
  )
  for (const { from, to, share } of arcs.filter(({ isCertain }) => isCertain).slice(0, 4))
    console.log(
      `    ${`${from} → ${to}`.padEnd(46)} ${share.before.toFixed(3)} → ${share.after.toFixed(3)}  ${range(share.interval)}`,
    )
}

/** Each case's last activity by the day is where it waits, unless it was decided by then. */
function tellBottlenecks(log: EventLog, hours: Float64Array, amounts: ReadonlyMap<string, number>, day: number): void {
  const rows = {
    stage: [] as number[],
    hours: [] as number[],
    isWaiting: [] as number[],
    value: [] as number[],
    fate: [] as number[],
  }
  const today = day / 3_600_000
  for (let c = 0; c < log.caseIds.length; c++) {
    const fate = fateOf(log, c)
    const spent = new Map<number, { hours: number; isWaiting: number }>()
    for (let i = log.starts[c]!; i < log.starts[c + 1]! && log.at[i]! <= day; i++) {
      const isLast = i + 1 === log.starts[c + 1]! || log.at[i + 1]! > day
      if (isLast && i + 1 === log.starts[c + 1]!) continue
      const known = spent.get(log.activity[i]!)?.hours ?? 0
      spent.set(log.activity[i]!, {
        hours: known + (isLast ? today : hours[i + 1]!) - hours[i]!,
        isWaiting: isLast ? 1 : 0,
      })
    }
    const isOver = log.at[log.starts[c + 1]! - 1]! <= day
    for (const [stage, { hours: waited, isWaiting }] of spent) {
      rows.stage.push(stage)
      rows.hours.push(waited)
      rows.isWaiting.push(isWaiting)
      rows.value.push(amounts.get(log.caseIds[c]!) ?? NaN)
      rows.fate.push(isOver ? fate : fates.open)
    }
  }
  const began = performance.now()
  const ranked = rankBottlenecks(rows, log.activities.length)
  const seconds = (performance.now() - began) / 1000
  const when = new Date(day).toISOString().slice(0, 10)
  console.log(
    `\n  money at stake by waiting, on ${when}, ${rows.stage.length} stays, ${seconds.toFixed(2)} s      late    usual h   gain    at stake (95 %)`,
  )
  for (const { stage, lateCount, usualHours, winRateGain, stake } of ranked.slice(0, 4)) {
    const range =
      stake === null
        ? ''
        : `${Math.round(stake.value)} (${Math.round(stake.interval.low)} … ${Math.round(stake.interval.high)})`
    const gain = winRateGain?.difference.toFixed(3) ?? '–'
    console.log(
      `    ${log.activities[stage]!.padEnd(60)} ${String(lateCount).padStart(6)} ${(usualHours ?? NaN).toFixed(1).padStart(9)} ${gain.padStart(8)}   ${range}`,
    )
  }
}
