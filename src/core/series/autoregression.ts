import { burg } from './burg.ts'
import type { PreparedSeries } from './prepared-series.ts'
import { onAdjusted } from './seasonal-forecast.ts'
import { defineSeriesModel, type Predict } from './series-model.ts'

const longestMemory = 8
/** Values a coefficient must have to be learnt from. */
const valuesEach = 4

/**
 * Autoregression of the differences of a deseasonalised series, ARIMA(p,1,0) with or without drift; p and the drift by the
 * corrected Akaike criterion (Box & Jenkins 1970; Hurvich & Tsai 1989). Unlike smoothing it sees swings. Needs four values.
 */
export const autoregressionModel = defineSeriesModel('autoregression', 4, fitAutoregression)

export function fitAutoregression(series: PreparedSeries): Predict {
  return onAdjusted(series, (values) => {
    const changes = values.subarray(1).map((v, t) => v - values[t]!)
    const mean = changes.reduce((sum, v) => sum + v, 0) / changes.length
    const drifting = chooseOrder(changes, mean, 1)
    const still = chooseOrder(changes, 0, 0)
    const best = drifting.criterion < still.criterion ? drifting : still
    return (horizon) => extend(values.at(-1)!, best, horizon)
  })
}

type Chosen = { criterion: number; drift: number; coefficients: Float64Array; recent: Float64Array }

function chooseOrder(changes: Float64Array, drift: number, driftCount: 0 | 1): Chosen {
  const n = changes.length
  const centred = changes.map((v) => v - drift)
  let best: Chosen = { criterion: Infinity, drift, coefficients: new Float64Array(0), recent: centred }
  burg(centred, Math.min(longestMemory, Math.floor(n / valuesEach))).forEach(({ coefficients, variance }, order) => {
    const k = order + 1 + driftCount
    if (n - k - 1 <= 0) return
    const criterion = n * Math.log(Math.max(1e-12, variance)) + 2 * k + (2 * k * (k + 1)) / (n - k - 1)
    if (criterion < best.criterion) best = { ...best, criterion, coefficients }
  })
  return best
}

/** Each expected change is taken for what came. */
function extend(last: number, { drift, coefficients, recent }: Chosen, horizon: number): Float64Array {
  const seen = recent.length
  const changes = new Float64Array(seen + horizon)
  changes.set(recent)
  let level = last
  return Float64Array.from({ length: horizon }, (_, h) => {
    let expected = 0
    for (let j = 0; j < coefficients.length; j++) expected += coefficients[j]! * changes[seen + h - 1 - j]!
    changes[seen + h] = expected
    level += drift + expected
    return level
  })
}
