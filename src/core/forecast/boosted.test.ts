import { describe, expect, test } from 'vitest'
import { seededRandom } from '../stats/random.ts'
import { boostedMethod, defaultBoosting } from './boosted.ts'
import { groupWinRates } from './group-win-rate.ts'
import { defaultHazardSettings, hazardMethod } from './hazard.ts'
import { buildHistory, viewAt, type DealRecord, type DealVersion } from './history.ts'
import { smoothedArrivals } from './new-business.ts'
import { snapshotsOf, wonWithin } from './snapshots.ts'

const version = (fromDay: number, given: Partial<DealVersion> = {}): DealVersion => ({
  fromDay,
  status: 'open',
  stage: 0,
  group: 0,
  probability: null,
  expectedCloseDay: null,
  amountMinor: 1000,
  ...given,
})

/** Deals with versions at random, some closed in the end. */
function randomDeals(count: number, seed: number): DealRecord[] {
  const random = seededRandom(seed)
  const whole = (below: number): number => Math.floor(random() * below)
  return Array.from({ length: count }, (_, i) => {
    const born = whole(60)
    const days = Array.from({ length: 1 + whole(5) }, () => born + whole(40)).sort((a, b) => a - b)
    const versions = days.map((day) =>
      version(day, {
        group: whole(3),
        stage: whole(3),
        amountMinor: random() < 0.2 ? null : 100 * (1 + whole(50)),
        expectedCloseDay: random() < 0.5 ? null : day + whole(30),
      }),
    )
    if (random() < 0.6)
      versions.push(version((days.at(-1) ?? born) + 1 + whole(10), { status: random() < 0.5 ? 'won' : 'lost' }))
    if (random() < 0.2) versions.push(version(versions.at(-1)!.fromDay + 1 + whole(20), { group: whole(3) }))
    return { id: `d${i}`, createdDay: born, versions }
  })
}

describe('snapshots of the open pipeline', () => {
  test('what day u is told by is the same whether looked at on day u or 40 days later: nothing leaks back', () => {
    const history = buildHistory(randomDeals(200, 7), 3)
    const late = viewAt(history, 100)
    const all = snapshotsOf(late, 0, 100, 1)
    expect(all.rows.length).toBeGreaterThan(500)
    for (const day of [20, 45, 60]) {
      const then = viewAt(history, day)
      const seenThen = snapshotsOf(then, day, day, 1)
      const onDay = Array.from(all.days.keys()).filter((i) => all.days[i] === day)
      expect(onDay.map((i) => late.dealIds[all.deals[i]!])).toEqual(Array.from(seenThen.deals, (d) => then.dealIds[d]))
      for (const [c, column] of all.columns.entries())
        expect([column.name, onDay.map((i) => column.values[i])]).toEqual([
          column.name,
          Array.from(seenThen.columns[c]!.values),
        ])
    }
  })

  test('won on day 10: from day 5 not within 4 days, within 5; from day 10 on it is open no more', () => {
    const deal = { id: 'a', createdDay: 4, versions: [version(4), version(10, { status: 'won' })] }
    const view = viewAt(buildHistory([deal], 1), 20)
    const seen = snapshotsOf(view, 0, 20, 1)
    expect(Array.from(seen.days).sort((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9])
    const from5 = Array.from(seen.days).indexOf(5)
    expect([4, 5].map((days) => wonWithin(view, seen, days)[from5])).toEqual([0, 1])
  })
})

describe('win rates of groups', () => {
  const closing = (id: string, group: number, status: 'won' | 'lost', ...later: DealVersion[]): DealRecord => ({
    id,
    createdDay: 0,
    versions: [version(0, { group }), version(10, { group, status }), ...later],
  })
  const reopened = version(15, { group: 1 })
  const view = viewAt(
    buildHistory([closing('a', 0, 'won'), closing('b', 0, 'won'), closing('c', 1, 'lost', reopened)], 2),
    20,
  )
  const rate = groupWinRates(view)

  test('two of three won: (2 + 20·⅔)/22 and (0 + 20·⅔)/21; once the lost one is open again all are won', () => {
    expect(rate(0, 9)).toBeNaN()
    expect(rate(0, 10)).toBeCloseTo((2 + 40 / 3) / 22, 12)
    expect(rate(1, 14)).toBeCloseTo(40 / 3 / 21, 12)
    expect([rate(0, 15), rate(1, 15)]).toEqual([1, 1])
  })
})

/** Two deals a day, one of 5,000 that is won on its tenth day, one of 1,000 that is lost then: the stage tells nothing. */
const twoKinds: DealRecord[] = Array.from({ length: 240 }, (_, i) => {
  const born = Math.floor(i / 2)
  const amountMinor = i % 2 === 0 ? 5000 : 1000
  const close = version(born + 10, { status: i % 2 === 0 ? 'won' : 'lost', amountMinor })
  return { id: `d${String(i).padStart(3, '0')}`, createdDay: born, versions: [version(born, { amountMinor }), close] }
})

describe('boosted trees over snapshots', () => {
  const settings = { ...defaultHazardSettings, ...defaultBoosting, treeShare: 1 }
  const window = { startDay: 100, endDay: 114 }
  const view = viewAt(buildHistory(twoKinds, 1), 100)

  test('tell 5,000 from 1,000 where stage and time cannot: over 90 % and under 10 % against one chance for both', () => {
    const forecast = boostedMethod(settings).forecast(view, window)
    const plain = hazardMethod(defaultHazardSettings).forecast(view, window)
    if (forecast.kind !== 'forecast' || plain.kind !== 'forecast') throw new Error('insufficient')
    const chanceOf = (of: typeof forecast, id: string) =>
      of.contributions.find((c) => c.dealId === id)?.probability ?? 0
    // Born on day 95: open on day 100, decided on day 105.
    expect(chanceOf(plain, 'd190')).toBeCloseTo(chanceOf(plain, 'd191'), 10)
    expect(chanceOf(forecast, 'd190')).toBeGreaterThan(0.9)
    expect(chanceOf(forecast, 'd191')).toBeLessThan(0.1)
    expect(forecast.parts.newMinor).toBe(plain.parts.newMinor)
  })

  test('the order of deals changes nothing', () => {
    const turned = viewAt(buildHistory(twoKinds.toReversed(), 1), 100)
    expect(boostedMethod(settings).forecast(turned, window)).toEqual(boostedMethod(settings).forecast(view, window))
  })

  test('with fewer snapshots than it needs it says so', () => {
    const forecast = boostedMethod({ ...settings, minimumRows: 1e6 }).forecast(view, window)
    expect(forecast).toEqual({ kind: 'insufficient', reason: 'too_few_closed_deals' })
  })
})

describe('arrivals smoothed', () => {
  test('a steady pace is that pace; one that doubled eight weeks ago is followed', () => {
    expect(smoothedArrivals(new Float64Array(12).fill(700))).toBeCloseTo(700, 6)
    const doubled = Float64Array.from({ length: 20 }, (_, week) => (week < 12 ? 700 : 1400))
    expect(smoothedArrivals(doubled)).toBeGreaterThan(1350)
  })
  test('at a steady pace the forecast is the one of the recent mean', () => {
    const view = viewAt(buildHistory(twoKinds, 1), 100)
    const window = { startDay: 100, endDay: 114 }
    const of = (arrivalLevel: typeof smoothedArrivals | null) =>
      hazardMethod({ ...defaultHazardSettings, arrivalLevel }).forecast(view, window)
    const [plain, smoothed] = [of(null), of(smoothedArrivals)]
    if (plain.kind !== 'forecast' || smoothed.kind !== 'forecast') throw new Error('insufficient')
    expect(plain.parts.newMinor).toBeGreaterThan(0)
    expect(smoothed.parts.newMinor / plain.parts.newMinor).toBeCloseTo(1, 3)
  })
})
