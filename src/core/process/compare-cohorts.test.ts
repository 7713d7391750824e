import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fates } from './bottlenecks.ts'
import { compareCohorts, type Cohort } from './compare-cohorts.ts'
import { buildEventLog } from './event-log.ts'
import { calendarHours } from './working-hours.ts'

const hour = 3_600_000
const settings = { level: 0.95, resamples: 200, seed: 7 }

/** Cases as texts of one-letter activities, an hour apart unless told. */
function cohortOf(cases: readonly string[], fate: readonly number[], apart: (c: number) => number = () => 1): Cohort {
  const log = buildEventLog(
    cases.flatMap((letters, c) =>
      [...letters].map((activity, i) => ({ caseId: `${c}`, activity, at: i * apart(c) * hour })),
    ),
  )
  return { log, hours: calendarHours(log.at), fate }
}
const many = (count: number, text: string): string[] => Array.from({ length: count }, () => text)
const { won, lost, open } = fates

describe('comparison of two cohorts', () => {
  const before = cohortOf([...many(30, 'ab'), ...many(10, 'acb')], [...Array(20).fill(won), ...Array(20).fill(lost)])
  const after = cohortOf(
    [...many(10, 'ab'), ...many(28, 'acb'), 'adb', 'b'],
    [...Array(9).fill(won), ...Array(27).fill(lost), open, open, open, open],
    (c) => 1 + (c % 3),
  )
  const found = compareCohorts(before, after, settings)
  const arc = (from: string, to: string) => found.arcs.find((one) => one.from === from && one.to === to)!

  test('40 cases each; won 20 of 40, then 9 of 36: 0.25 less; a → b 30/40, then 10/40: 0.5 less, for certain', () => {
    expect(found.caseCounts).toEqual({ before: 40, after: 40 })
    expect(found.winRate).toMatchObject({ before: 0.5, after: 0.25, difference: -0.25 })
    expect(arc('a', 'b')).toMatchObject({ share: { before: 0.75, after: 0.25, difference: -0.5 }, isCertain: true })
    expect(arc('a', 'd')).toMatchObject({ share: { before: 0, after: 0.025 }, isCertain: false, wait: null })
    expect(found.arcs[0]).toMatchObject({ from: 'a', to: 'b' })
  })
  test('the median wait on a → c goes from 1 h to 2 h of 1, 2, 3', () => {
    expect(arc('a', 'c').wait).toMatchObject({ before: 1, after: 2, difference: 1 })
  })
  test('a step taken twice in a case counts that case once', () => {
    const loops = compareCohorts(cohortOf(['abab'], [won]), cohortOf(['ab', 'a'], [won, lost]), settings)
    expect(loops.arcs.find(({ from, to }) => from === 'a' && to === 'b')!.share).toMatchObject({
      before: 1,
      after: 0.5,
    })
  })
  test('a cohort without cases: no figures and no steps, but no error', () => {
    const none = compareCohorts(cohortOf([], []), after, settings)
    expect(none).toMatchObject({ caseCounts: { before: 0 }, duration: null, winRate: null, arcs: [] })
  })
  test('turned around, shares change their sign and the same steps are certain', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    const cohort = fc.array(
      letters.filter((text) => text !== ''),
      { minLength: 1, maxLength: 12 },
    )
    fc.assert(
      fc.property(cohort, cohort, (x, y) => {
        const [b, a] = [
          cohortOf(
            x,
            x.map(() => won),
          ),
          cohortOf(
            y,
            y.map(() => lost),
          ),
        ]
        const few = { ...settings, resamples: 20 }
        const [there, back] = [compareCohorts(b, a, few), compareCohorts(a, b, few)]
        const told = (arcs: typeof there.arcs, sign: number): string[] =>
          arcs
            .map(
              ({ from, to, share, isCertain }) => `${from}${to} ${(sign * share.difference).toFixed(9)} ${isCertain}`,
            )
            .map((text) => text.replace('-0.000000000', '0.000000000'))
            .sort()
        expect(told(back.arcs, -1)).toEqual(told(there.arcs, 1))
      }),
      { numRuns: 100 },
    )
  })
})
