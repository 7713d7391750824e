import { fillGaps } from './missing.ts'
import { defineSeriesModel, type Predict, type SeriesModel } from './series-model.ts'

/** Mean steps between demands, and the squared coefficient of variation of their sizes. */
export type Intermittence = {
  interval: number
  variation: number
  kind: 'smooth' | 'erratic' | 'intermittent' | 'lumpy'
}

/**
 * Sorts a series by how demand comes: often or seldom (1.32 steps between demands), alike or not (CV² 0.49).
 * Source: Syntetos, Boylan & Croston 2005. In: values, missing as NaN. Out: null without any value but 0. Cost: O(n).
 */
export function intermittence(values: ArrayLike<number>): Intermittence | null {
  const known = Array.from(values).filter((v) => Number.isFinite(v))
  const sizes = known.filter((v) => v !== 0)
  if (sizes.length === 0) return null
  const largest = Math.max(...sizes.map(Math.abs))
  const scaled = sizes.map((v) => v / largest)
  const mean = scaled.reduce((a, b) => a + b, 0) / scaled.length
  const variance = scaled.reduce((sum, v) => sum + (v - mean) ** 2, 0) / scaled.length
  const interval = known.length / sizes.length
  const variation = mean === 0 ? Number.MAX_VALUE : Math.min(Number.MAX_VALUE, variance / mean ** 2)
  const [isSeldom, isUneven] = [interval > 1.32, variation > 0.49]
  return {
    interval,
    variation,
    kind: isSeldom ? (isUneven ? 'lumpy' : 'intermittent') : isUneven ? 'erratic' : 'smooth',
  }
}

type Rates = { size: number; interval: number }
const croston = 0.1
const ratesTried = [0.05, 0.1, 0.15, 0.2, 0.3]

/** Croston's method: size of a demand over the steps between two, each smoothed at 0.1 (Croston 1972). Biased upwards. Needs two values. */
export const crostonModel = defineSeriesModel('croston', 2, ({ values }) => level(smoothDemands(values, croston)))

/** Croston's method with its bias taken off, times 1 − α/2 (Syntetos & Boylan 2005). Needs two values. */
export const sbaModel = defineSeriesModel('sba', 2, ({ values }) => {
  const predict = level(smoothDemands(values, croston))
  return (horizon) => predict(horizon).map((v) => v * (1 - croston / 2))
})

/**
 * TSB: size of a demand times its probability, which falls with every step without one, so that what nobody buys any more
 * fades (Teunter, Syntetos & Babai 2011). Both rates are chosen by one-step squared error. Needs two values.
 */
export const tsbModel = defineSeriesModel('tsb', 2, ({ values }) => {
  let best = { squares: Infinity, level: 0 }
  for (const sizeRate of ratesTried)
    for (const chanceRate of ratesTried) {
      const tried = fadeDemands(values, sizeRate, chanceRate)
      if (tried.squares < best.squares) best = tried
    }
  return (horizon) => new Float64Array(horizon).fill(best.level)
})

/** SBA where demand comes seldom, else the given model: which one is decided by the values alone. */
export function unlessIntermittent(model: SeriesModel): SeriesModel {
  return {
    id: model.id,
    fit: (values, season) => {
      const filled = fillGaps(values)
      const kind = filled === null ? null : intermittence(filled)?.kind
      return (kind === 'intermittent' || kind === 'lumpy' ? sbaModel : model).fit(values, season)
    },
  }
}

function level({ size, interval }: Rates): Predict {
  return (horizon) => new Float64Array(horizon).fill(size / interval)
}

/** Size and interval, started from the first demand and moved only when demand comes. */
function smoothDemands(values: Float64Array, rate: number): Rates {
  let rates: Rates | null = null
  let since = 1
  for (const v of values) {
    if (v === 0) since++
    else {
      rates =
        rates === null
          ? { size: v, interval: since }
          : { size: rates.size + rate * (v - rates.size), interval: rates.interval + rate * (since - rates.interval) }
      since = 1
    }
  }
  return rates ?? { size: 0, interval: 1 }
}

function fadeDemands(values: Float64Array, sizeRate: number, chanceRate: number): { squares: number; level: number } {
  const demands = values.filter((v) => v !== 0)
  let size = demands[0] ?? 0
  let chance = demands.length / values.length
  let squares = 0
  for (const v of values) {
    squares += (v - size * chance) ** 2
    chance += chanceRate * ((v === 0 ? 0 : 1) - chance)
    if (v !== 0) size += sizeRate * (v - size)
  }
  return { squares, level: size * chance }
}
