import {
  addDays,
  addMonths,
  asOfInstant,
  dayOf,
  daysBetween,
  endOfDay,
  isDay,
  periodContaining,
  periodsBetween,
  startOfDay,
  type CalendarRules,
  type Day,
  type Granularity,
  type Instant,
  type Period,
} from '../../base/calendar.ts'
import { AppError } from '../../base/errors.ts'
import type { Comparison, PeriodInput } from './schema.ts'

/**
 * One period of an answer. `side` 0 is what was asked, 1 what it is compared with; windows of both sides with
 * one `index` belong together. `pointAt`/`pointOn` are where a metric of a moment looks: the period's end, or the
 * as-of moment inside it.
 */
export type Window = {
  side: 0 | 1
  index: number
  period: Period
  fromAt: Instant
  toAt: Instant
  pointAt: Instant
  pointOn: Day
}

export type Moment = { at: Instant; on: Day }

/** As of now, or of the moment asked for; what has not happened yet is as of now. */
export function momentOf(asOf: string | undefined, now: Instant, rules: CalendarRules): Moment {
  const at = asOf === undefined ? now : asOfInstant(asOf, rules.timeZone)
  const known = Date.parse(at) > Date.parse(now) ? now : at
  return { at: known, on: dayOf(known, rules.timeZone) }
}

const periodLimit = 400

/**
 * The periods of an answer, and those they are compared with.
 * @param input default: the current fiscal quarter, or by time its months
 * @param byTime a window per period instead of one for all of them
 * @param ofMoment without `byTime` such a metric looks at the as-of moment alone
 */
export function windowsOf(
  input: PeriodInput | undefined,
  shape: { byTime: boolean; ofMoment: boolean; compare: Comparison | undefined },
  moment: Moment,
  rules: CalendarRules,
): Window[] {
  const granularity =
    input && 'granularity' in input ? (input.granularity ?? 'month') : shape.byTime ? 'month' : 'quarter'
  // A moment that has not come yet has no pipeline.
  const hasBegun = (period: Period): boolean => !shape.ofMoment || period.from <= moment.on
  const whole = wholePeriod(input, granularity, moment, rules)
  const periods = shape.byTime ? cutInto(granularity, whole, rules).filter(hasBegun) : [whole]
  const pointAtEnd = shape.byTime || !shape.ofMoment
  const asked = periods.map((period, index) => windowOf(0, index, period, moment, rules, pointAtEnd))
  if (!shape.compare) return asked
  const shift = shiftOf(shape.compare, whole, granularity)
  const earlier = periods.map((period, index) => {
    const shifted = toDate({ from: shift(period.from), to: shift(period.to) }, period, moment)
    if (!isDay(shifted.from)) throw new AppError('invalid_input', 'too_many_periods', { limit: periodLimit })
    const past = shape.ofMoment && !pointAtEnd ? momentBefore(shift, moment, rules) : moment
    return windowOf(1, index, shifted, past, rules, pointAtEnd)
  })
  return [...asked, ...earlier]
}

function wholePeriod(
  input: PeriodInput | undefined,
  granularity: Granularity,
  moment: Moment,
  rules: CalendarRules,
): Period {
  if (input && 'from' in input) return { from: input.from, to: input.to }
  if (!input && granularity === 'month') return periodContaining(moment.on, 'quarter', rules)
  const last = periodContaining(moment.on, granularity, rules)
  let { from } = last
  for (let i = 1; i < (input?.count ?? 1); i++) from = periodContaining(addDays(from, -1), granularity, rules).from
  return { from, to: last.to }
}

const shortestDays: Record<Granularity, number> = { day: 1, week: 7, month: 28, quarter: 90, year: 365 }

/** The periods of a whole; the outer ones end where it does. */
function cutInto(granularity: Granularity, whole: Period, rules: CalendarRules): Period[] {
  if (daysBetween(whole.from, whole.to) / shortestDays[granularity] > periodLimit)
    throw new AppError('invalid_input', 'too_many_periods', { limit: periodLimit })
  return periodsBetween(whole.from, whole.to, granularity, rules).map(({ from, to }) => ({
    from: from < whole.from ? whole.from : from,
    to: to > whole.to ? whole.to : to,
  }))
}

function windowOf(
  side: 0 | 1,
  index: number,
  period: Period,
  moment: Moment,
  rules: CalendarRules,
  pointAtEnd: boolean,
): Window {
  const lastDay = addDays(period.to, -1)
  const isPast = pointAtEnd && lastDay < moment.on
  return {
    side,
    index,
    period,
    fromAt: startOfDay(period.from, rules.timeZone),
    toAt: startOfDay(period.to, rules.timeZone),
    pointAt: isPast ? endOfDay(lastDay, rules.timeZone) : moment.at,
    pointOn: isPast ? lastDay : moment.on,
  }
}

/** Whole months go back by months, weeks of a year by 52 weeks, anything else by its number of days. */
function shiftOf(compare: Comparison, whole: Period, granularity: Granularity): (day: Day) => Day {
  if (compare === 'same_period_last_year') {
    return granularity === 'week' ? (day) => addDays(day, -364) : (day) => addMonths(day, -12)
  }
  const months = monthsIn(whole)
  if (months !== null) return (day) => addMonths(day, -months)
  const days = daysBetween(whole.from, whole.to)
  return (day) => addDays(day, -days)
}

function monthsIn({ from, to }: Period): number | null {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return null
  const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number]
  const [toYear, toMonth] = to.split('-').map(Number) as [number, number]
  return (toYear - fromYear) * 12 + toMonth - fromMonth
}

/** A period that has not ended is compared with as many days of the earlier one. */
function toDate(shifted: Period, period: Period, moment: Moment): Period {
  if (moment.on < period.from || moment.on >= addDays(period.to, -1)) return shifted
  const soFar = addDays(shifted.from, daysBetween(period.from, moment.on) + 1)
  return { from: shifted.from, to: soFar < shifted.to ? soFar : shifted.to }
}

function momentBefore(shift: (day: Day) => Day, moment: Moment, rules: CalendarRules): Moment {
  const on = shift(moment.on)
  return { at: endOfDay(on, rules.timeZone), on }
}
