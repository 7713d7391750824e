import { dayNumber, type Day, type ZoneOffset } from '../../base/calendar.ts'

/** A span of a working day in minutes after local midnight, half-open: 540–1080 is from 9 to 18 o'clock. */
export type WorkingSpan = { readonly fromMinute: number; readonly toMinute: number }

/**
 * When people work. `week` has seven days, Monday first, each with its spans in order and apart from each other;
 * `holidays` are days nobody works. `offsets` say what local time is (`zoneOffsets` of base reads them from a zone); the
 * first one also holds before its moment.
 */
export type WorkingCalendar = {
  readonly week: readonly (readonly WorkingSpan[])[]
  readonly holidays: readonly Day[]
  readonly offsets: readonly ZoneOffset[]
}

const dayMs = 86_400_000
const hourMs = 3_600_000

/** Working spans in order, with the work done before each; all in milliseconds. */
type Shifts = { from: number[]; to: number[]; before: number[] }

function refuseBadCalendar({ week, offsets }: WorkingCalendar): void {
  if (week.length !== 7) throw new RangeError('a working week has seven days')
  if (offsets.length === 0) throw new RangeError('a working calendar needs an offset')
  for (const spans of week) {
    let free = 0
    for (const { fromMinute, toMinute } of spans) {
      if (!(fromMinute >= free && toMinute > fromMinute && toMinute <= 1440))
        throw new RangeError('spans of a day must be in order, apart, and within 0–1440 minutes')
      free = toMinute
    }
  }
}

/**
 * A moment is worked if the clock on the wall shows a worked time, so each offset is cut out of its own stretch of
 * time: an hour that comes twice counts twice, an hour that is skipped does not count.
 */
function shiftsBetween(calendar: WorkingCalendar, firstAt: number, lastAt: number): Shifts {
  const { week, offsets } = calendar
  const holidays = new Set(calendar.holidays.map(dayNumber))
  const shifts: Shifts = { from: [], to: [], before: [] }
  let done = 0
  offsets.forEach(({ fromAt, minutes }, i) => {
    const begins = Math.max(firstAt, i === 0 ? -Infinity : fromAt)
    const ends = Math.min(lastAt, offsets[i + 1]?.fromAt ?? Infinity)
    const shift = minutes * 60_000
    // An empty stretch has no last day to reach.
    const lastDay = begins < ends ? Math.ceil((ends + shift) / dayMs) - 1 : -Infinity
    for (let day = Math.floor((begins + shift) / dayMs); day <= lastDay; day++) {
      if (holidays.has(day)) continue
      // 1970-01-01 was a Thursday, the fourth day of the week.
      for (const span of week[(((day + 3) % 7) + 7) % 7]!) {
        const from = Math.max(begins, day * dayMs + span.fromMinute * 60_000 - shift)
        const to = Math.min(ends, day * dayMs + span.toMinute * 60_000 - shift)
        if (from >= to) continue
        shifts.from.push(from)
        shifts.to.push(to)
        shifts.before.push(done)
        done += to - from
      }
    }
  })
  return shifts
}

/** Work done until the moment: that of the last shift begun by then. */
function workedUntil({ from, to, before }: Shifts, at: number): number {
  let low = 0
  let high = from.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (from[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : before[low - 1]! + Math.min(at, to[low - 1]!) - from[low - 1]!
}

/**
 * What a clock that runs only in working hours shows at each moment: the difference of two readings is the working time
 * between them. In: moments in epoch milliseconds, any order. Out: hours, 0 at the earliest moment. Throws RangeError on
 * a calendar without seven days or an offset, or with spans out of order. Cost: O(days + n log days).
 */
export function workingHours(at: Float64Array, calendar: WorkingCalendar): Float64Array {
  refuseBadCalendar(calendar)
  let first = Infinity
  let last = -Infinity
  for (const moment of at) {
    if (moment < first) first = moment
    if (moment > last) last = moment
  }
  const shifts = shiftsBetween(calendar, first, last)
  return at.map((moment) => workedUntil(shifts, moment) / hourMs)
}

/** What a clock that never stops shows at each moment, in hours since the epoch: calendar time for `workingHours`. */
export function calendarHours(at: Float64Array): Float64Array {
  return at.map((moment) => moment / hourMs)
}
