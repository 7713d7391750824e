import { daysLeft, forecastOf, insufficient, type ForecastMethod } from './method.ts'
import { firstCloseDay, wonByGroup, wonParts } from './won.ts'

/**
 * Run rate: value won per day over the trailing days, times the days left, plus what is already won.
 * Insufficient until closes have been recorded for `minimumDays`; a younger history is averaged over its own length.
 */
export function runRate(trailingDays: number, minimumDays = 28): ForecastMethod {
  return {
    id: 'run_rate',
    role: 'baseline',
    forecast: (view, window) => {
      const since = firstCloseDay(view)
      if (since === null) return insufficient('no_wins_yet')
      // The first close lies inside the observed span, hence one day more than the difference.
      const observedDays = view.asOfDay - since + 1
      if (observedDays < minimumDays) return insufficient('less_than_trailing_days')
      const overDays = Math.min(trailingDays, observedDays)
      const trailing = wonByGroup(view, view.asOfDay - overDays, view.asOfDay)
      const left = daysLeft(view, window)
      return forecastOf(
        wonParts(view, window).map((parts, group) => ({
          ...parts,
          unsplitMinor: ((trailing[group] ?? 0) / overDays) * left,
        })),
      )
    },
  }
}
