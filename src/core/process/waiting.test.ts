import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zoneOffsets } from '../../base/calendar.ts'
import { arcWaits } from './arc-waits.ts'
import { buildEventLog } from './event-log.ts'
import { rework } from './rework.ts'
import { sojourns } from './sojourn.ts'
import { calendarHours, workingHours, type WorkingCalendar } from './working-hours.ts'

const hour = 3_600_000
const office = [
  { fromMinute: 540, toMinute: 780 },
  { fromMinute: 840, toMinute: 1080 },
]
const weekdays = [office, office, office, office, office, [], []]
const kyiv = (holidays: string[] = []): WorkingCalendar => ({
  week: weekdays,
  holidays,
  offsets: zoneOffsets('Europe/Kyiv', Date.parse('2024-01-01T00:00:00Z'), Date.parse('2025-01-01T00:00:00Z')),
})
const between = (from: string, to: string, calendar: WorkingCalendar): number => {
  const clock = workingHours(Float64Array.of(Date.parse(from), Date.parse(to)), calendar)
  return clock[1]! - clock[0]!
}

test('Friday 16:00 to Monday 10:00 in Kyiv, 9–13 and 14–18: 2 + 1 = 3 working hours of 66', () => {
  expect(between('2024-05-17T13:00:00Z', '2024-05-20T07:00:00Z', kyiv())).toBe(3)
  expect(between('2024-05-17T13:00:00Z', '2024-05-20T07:00:00Z', kyiv(['2024-05-20']))).toBe(2)
})

test('over the change of the clocks a day still has 8 hours: Friday 29 March 9:00 to Tuesday 2 April 9:00 is 16', () => {
  expect(between('2024-03-29T07:00:00Z', '2024-04-02T06:00:00Z', kyiv())).toBe(16)
})

test('an hour that comes twice is worked twice: Sunday 27 October 3–4 o’clock, the clocks go back at 4', () => {
  const night = [{ fromMinute: 180, toMinute: 240 }]
  const calendar = { ...kyiv(), week: [[], [], [], [], [], [], night] }
  expect(between('2024-10-26T12:00:00Z', '2024-10-27T12:00:00Z', calendar)).toBe(2)
})

test('a calendar with six days, no offset or spans that overlap is refused', () => {
  const at = Float64Array.of(0, 1)
  const overlapping = [[office[1]!, office[0]!], [], [], [], [], [], []]
  expect(() => workingHours(at, { ...kyiv(), week: weekdays.slice(1) })).toThrow(RangeError)
  expect(() => workingHours(at, { ...kyiv(), offsets: [] })).toThrow(RangeError)
  expect(() => workingHours(at, { ...kyiv(), week: overlapping })).toThrow(RangeError)
})

test('working all day and every day is calendar time; working time adds up and is never longer', () => {
  const always = Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }])
  const moments = fc.array(fc.integer({ min: 1.7e12, max: 1.73e12 }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(moments, (list) => {
      const at = Float64Array.from(list).sort()
      const real = calendarHours(at)
      const all = workingHours(at, { ...kyiv(), week: always })
      const some = workingHours(at, kyiv())
      at.forEach((_, i) => {
        expect(all[i]).toBeCloseTo(real[i]! - real[0]!, 6)
        if (i > 0) expect(some[i]! - some[i - 1]!).toBeLessThanOrEqual(real[i]! - real[i - 1]! + 1e-6)
        if (i > 0) expect(some[i]).toBeGreaterThanOrEqual(some[i - 1]!)
      })
    }),
  )
})

const log = buildEventLog(
  [
    ['x', 'a', 0],
    ['x', 'a', 1],
    ['x', 'b', 4],
    ['x', 'a', 10],
    ['y', 'a', 100],
    ['y', 'b', 101],
  ].map(([caseId, activity, h]) => ({ caseId: String(caseId), activity: String(activity), at: Number(h) * hour })),
)

test('aaba at 0, 1, 4, 10 and ab at 100, 101: a→b waits 3 and 1, mean and median 2, P90 2.8, queue 2 × 2 = 4 hours', () => {
  const [ab, aa, ba] = arcWaits(log, calendarHours(log.at))
  expect(ab).toEqual({ from: 0, to: 1, count: 2, wait: { mean: 2, median: 2, p90: 2.8 }, queueHours: 4 })
  expect([aa!.wait.median, ba!.wait.median]).toEqual([1, 6])
})

test('the same: a was left after 4 and 1 hours and is still on at the end of x; b after 6 and is on at the end of y', () => {
  const [a, b] = sojourns(log, calendarHours(log.at))
  expect(a).toEqual({ activity: 0, visitCount: 3, finishedCount: 2, hours: { mean: 2.5, median: 2.5, p90: 3.7 } })
  expect(b).toEqual({ activity: 1, visitCount: 2, finishedCount: 1, hours: { mean: 6, median: 6, p90: 6 } })
})

test('the same: a 4 times in 2 cases, one self-loop and one return, both in x; b once in each', () => {
  const [a, b] = rework(log)
  const shape = { activity: 0, eventCount: 4, selfLoopCount: 1, returnCount: 1, caseCount: 2, reworkedCaseCount: 1 }
  expect(a).toEqual(shape)
  expect([b!.eventCount, b!.reworkedCaseCount]).toEqual([2, 0])
})

test('one case of one event has no arcs, and a sojourn without an end is null', () => {
  const single = buildEventLog([{ caseId: 'x', activity: 'a', at: 0 }])
  expect(arcWaits(single, calendarHours(single.at))).toEqual([])
  expect(sojourns(single, calendarHours(single.at))[0]!.hours).toEqual({ mean: null, median: null, p90: null })
})
