import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { compareShares } from '../stats/compare.ts'
import { fates, rankBottlenecks, type StageWaits } from './bottlenecks.ts'

type Row = { stage: number; hours: number; waiting?: true; value?: number; fate?: keyof typeof fates }
const waitsOf = (rows: readonly Row[]): StageWaits => ({
  stage: rows.map(({ stage }) => stage),
  hours: rows.map(({ hours }) => hours),
  isWaiting: rows.map(({ waiting }) => (waiting ? 1 : 0)),
  value: rows.map(({ value }) => value ?? NaN),
  fate: rows.map(({ fate }) => fates[fate ?? 'open']),
})
const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row)

const contract: Row[] = [
  ...times(9, { stage: 1, hours: 10, fate: 'won' }),
  ...times(3, { stage: 1, hours: 10, fate: 'lost' }),
  ...times(3, { stage: 1, hours: 50, fate: 'won' }),
  ...times(6, { stage: 1, hours: 50, fate: 'lost' }),
  { stage: 1, hours: 5, waiting: true, value: 1_000 },
  { stage: 1, hours: 60, waiting: true, value: 30_000 },
  { stage: 1, hours: 80, waiting: true },
]
const easy: Row[] = [
  ...times(4, { stage: 0, hours: 9, fate: 'won' }),
  ...times(5, { stage: 0, hours: 4, waiting: true, value: 99_000 }),
]

describe('bottlenecks', () => {
  test('quick 9 of 12 won, slow 3 of 9: 5/12 more; 30,000 waits longer than the usual 10 h: 12,500 at stake', () => {
    const [first, second] = rankBottlenecks(waitsOf([...easy, ...contract]), 2)
    // At 10 h 23 are left of 24, one waits only 5 h: 12 go, 11/23 stay, under a half.
    expect(first).toMatchObject({ stage: 1, usualHours: 10, waitingCount: 3, waitingValue: 31_000 })
    expect(first).toMatchObject({ lateCount: 2, lateValue: 30_000, quick: { successes: 9, trials: 12 } })
    expect(first!.slow).toEqual({ successes: 3, trials: 9 })
    expect(first!.stake!.value).toBeCloseTo(12_500, 9)
    const { low, high } = compareShares({ successes: 3, trials: 9 }, { successes: 9, trials: 12 })!.interval
    expect(low).toBeLessThan(0.02)
    expect(first!.stake!.interval.low).toBeCloseTo(Math.max(0, 30_000 * low), 9)
    expect(first!.stake!.interval.high).toBeCloseTo(30_000 * high, 9)
    expect(second).toMatchObject({ stage: 0, usualHours: 9, lateCount: 0, slow: { trials: 0 }, stake: null })
  })
  test('where the slow are won more often nothing is at stake; then the longer queue comes first', () => {
    const turned = contract.map((row): Row => ({
      ...row,
      fate: row.fate === 'won' ? 'lost' : row.fate === 'lost' ? 'won' : 'open',
    }))
    const [first, second] = rankBottlenecks(waitsOf([...easy, ...turned]), 2)
    expect(second).toMatchObject({ stage: 1, stake: { value: 0, interval: { low: 0 } } })
    // 5 × 9 h against 3 × 10 h.
    expect(first!.stage).toBe(0)
  })
  test('a stage nobody has left has no usual wait, nobody late and no stake', () => {
    const [only] = rankBottlenecks(waitsOf([{ stage: 0, hours: 3, waiting: true, value: 5 }]), 1)
    expect(only).toMatchObject({
      usualHours: null,
      waitingCount: 1,
      waitingValue: 5,
      lateCount: 0,
      winRateGain: null,
      stake: null,
    })
  })
  const hostileRow = fc.record({
    stage: fc.integer({ min: -1, max: 4 }),
    hours: fc.oneof(fc.double(), fc.integer({ min: 0, max: 9 })),
    value: fc.oneof(fc.double(), fc.constant(1e300), fc.integer({ min: -9, max: 9 })),
    isWaiting: fc.integer({ min: 0, max: 1 }),
    fate: fc.integer({ min: 0, max: 2 }),
  })
  test('any rows: every stage once, no NaN, an interval around its value, the order of rows means nothing', () => {
    fc.assert(
      fc.property(fc.array(hostileRow, { maxLength: 40 }), (rows) => {
        const columns = (of: typeof rows): StageWaits => ({
          stage: of.map((row) => row.stage),
          hours: of.map((row) => row.hours),
          isWaiting: of.map((row) => row.isWaiting),
          value: of.map((row) => row.value),
          fate: of.map((row) => row.fate),
        })
        const ranked = rankBottlenecks(columns(rows), 4)
        expect(new Set(ranked.map(({ stage }) => stage))).toEqual(new Set([0, 1, 2, 3]))
        for (const { stake, usualHours, lateCount, waitingCount } of ranked) {
          expect(lateCount).toBeLessThanOrEqual(waitingCount)
          expect(usualHours === null || Number.isFinite(usualHours)).toBe(true)
          if (stake === null) continue
          expect(stake.interval.low <= stake.value && stake.value <= stake.interval.high).toBe(true)
        }
        const counts = ({ stage, waitingCount, usualHours }: (typeof ranked)[number]): string =>
          `${stage} ${waitingCount} ${usualHours}`
        const turned = rankBottlenecks(columns(rows.toReversed()), 4)
        expect(new Set(turned.map(counts))).toEqual(new Set(ranked.map(counts)))
      }),
      { numRuns: fuzzRuns(300) },
    )
  }, 3_600_000)
})
