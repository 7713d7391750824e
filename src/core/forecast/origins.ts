import { dayFromNumber, dayNumber, periodContaining, type CalendarRules } from '../../base/calendar.ts'
import type { ForecastWindow } from './method.ts'

/** A moment from which a forecast is (re)made, and the period it is made for. */
export type Origin = ForecastWindow & { originDay: number }

/**
 * Origins every `everyDays` back from `lastDay`, not before `firstDay`, oldest first, each with the fiscal month or
 * quarter it lies in. Day d stands for the end of that date: the window is (day before the period, its last day].
 */
export function fiscalOrigins(
  range: { firstDay: number; lastDay: number; everyDays: number },
  granularity: 'month' | 'quarter',
  rules: CalendarRules,
): Origin[] {
  const origins: Origin[] = []
  for (let day = Math.floor(range.lastDay); day >= range.firstDay; day -= Math.max(1, range.everyDays)) {
    origins.push({ originDay: day, ...fiscalWindow(day, granularity, rules) })
  }
  return origins.toReversed()
}

/** The fiscal month or quarter that holds the day, as a window. */
export function fiscalWindow(day: number, granularity: 'month' | 'quarter', rules: CalendarRules): ForecastWindow {
  const period = periodContaining(dayFromNumber(Math.floor(day)), granularity, rules)
  return { startDay: dayNumber(period.from) - 1, endDay: dayNumber(period.to) - 1 }
}

/** Origins whose window is the next `days` days: for judging one horizon at a time. */
export function slidingOrigins(
  range: { firstDay: number; lastEndDay: number; everyDays: number },
  days: number,
): Origin[] {
  const origins: Origin[] = []
  for (let day = range.firstDay; day + days <= range.lastEndDay; day += Math.max(1, range.everyDays)) {
    origins.push({ originDay: day, startDay: day, endDay: day + days })
  }
  return origins
}
