import { fillGaps } from './missing.ts'
import type { SeriesModel } from './series-model.ts'

/**
 * Sums of `stepCount` neighbouring values, aligned to the end, so that the newest bucket is whole; what is left over in
 * front is dropped. In: no gaps. Out: empty when there is not one whole bucket. Cost: O(n).
 */
export function aggregate(values: Float64Array, stepCount: number): Float64Array {
  const buckets = Math.floor(values.length / stepCount)
  const first = values.length - buckets * stepCount
  const out = new Float64Array(buckets)
  for (let i = 0; i < buckets * stepCount; i++) out[Math.floor(i / stepCount)]! += values[first + i]!
  return out
}

/**
 * Forecasts sums over several steps and shares them out evenly: zeros vanish, noise is less, and a level or trend can be
 * seen (ADIDA, Nikolopoulos, Syntetos, Boylan, Petropoulos & Assimakopoulos 2011). A season shorter than a bucket is lost.
 * In: a model, steps in a bucket (2 or more; a month of weeks is about 4). Out: a model of the single steps.
 */
export function overBuckets(model: SeriesModel, stepCount: number): SeriesModel {
  return {
    id: `${model.id}_by_${stepCount}`,
    fit: (values, season) => {
      const filled = fillGaps(values)
      if (filled === null) return { kind: 'insufficient', reason: 'no_values' }
      const coarseSeason = season % stepCount === 0 ? season / stepCount : 1
      const fit = model.fit(aggregate(filled, stepCount), coarseSeason)
      if (fit.kind === 'insufficient') return { kind: 'insufficient', reason: 'too_few_values' }
      return {
        kind: 'fit',
        predict: (horizon) => {
          const sums = fit.predict(Math.ceil(horizon / stepCount))
          return Float64Array.from({ length: horizon }, (_, h) => sums[Math.floor(h / stepCount)]! / stepCount)
        },
      }
    },
  }
}
