import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fuzzRuns } from '../../../tests/fuzz-runs.ts'
import { finish } from '../../base/finish.ts'
import { backtest } from './backtest.ts'
import { blend, blendWeights } from './blend.ts'
import { firstForecast, firstForecastMethods } from './first-forecast.ts'
import { buildHistory, viewAt, type DealRecord, type DealVersion } from './history.ts'
import { chooseHeadline, defaultHeadlineRule } from './headline.ts'
import { shrunkHazards, winCurve, emptyIncidence } from './incidence.ts'
import { forecastInterval } from './interval.ts'
import { forecastOf, partsTotal, type Forecast } from './method.ts'
import { dealsOfGroup } from './only-group.ts'
import { fiscalOrigins, slidingOrigins } from './origins.ts'
import { ownHistory } from './own-history.ts'
import { runRate } from './run-rate.ts'
import { samePeriodLastYear, yearEarlier } from './same-period-last-year.ts'
import { scoreMethod } from './score.ts'
import { stageWeighted } from './stage-weighted.ts'
import { wonByGroup, wonTotals } from './won.ts'

const settings = { fiscalYearStartMonth: 1, trailingDays: 28, snapshotStepDays: 1 }
const methods = [...firstForecastMethods(settings), ownHistory]

const version = (fromDay: number, status: DealVersion['status'], more: Partial<DealVersion> = {}): DealVersion => ({
  fromDay,
  status,
  stage: 0,
  group: 0,
  probability: null,
  expectedCloseDay: null,
  amountMinor: 100,
  ...more,
})
const deal = (id: string, ...versions: DealVersion[]): DealRecord => ({
  id,
  createdDay: versions[0]?.fromDay ?? null,
  versions,
})

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null })
const versions = fc.record({
  fromDay: fc.integer({ min: 0, max: 160 }),
  status: fc.constantFrom('open', 'open', 'won', 'lost'),
  stage: fc.integer({ min: 0, max: 3 }),
  group: fc.integer({ min: 0, max: 2 }),
  probability: maybe(fc.double({ min: -1, max: 2 })),
  expectedCloseDay: maybe(fc.integer({ min: 0, max: 200 })),
  amountMinor: maybe(fc.oneof(fc.integer({ min: -500, max: 100000 }), fc.constant(0), fc.constant(NaN))),
  closedDay: maybe(fc.integer({ min: 0, max: 160 })),
}) as fc.Arbitrary<DealVersion>
const deals = fc
  .array(
    fc.record({
      createdDay: maybe(fc.integer({ min: -30, max: 160 })),
      versions: fc.array(versions, { maxLength: 5 }),
    }),
    {
      maxLength: 60,
    },
  )
  .map((list): DealRecord[] => list.map((d, i) => ({ ...d, id: `d${i}` })))
const window = { startDay: 90, endDay: 130 }

/** A company that wins 1,000 a week and loses as much, each deal open for a fortnight. */
function steadyCompany(days: number): DealRecord[] {
  return Array.from({ length: days }, (_, day) =>
    deal(
      `s${day}`,
      version(day, 'open', { amountMinor: 1000, probability: 0.5, expectedCloseDay: day + 14 }),
      version(day + 14, day % 2 === 0 ? 'won' : 'lost', { amountMinor: 1000 }),
    ),
  )
}

describe('history', () => {
  test('a view at day 10 keeps what was valid then: open with 100, though it was won with 80 on day 11', () => {
    const history = buildHistory([deal('a', version(5, 'open'), version(11, 'won', { amountMinor: 80 }))], 1)
    expect([...viewAt(history, 10).amountMinor]).toEqual([100])
    expect(viewAt(history, 4).dealIds).toEqual([])
    expect([...wonByGroup(viewAt(history, 11), 10, 11)]).toEqual([80])
    expect([...wonByGroup(history, 11, 20)]).toEqual([0])
  })

  test('correcting the amount of a won deal does not move the day it was won', () => {
    const history = buildHistory(
      [deal('a', version(5, 'open'), version(11, 'won'), version(40, 'won', { amountMinor: 70 }))],
      1,
    )
    expect([...wonByGroup(history, 10, 11)]).toEqual([70])
    expect(wonTotals(history)(10, 11)).toBe(70)
  })

  test('a deal that was won and reopened counts as not won', () => {
    const history = buildHistory([deal('a', version(5, 'won'), version(9, 'open'))], 1)
    expect([...wonByGroup(history, 0, 20)]).toEqual([0])
    expect([...wonByGroup(viewAt(history, 8), 0, 20)]).toEqual([100])
  })

  test('a group of its own sees a deal handed away as lost, and one handed in from that day', () => {
    const moved = deal('a', version(1, 'open'), version(5, 'open', { group: 1 }), version(9, 'won', { group: 1 }))
    expect(dealsOfGroup([moved], 0)[0]?.versions.map((v) => v.status)).toEqual(['open', 'lost', 'lost'])
    expect(dealsOfGroup([moved], 1)[0]?.versions.map((v) => [v.fromDay, v.status])).toEqual([
      [5, 'open'],
      [9, 'won'],
    ])
  })

  test('a group outside the list is refused', () => {
    expect(() => buildHistory([deal('a', version(1, 'open', { group: 2 }))], 2)).toThrow(RangeError)
  })
})

describe('methods', () => {
  test('stage-weighted: 0.5 × 100 in the window + 80 won − deals due later or undated = 130', () => {
    const history = buildHistory(
      [
        deal('a', version(1, 'open', { probability: 0.5, expectedCloseDay: 20 })),
        deal('b', version(1, 'open', { probability: 0.5, expectedCloseDay: 40 })),
        deal('c', version(1, 'open', { probability: 0.9 })),
        deal('d', version(12, 'won', { amountMinor: 80 })),
      ],
      1,
    )
    const forecast = stageWeighted.forecast(viewAt(history, 15), { startDay: 10, endDay: 30 })
    expect(forecast).toMatchObject({ valueMinor: 130, parts: { wonMinor: 80, openMinor: 50 } })
  })

  test('stage-weighted: open deals without any close date are insufficient, not 0', () => {
    const history = buildHistory([deal('a', version(1, 'open', { probability: 0.5 }))], 1)
    expect(stageWeighted.forecast(viewAt(history, 15), window)).toEqual({
      kind: 'insufficient',
      reason: 'no_close_dates',
    })
  })

  test('run rate: 280 won in 28 days is 10 a day; 12 days left and 50 already in make 170', () => {
    const history = buildHistory(
      [
        deal('z', version(1, 'won', { amountMinor: 999 })),
        deal('a', version(75, 'won', { amountMinor: 230 })),
        deal('b', version(99, 'won', { amountMinor: 50 })),
      ],
      1,
    )
    const forecast = runRate(28).forecast(viewAt(history, 100), { startDay: 90, endDay: 112 })
    expect(forecast).toMatchObject({ valueMinor: 170, parts: { wonMinor: 50, unsplitMinor: 120 } })
  })

  test('same period last year: what came in the same dates, 29 February falling on the 28th', () => {
    const dayOf = (date: string): number => Date.parse(date) / 86_400_000
    expect(yearEarlier(dayOf('2024-02-29'))).toBe(dayOf('2023-02-28'))
    const history = buildHistory(
      [
        deal('z', version(dayOf('2022-12-01'), 'won')),
        deal('a', version(dayOf('2023-03-20'), 'won', { amountMinor: 70 })),
      ],
      1,
    )
    const view = viewAt(history, dayOf('2024-03-10'))
    const march = { startDay: dayOf('2024-02-29'), endDay: dayOf('2024-03-31') }
    expect(samePeriodLastYear.forecast(view, march)).toMatchObject({ valueMinor: 70 })
    expect(samePeriodLastYear.forecast(viewAt(history, dayOf('2023-03-25')), march)).toMatchObject({
      reason: 'no_last_year',
    })
  })

  test('hazard: a steady company (half of one deal a day won after 14 days) gives 7 × 1,000 for 14 days, all from open deals', () => {
    const history = buildHistory(steadyCompany(200), 1)
    const forecast = methods[3]!.forecast(viewAt(history, 150), { startDay: 150, endDay: 164 }) as Forecast
    expect(forecast.valueMinor).toBeGreaterThan(6300)
    expect(forecast.valueMinor).toBeLessThan(7700)
    expect(forecast.parts.openMinor).toBeGreaterThan(6300)
    const longer = methods[3]!.forecast(viewAt(history, 150), { startDay: 150, endDay: 178 }) as Forecast
    expect(longer.valueMinor).toBeGreaterThan(12_600)
    expect(longer.valueMinor).toBeLessThan(15_400)
    expect(longer.parts.newMinor).toBeGreaterThan(5000)
  })

  test('hazard: deals that became known long after their creation are not taken for new business', () => {
    const dumped = Array.from({ length: 500 }, (_, i): DealRecord => ({
      ...deal(`x${i}`, version(150, 'open')),
      createdDay: null,
    }))
    const newOf = (records: DealRecord[]): number =>
      (methods[3]!.forecast(viewAt(buildHistory(records, 1), 150), { startDay: 150, endDay: 178 }) as Forecast).parts
        .newMinor
    expect(newOf([...steadyCompany(200), ...dumped])).toBe(newOf(steadyCompany(200)))
  })

  test('shrinkage: 3 wins of 10 with 20 imagined deals at 10 % is (3 + 20 × 0.1) / 30 = 1/6', () => {
    const prior = emptyIncidence(5)
    prior.entries = 100
    prior.won[2] = 4
    prior.won[5] = 6
    prior.lost[3] = 30
    const cell = emptyIncidence(5)
    cell.entries = 10
    cell.won[1] = 1
    cell.won[4] = 2
    cell.lost[2] = 5
    const curve = winCurve(shrunkHazards(cell, 1, shrunkHazards(prior, 1, null, 0), 20), null)
    expect(curve[5]).toBeCloseTo(1 / 6, 12)
  })
})

describe('properties of every method', () => {
  test('nothing after the origin changes a forecast', () => {
    fc.assert(
      fc.property(deals, deals, (before, after) => {
        const upTo = (list: DealRecord[]): DealRecord[] =>
          list.map((d) => ({ ...d, versions: d.versions.filter((v) => v.fromDay <= 100) }))
        const changed = upTo(before).map((d, i) => ({
          ...d,
          versions: [...d.versions, ...(after[i]?.versions ?? []).filter((v) => v.fromDay > 100)],
        }))
        for (const method of methods) {
          const one = method.forecast(viewAt(buildHistory(before, 3), 100), window)
          expect(method.forecast(viewAt(buildHistory(changed, 3), 100), window)).toEqual(one)
        }
      }),
      { numRuns: fuzzRuns(60) },
    )
  }, 3_600_000)

  test('the order of deals does not matter, parts and groups add up, shares add up, nothing is NaN', () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 60, max: 140 }), (list, origin) => {
        const view = viewAt(buildHistory(list, 3), origin)
        const turned = viewAt(buildHistory(list.toReversed(), 3), origin)
        for (const method of methods) {
          const forecast = method.forecast(view, window)
          expect(method.forecast(turned, window)).toEqual(forecast)
          if (forecast.kind === 'insufficient') continue
          expect(Number.isSafeInteger(forecast.valueMinor)).toBe(true)
          expect(forecast.byGroup.reduce((sum, parts) => sum + partsTotal(parts), 0)).toBe(forecast.valueMinor)
          expect(partsTotal(forecast.parts)).toBe(forecast.valueMinor)
          expect(forecast.contributions.reduce((sum, c) => sum + c.expectedMinor, 0)).toBe(forecast.parts.openMinor)
          for (const c of forecast.contributions) expect(c.probability >= 0 && c.probability <= 1).toBe(true)
        }
      }),
      { numRuns: fuzzRuns(60) },
    )
  }, 3_600_000)

  test('the whole run survives hostile inputs: empty, one deal, all nulls, all zeros', () => {
    const nulls = { amountMinor: null, probability: null, expectedCloseDay: null }
    const hostile: DealRecord[][] = [
      [],
      [deal('a', version(10, 'open'))],
      [deal('a', version(10, 'won'))],
      [{ id: 'a', createdDay: NaN, versions: [version(NaN, 'open'), version(10, 'open', { amountMinor: Infinity })] }],
      steadyCompany(120).map((d) => ({ ...d, versions: d.versions.map((v) => ({ ...v, ...nulls })) })),
      steadyCompany(120).map((d) => ({ ...d, versions: d.versions.map((v) => ({ ...v, amountMinor: 0 })) })),
    ]
    for (const list of hostile) {
      const run = finish(
        firstForecast(
          buildHistory(list, 1),
          slidingOrigins({ firstDay: 40, lastEndDay: 130, everyDays: 7 }, 14),
          settings,
        ),
      )
      expect(
        JSON.stringify(run, (_, v: unknown) => (typeof v === 'number' && !Number.isFinite(v) ? 'BAD' : v)),
      ).not.toContain('BAD')
    }
  })
})

describe('blend, intervals and headline', () => {
  test('weights by past skill: errors 1 and 2 give 4 : 1, one of 5 is left out, an unknown one makes all equal', () => {
    expect(blendWeights([1, 2])).toEqual([0.8, 0.2])
    expect(blendWeights([1, 5])).toEqual([1, 0])
    expect(blendWeights([1, null])).toEqual([0.5, 0.5])
    expect(blendWeights([0, 0])).toEqual([0.5, 0.5])
  })

  test('equal blend of 10 + (60 open + 30 new) and 10 + 30 is 10 + 60, split two to one', () => {
    const hazard = forecastOf(
      [{ wonMinor: 10, openMinor: 60, newMinor: 30, unsplitMinor: 0 }],
      [{ dealId: 'a', group: 0, probability: 0.6, expectedMinor: 60 }],
    )
    const rate = forecastOf([{ wonMinor: 10, openMinor: 0, newMinor: 0, unsplitMinor: 30 }])
    const mixed = blend([
      { id: 'h', forecast: hazard, pastErrorMinor: null },
      { id: 'r', forecast: rate, pastErrorMinor: null },
    ])
    expect(mixed).toMatchObject({
      valueMinor: 70,
      parts: { wonMinor: 10, openMinor: 40, newMinor: 20, unsplitMinor: 0 },
      contributions: [{ expectedMinor: 40 }],
    })
  })

  test('interval: what is won stays certain; nine past ratios within ×½ … ×2 bound the rest', () => {
    const past = [50, 60, 70, 80, 100, 120, 150, 180, 200].map((actualRemainingMinor) => ({
      remainingMinor: 100,
      actualRemainingMinor,
      daysLeft: 10,
    }))
    const interval = forecastInterval({ wonMinor: 1000, remainingMinor: 100, daysLeft: 10 }, past, 0.8)
    expect(interval).toEqual({ low: 1050, high: 1200 })
    expect(forecastInterval({ wonMinor: 1000, remainingMinor: 0, daysLeft: 0 }, [], 0.8)).toEqual({
      low: 1000,
      high: 1000,
    })
    expect(forecastInterval({ wonMinor: 0, remainingMinor: 100, daysLeft: 10 }, past, 0.95)).toBeNull()
  })

  test('a backtest reports each origin, scores only windows that are over, and repeats to the digit', () => {
    const history = buildHistory(steadyCompany(400), 1)
    const origins = slidingOrigins({ firstDay: 60, lastEndDay: 430, everyDays: 7 }, 28)
    const steps = backtest(history, methods, origins)
    expect(steps.next().value).toEqual({ done: 1, total: origins.length })
    const results = finish(backtest(history, methods, origins))
    expect(results.filter((r) => r.isOver).length).toBe(origins.filter((o) => o.endDay <= 413).length)
    expect(finish(backtest(history, methods, origins))).toEqual(results)
    expect(scoreMethod(results, 'stage_hazard').wapeRatio).toBeLessThan(0.05)
  })

  test('a later origin learns nothing from a window that was not over: rewriting the future leaves it as it was', () => {
    const origins = slidingOrigins({ firstDay: 60, lastEndDay: 190, everyDays: 7 }, 28)
    const past = steadyCompany(200)
    const future = past.map((d) => ({
      ...d,
      versions: d.versions.map((v) => (v.fromDay > 150 ? { ...v, amountMinor: 9 } : v)),
    }))
    const at = (list: DealRecord[]): unknown[] =>
      finish(backtest(buildHistory(list, 1), methods, origins))
        .filter((r) => r.origin.originDay <= 150)
        .map((r) => r.forecasts)
    expect(at(future)).toEqual(at(past))
  })

  test('headline: under about a year it is a baseline and says too_little_history; with a year the best by WAPE', () => {
    const run = (days: number) =>
      finish(
        firstForecast(
          buildHistory(steadyCompany(days), 1),
          slidingOrigins({ firstDay: 60, lastEndDay: days + 28, everyDays: 7 }, 28),
          settings,
        ),
      )
    expect(run(200).headline).toMatchObject({ methodId: 'run_rate', reason: 'too_little_history' })
    const long = run(420)
    const best = [...long.scores].filter((s) => s.originCount > 8).sort((a, b) => a.wapeRatio! - b.wapeRatio!)[0]
    expect(long.headline.methodId).toBe(best?.methodId)
    expect(chooseHeadline([], 900, defaultHeadlineRule)).toMatchObject({ methodId: null, reason: 'no_forecast' })
  })

  test('fiscal origins: 15 February 2024 in a year from January has the window 31 January … 29 February', () => {
    const day = Date.parse('2024-02-15') / 86_400_000
    const rules = { timeZone: 'UTC', fiscalYearStartMonth: 1, weekStart: 1 }
    const [origin] = fiscalOrigins({ firstDay: day, lastDay: day, everyDays: 7 }, 'month', rules)
    expect(origin).toEqual({ originDay: day, startDay: day - 15, endDay: day + 14 })
  })
})
