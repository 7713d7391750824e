import { addMonths, dayFromNumber, dayNumber } from '../../base/calendar.ts'
import { forecastOf, insufficient, type ForecastMethod } from './method.ts'
import { firstCloseDay, wonByGroup, wonParts } from './won.ts'

/** The same date and time of day twelve months earlier (29 February becomes 28). */
export function yearEarlier(day: number): number {
  const whole = Math.floor(day)
  return dayNumber(addMonths(dayFromNumber(whole), -12)) + (day - whole)
}

/**
 * Same period last year: what was won in the rest of this window twelve months ago, plus what is already won.
 * Insufficient unless closes were being recorded when that stretch began.
 */
export const samePeriodLastYear: ForecastMethod = {
  id: 'same_period_last_year',
  role: 'baseline',
  forecast: (view, window) => {
    const since = firstCloseDay(view)
    if (since === null) return insufficient('no_wins_yet')
    const from = yearEarlier(Math.min(view.asOfDay, window.endDay))
    if (from < since - 1) return insufficient('no_last_year')
    const lastYear = wonByGroup(view, from, yearEarlier(window.endDay))
    return forecastOf(wonParts(view, window).map((parts, group) => ({ ...parts, unsplitMinor: lastYear[group] ?? 0 })))
  },
}
