import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finish } from '../../base/finish.ts'
import { backtest, type OriginForecast, type OriginResult } from './backtest.ts'
import { crpsRatio } from './crps-score.ts'
import { firstForecastMethods } from './first-forecast.ts'
import { buildHistory, viewAt, type DealRecord, type DealVersion } from './history.ts'
import { forecastInterval, forecastSample } from './interval.ts'
import type { Level } from './level-forecast.ts'
import { forecastOf, type Forecast } from './method.ts'
import { slidingOrigins } from './origins.ts'
import { ownHistory } from './own-history.ts'
import { regroup } from './regroup.ts'
import { rollUp, type MemberForecast } from './roll-up.ts'

const version = (fromDay: number, status: DealVersion['status'], amountMinor: number, group = 0): DealVersion => ({
  fromDay,
  status,
  stage: 0,
  group,
  probability: null,
  expectedCloseDay: null,
  amountMinor,
})

/** A deal of `group` opened on `day` and won `days` later. */
const wonDeal = (id: string, group: number, day: number, days: number, amountMinor: number): DealRecord => ({
  id,
  createdDay: day,
  versions: [version(day, 'open', amountMinor, group), version(day + days, 'won', amountMinor, group)],
})

const part = (openMinor: number, newMinor: number, unsplitMinor = 0, wonMinor = 0) => ({
  wonMinor,
  openMinor,
  newMinor,
  unsplitMinor,
})

/** Origins a week apart, each with a window of a week; what both methods said of each member and what came. */
function levelOf(memberOf: number[], weeks: { pipeline: number[]; own: number[]; actual: number[] }[]): Level {
  const results = weeks.map(({ pipeline, own, actual }, i): OriginResult => {
    const day = i * 7
    const answer = (forecast: Forecast): OriginForecast => ({ ...forecast, interval80: null, interval95: null })
    return {
      origin: { originDay: day, startDay: day, endDay: day + 7 },
      wonMinor: 0,
      wonByGroup: actual.map(() => 0),
      actualMinor: actual.reduce((a, b) => a + b, 0),
      actualByGroup: actual,
      isOver: i < weeks.length - 1,
      forecasts: {
        stage_hazard: answer(forecastOf(pipeline.map((v) => part(v / 2, v / 2)))),
        own_history: answer(forecastOf(own.map((v) => part(0, 0, v)))),
      },
    }
  })
  return { count: weeks[0]!.actual.length, memberOf: Int32Array.from(memberOf), results }
}
const headlineOf = (openMinor: number, newMinor: number, wonMinor = 0): Forecast =>
  forecastOf([part(openMinor, newMinor, 0, wonMinor)])
const totals = (members: readonly MemberForecast[]): number[] =>
  members.map((m) => m.wonMinor + m.openMinor + m.newMinor)

describe('rolling up', () => {
  test('with little past the gap is shared by size: 300 and 100 against a headline of 480 become 360 and 120', () => {
    const level = levelOf([0, 1], [{ pipeline: [300, 100], own: [300, 100], actual: [0, 0] }])
    expect(totals(rollUp([level], headlineOf(480, 0))[0]!.members)).toEqual([360, 120])
  })

  test('the member whose forecasts erred takes the gap, the one that was always right keeps its number', () => {
    const weeks = Array.from({ length: 12 }, (_, i) => ({
      pipeline: [200, 100],
      own: [200, 100],
      actual: [200 + (i % 2 === 0 ? 50 : -50), 100],
    }))
    const members = rollUp([levelOf([0, 1], weeks)], headlineOf(330, 0))[0]!.members
    expect(totals(members)).toEqual([230, 100])
  })

  test('the way that served the level better speaks: own history was right, the pipeline twice too high', () => {
    const weeks = Array.from({ length: 10 }, () => ({ pipeline: [400, 200], own: [200, 100], actual: [200, 100] }))
    const rolled = rollUp([levelOf([0, 1], weeks)], headlineOf(300, 0))[0]!
    expect(rolled.pipelineShare).toBe(0)
    expect(totals(rolled.members)).toEqual([200, 100])
  })

  test('sellers add up to their teams and teams to the headline; what is won does not move', () => {
    const sellers = levelOf([0, 1, 2], [{ pipeline: [100, 200, 300], own: [50, 10, 20], actual: [0, 0, 0] }])
    const teams = levelOf([0, 0, 1], [{ pipeline: [500, 300], own: [60, 20], actual: [0, 0] }])
    const now = sellers.results[0]!
    sellers.results = [{ ...now, wonByGroup: [7, 0, 0] }]
    const [bySeller, byTeam] = rollUp([sellers, teams], headlineOf(600, 401, 7))
    const [a, b, c] = totals(bySeller!.members)
    expect(a! + b! + c!).toBe(1008)
    expect(totals(byTeam!.members)).toEqual([a! + b!, c])
    expect(bySeller!.members[0]!.wonMinor).toBe(7)
  })

  test('a remainder is split in open and new as the member’s pipeline is; without one all of it is new', () => {
    const level = levelOf([0, 1], [{ pipeline: [100, 0], own: [100, 100], actual: [0, 0] }])
    const [first, second] = rollUp([level], headlineOf(150, 0))[0]!.members
    expect(first).toEqual({ wonMinor: 0, openMinor: 50, newMinor: 50 })
    expect(second).toEqual({ wonMinor: 0, openMinor: 0, newMinor: 50 })
  })

  test('levels of other origins are refused', () => {
    const week = { pipeline: [1], own: [1], actual: [1] }
    expect(() => rollUp([levelOf([0], [week]), levelOf([0], [week, week])], headlineOf(1, 0))).toThrow(RangeError)
  })

  test('whatever the numbers, members are whole, not below 0, and add up to the headline on every level', () => {
    const money = fc.integer({ min: 0, max: 1e9 })
    const three = fc.tuple(money, money, money).map((v) => [...v])
    const week = fc.record({ pipeline: three, own: three, actual: three })
    fc.assert(
      fc.property(fc.array(week, { minLength: 1, maxLength: 14 }), money, (weeks, remaining) => {
        const pair = (v: number[]): number[] => [v[0]! + v[1]!, v[2]!]
        const above = weeks.map((w) => ({ pipeline: pair(w.own), own: pair(w.pipeline), actual: pair(w.actual) }))
        const levels = rollUp([levelOf([0, 1, 2], weeks), levelOf([0, 0, 1], above)], headlineOf(remaining, 0))
        for (const { members } of levels) {
          const values = totals(members)
          expect(values.reduce((a, b) => a + b, 0)).toBe(remaining)
          for (const value of values) expect(Number.isSafeInteger(value) && value >= 0).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('counting deals for others', () => {
  const history = buildHistory(
    Array.from({ length: 90 }, (_, i) => wonDeal(`d${i}`, i % 2, i, 10, 1000 + i)),
    2,
  )
  const methods = [
    ...firstForecastMethods({ fiscalYearStartMonth: 1, trailingDays: 28, snapshotStepDays: 1 }),
    ownHistory,
  ]
  const origins = slidingOrigins({ firstDay: 50, lastEndDay: 90, everyDays: 7 }, 7)

  test('the company’s number stays, whoever the deals are counted for', () => {
    const byDeal = regroup(
      history,
      3,
      Array.from(history.group, (_, row) => row % 3),
    )
    const valueOf = (results: OriginResult[]): number[] =>
      results.map(({ forecasts }) => (forecasts['stage_hazard'] as OriginForecast).valueMinor)
    const before = valueOf(finish(backtest(history, methods, origins)))
    const after = valueOf(finish(backtest(byDeal, methods, origins)))
    // Each of three groups rounds its two parts.
    after.forEach((value, i) => expect(Math.abs(value - before[i]!)).toBeLessThanOrEqual(6))
  })

  test('a group that is not there is refused with its row', () => {
    expect(() => regroup(history, 2, new Int32Array(history.fromDay.length).fill(2))).toThrow('group 2 of row 0')
    expect(() => regroup(history, 2, [])).toThrow('of row 0')
  })

  test('own history: one member wins 700 every week, the other stopped long ago: 700 and next to nothing', () => {
    const deals = Array.from({ length: 30 }, (_, i) => wonDeal(`a${i}`, 0, i * 7, 3, 700))
    const stopped = Array.from({ length: 4 }, (_, i) => wonDeal(`b${i}`, 1, i * 7, 3, 700))
    const view = viewAt(buildHistory([...deals, ...stopped], 2), 30 * 7 - 1)
    const forecast = ownHistory.forecast(view, { startDay: view.asOfDay, endDay: view.asOfDay + 7 })
    if (forecast.kind !== 'forecast') throw new Error(forecast.reason)
    expect(forecast.byGroup[0]!.unsplitMinor).toBe(700)
    expect(forecast.byGroup[1]!.unsplitMinor).toBeLessThan(70)
  })

  test('own history needs four weeks of closes', () => {
    const view = viewAt(buildHistory([wonDeal('a', 0, 0, 3, 700)], 1), 20)
    expect(ownHistory.forecast(view, { startDay: 20, endDay: 27 }).kind).toBe('insufficient')
  })
})

describe('CRPS of a method', () => {
  const judged = (originDay: number, valueMinor: number, actualMinor: number) => ({
    originDay,
    endDay: originDay + 7,
    wonMinor: 0,
    valueMinor,
    actualMinor,
  })

  test('a method that was always right scores 0', () => {
    expect(crpsRatio(Array.from({ length: 12 }, (_, i) => judged(i * 7, 500, 500)))).toBeCloseTo(0, 12)
  })

  test('always exactly half: its past says so, and the corrected distribution scores nothing either', () => {
    expect(crpsRatio(Array.from({ length: 12 }, (_, i) => judged(i * 7, 250, 500)))!).toBeLessThan(0.06)
  })

  test('400 and 600 in turn: 50 at the four 400s, 200·p² at the 600s (p = 5/9, 6/11, 7/13, 8/15), over 4,000 in all', () => {
    const even = Array.from({ length: 16 }, (_, i) => judged(i * 7, 500, i % 2 === 0 ? 400 : 600))
    expect(crpsRatio(even)!).toBeCloseTo(0.10903, 4)
  })

  test('an origin is judged by windows that were over by then: eight weeks of 7 days overlap at a distance of 3', () => {
    const close = Array.from({ length: 10 }, (_, i) => ({ ...judged(i * 3, 500, 500), endDay: i * 3 + 7 }))
    expect(crpsRatio(close)).toBeNull()
  })

  test('the sample lies within the interval that comes from the same errors', () => {
    const past = Array.from({ length: 30 }, (_, i) => ({
      remainingMinor: 100,
      actualRemainingMinor: 70 + 2 * i,
      daysLeft: 7,
    }))
    const forecast = { wonMinor: 50, remainingMinor: 100, daysLeft: 7 }
    const interval = forecastInterval(forecast, past, 0.9)!
    const sample = [...forecastSample(forecast, past)!].sort((a, b) => a - b)
    expect(Math.round(sample[0]!)).toBe(interval.low)
    expect(Math.round(sample.at(-1)!)).toBe(interval.high)
  })
})
